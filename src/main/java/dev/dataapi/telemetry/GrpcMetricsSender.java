package dev.dataapi.telemetry;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;

/**
 * Sends Micrometer's metrics over gRPC with OpenTelemetry's sender, which traces use too;
 * Micrometer's own senders speak HTTP only.
 */
class GrpcMetricsSender implements OtlpMetricsSender, Closeable {

	private final GrpcSender sender;

	private final long timeoutMillis;

	GrpcMetricsSender(URI endpoint, OtlpMetricsProperties properties) {
		GrpcSenderProvider provider = ServiceLoader.load(GrpcSenderProvider.class).findFirst().orElseThrow();
		this.sender = provider.createSender(Config.of(endpoint, properties));
		// Longer than the sender's own timeout, so that its error is the one reported
		this.timeoutMillis = properties.getReadTimeout().plusSeconds(1).toMillis();
	}

	@Override
	public void send(Request request) throws Exception {
		CompletableFuture<GrpcResponse> answer = new CompletableFuture<>();
		this.sender.send(new Message(request.getMetricsData()), answer::complete, answer::completeExceptionally);
		GrpcResponse response = answer.get(this.timeoutMillis, TimeUnit.MILLISECONDS);
		if (response.getStatusCode() != GrpcStatusCode.OK) {
			throw new IOException("status " + response.getStatusCode() + " " + response.getStatusDescription());
		}
	}

	@Override
	public void close() {
		this.sender.shutdown();
	}

	private record Message(byte[] bytes) implements MessageWriter {

		@Override
		public void writeMessage(OutputStream output) throws IOException {
			output.write(this.bytes);
		}

		@Override
		public int getContentLength() {
			return this.bytes.length;
		}

	}

	/**
	 * Without retries: the next export sends the same cumulative values again. Its
	 * components are named as the getters that they implement.
	 */
	private record Config(URI getEndpoint, Duration getTimeout, Duration getConnectTimeout,
			Supplier<Map<String, List<String>>> getHeadersSupplier) implements GrpcSenderConfig {

		static Config of(URI endpoint, OtlpMetricsProperties properties) {
			Map<String, List<String>> headers = new HashMap<>();
			if (properties.getHeaders() != null) {
				properties.getHeaders().forEach((name, value) -> headers.put(name, List.of(value)));
			}
			return new Config(endpoint, properties.getReadTimeout(), properties.getConnectTimeout(), () -> headers);
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

}
