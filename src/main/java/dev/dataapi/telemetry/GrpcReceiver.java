package dev.dataapi.telemetry;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;

/**
 * Where and how metrics go over gRPC: once each, since the next export tells the same
 * sums again.
 */
class GrpcReceiver implements GrpcSenderConfig {

	private final URI endpoint;

	private final OtlpMetricsProperties properties;

	GrpcReceiver(URI endpoint, OtlpMetricsProperties properties) {
		this.endpoint = endpoint;
		this.properties = properties;
	}

	@Override
	public URI getEndpoint() {
		return this.endpoint;
	}

	@Override
	public String getFullMethodName() {
		return "opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
	}

	@Override
	public @Nullable Compressor getCompressor() {
		return null;
	}

	@Override
	public Duration getTimeout() {
		return this.properties.getReadTimeout();
	}

	@Override
	public Duration getConnectTimeout() {
		return this.properties.getConnectTimeout();
	}

	@Override
	public Supplier<Map<String, List<String>>> getHeadersSupplier() {
		Map<String, String> headers = this.properties.getHeaders();
		Map<String, List<String>> lists = (headers != null) ? headers.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (header) -> List.of(header.getValue()))) : Map.of();
		return () -> lists;
	}

	@Override
	public @Nullable RetryPolicy getRetryPolicy() {
		return null;
	}

	@Override
	public @Nullable SSLContext getSslContext() {
		return null;
	}

	@Override
	public @Nullable X509TrustManager getTrustManager() {
		return null;
	}

	@Override
	public @Nullable ExecutorService getExecutorService() {
		return null;
	}

}
