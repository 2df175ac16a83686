package dev.dataapi.telemetry;

import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;

/**
 * Adapts Spring Boot's tracing to Snowflake: trace ids in its form, and spans without
 * probes or values.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(Signal.OnTraces.class)
class TracesConfiguration {

	private static final ContextKey<Boolean> CARRIED = ContextKey.named("carried");

	@Bean
	SnowflakeTraceIds snowflakeTraceIds() {
		return new SnowflakeTraceIds(InstantSource.system());
	}

	@Bean
	SdkTracerProviderBuilderCustomizer traceIds(SnowflakeTraceIds ids) {
		return (builder) -> builder.setIdGenerator(ids);
	}

	@Bean
	ContextPropagators contextPropagators(SnowflakeTraceIds ids) {
		return ContextPropagators.create(new SnowflakeTraceIds.Propagator(ids));
	}

	/**
	 * Carries the trace context to the thread that runs the task, so that its queries are
	 * children of the request that submits it. If such a task submits another, that one
	 * works for requests which have waited meanwhile, so its queries start a new trace.
	 */
	@Bean
	TaskDecorator traceTaskDecorator() {
		return (task) -> {
			Context context = Context.current();
			return (context.get(CARRIED) == null) ? context.with(CARRIED, true).wrap(task) : task;
		};
	}

	/** Leaves out probes and scrapes: there is one every few seconds. */
	@Bean
	SpanExportingPredicate noProbes() {
		return (span) -> {
			String path = span.getTags().getOrDefault("http.url", "");
			return !path.equals("/livez") && !path.equals("/readyz") && !path.startsWith("/actuator/");
		};
	}

	@Bean
	SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters) {
		SpanExporter exporter = SpanExporter.composite(exporters.orderedStream().toList());
		return SpanExporters.of(new LoggedExporter(exporter, new ExportLog("Traces", System::nanoTime)));
	}

	/**
	 * Gives the last spans three seconds when the service stops. The SDK would wait ten
	 * seconds for a receiver that does not respond.
	 */
	@Bean
	DisposableBean lastSpans(OpenTelemetrySdk sdk, SpanExporters exporters) {
		return () -> {
			sdk.getSdkTracerProvider().forceFlush().join(3, TimeUnit.SECONDS);
			exporters.forEach(SpanExporter::shutdown);
		};
	}

	/** Logs failures, and sends no message of an exception to the receiver. */
	private record LoggedExporter(SpanExporter exporter, ExportLog log) implements SpanExporter {

		private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			CompletableResultCode result = this.exporter
				.export(spans.stream().map(LoggedExporter::withoutMessage).toList());
			return result.whenComplete(() -> {
				if (result.isSuccess()) {
					this.log.succeeded();
				}
				else {
					this.log.failed(result.getFailureThrowable());
				}
			});
		}

		/** A request answered with 5xx has failed although its exception was handled. */
		private static SpanData withoutMessage(SpanData span) {
			boolean failed = span.getStatus().getStatusCode() == StatusCode.ERROR
					|| "SERVER_ERROR".equals(span.getAttributes().get(OUTCOME));
			return failed ? new FailedSpan(span) : span;
		}

		@Override
		public CompletableResultCode flush() {
			return this.exporter.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.exporter.shutdown();
		}

	}

	/** Has no description, which would be an exception's message and may quote values. */
	private static final class FailedSpan extends DelegatingSpanData {

		FailedSpan(SpanData span) {
			super(span);
		}

		@Override
		public StatusData getStatus() {
			return StatusData.error();
		}

	}

}
