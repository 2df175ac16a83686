package dev.dataapi.telemetry;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;

import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMetricsSender;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Sends metrics over gRPC, the protocol of Snowflake's receiver and OpenTelemetry's
 * default, or over HTTP if {@code OTEL_EXPORTER_OTLP_METRICS_PROTOCOL} says so.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(Signal.OnMetrics.class)
class MetricsConfiguration {

	private static final String PROTOCOL = "${OTEL_EXPORTER_OTLP_METRICS_PROTOCOL:${OTEL_EXPORTER_OTLP_PROTOCOL:}}";

	@Bean
	OtlpMetricsSender metricsSender(OtlpMetricsConnectionDetails receiver, OtlpMetricsProperties properties,
			@Value(PROTOCOL) String protocol) {
		OtlpMetricsSender sender = (protocol.isBlank() || protocol.equals("grpc"))
				? new GrpcMetricsSender(URI.create(receiver.getUrl()), properties) : new OtlpHttpMetricsSender(
						new HttpUrlConnectionSender(properties.getConnectTimeout(), properties.getReadTimeout()));
		return new LoggedSender(sender, new ExportLog("Metrics", System::nanoTime));
	}

	/** Keeps failures from the registry, which would log a stack trace for each. */
	private record LoggedSender(OtlpMetricsSender sender, ExportLog log) implements OtlpMetricsSender, Closeable {

		@Override
		public void send(Request request) {
			try {
				this.sender.send(request);
				this.log.succeeded();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				this.log.failed(ex);
			}
			catch (Exception ex) {
				this.log.failed(ex);
			}
		}

		@Override
		public void close() throws IOException {
			if (this.sender instanceof Closeable closeable) {
				closeable.close();
			}
		}

	}

}
