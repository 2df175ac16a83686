package dev.dataapi.telemetry;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Sends spans on, except for those of probes and scrapes, which come every few seconds
 * and tell nothing, and reports whether they were taken. A request that was answered with
 * a status from 500 on is sent as failed.
 */
class ReportedSpanExporter implements SpanExporter {

	private static final AttributeKey<String> PATH = AttributeKey.stringKey("http.url");

	private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

	private final SpanExporter exporter;

	private final DeliveryLog log;

	ReportedSpanExporter(SpanExporter exporter, DeliveryLog log) {
		this.exporter = exporter;
		this.log = log;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		List<SpanData> telling = spans.stream()
			.filter(ReportedSpanExporter::isTelling)
			.map(ReportedSpanExporter::failedIfAnsweredSo)
			.toList();
		if (telling.isEmpty()) {
			return CompletableResultCode.ofSuccess();
		}
		CompletableResultCode result = this.exporter.export(telling);
		result.whenComplete(() -> {
			if (result.isSuccess()) {
				this.log.delivered();
			}
			else {
				this.log.failed(result.getFailureThrowable());
			}
		});
		return result;
	}

	private static boolean isTelling(SpanData span) {
		String path = span.getAttributes().get(PATH);
		return path == null || !(path.equals("/livez") || path.equals("/readyz") || path.startsWith("/actuator/"));
	}

	/** What became a problem on its way is no exception any more where spans end. */
	private static SpanData failedIfAnsweredSo(SpanData span) {
		return "SERVER_ERROR".equals(span.getAttributes().get(OUTCOME)) ? new FailedSpan(span) : span;
	}

	@Override
	public CompletableResultCode flush() {
		return this.exporter.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.exporter.shutdown();
	}

	private static final class FailedSpan extends DelegatingSpanData {

		FailedSpan(SpanData span) {
			super(span);
		}

		/** Without a description, which would be an exception's text. */
		@Override
		public StatusData getStatus() {
			return StatusData.error();
		}

	}

}
