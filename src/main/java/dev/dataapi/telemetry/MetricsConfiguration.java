package dev.dataapi.telemetry;

import java.net.URI;
import java.util.ServiceLoader;

import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Metrics over gRPC, as OpenTelemetry's own exporters send them unless told otherwise, or
 * over HTTP.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSignal(Signal.METRICS)
class MetricsConfiguration {

	private static final String PROTOCOL = "${OTEL_EXPORTER_OTLP_METRICS_PROTOCOL:${OTEL_EXPORTER_OTLP_PROTOCOL:}}";

	@Bean
	ReportedMetricsSender metricsSender(OtlpMetricsConnectionDetails receiver, OtlpMetricsProperties properties,
			@Value(PROTOCOL) String protocol) {
		OtlpMetricsSender sender = (protocol.isBlank() || protocol.equals("grpc"))
				? grpc(URI.create(receiver.getUrl()), properties) : new OtlpHttpMetricsSender(
						new HttpUrlConnectionSender(properties.getConnectTimeout(), properties.getReadTimeout()));
		return new ReportedMetricsSender(sender, new DeliveryLog("Metrics", System::nanoTime));
	}

	private static OtlpMetricsSender grpc(URI endpoint, OtlpMetricsProperties properties) {
		GrpcSenderProvider provider = ServiceLoader.load(GrpcSenderProvider.class).findFirst().orElseThrow();
		return new GrpcMetricsSender(provider, new GrpcReceiver(endpoint, properties));
	}

}
