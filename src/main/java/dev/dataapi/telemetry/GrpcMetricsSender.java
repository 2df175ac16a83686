package dev.dataapi.telemetry;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;

/**
 * Sends Micrometer's metrics over gRPC, by the sender that traces have too: Micrometer
 * itself speaks HTTP only.
 */
class GrpcMetricsSender implements OtlpMetricsSender, Closeable {

	private final GrpcSender sender;

	private final long waitMillis;

	GrpcMetricsSender(GrpcSenderProvider provider, GrpcSenderConfig receiver) {
		this.sender = provider.createSender(receiver);
		// a little more than the sender's own, which tells what it was
		this.waitMillis = receiver.getTimeout().plusSeconds(1).toMillis();
	}

	@Override
	public void send(Request request) throws Exception {
		CompletableFuture<GrpcResponse> answer = new CompletableFuture<>();
		this.sender.send(new Message(request.getMetricsData()), answer::complete, answer::completeExceptionally);
		GrpcResponse response = answer.get(this.waitMillis, TimeUnit.MILLISECONDS);
		if (response.getStatusCode() != GrpcStatusCode.OK) {
			throw new IllegalStateException(
					"status " + response.getStatusCode() + " " + response.getStatusDescription());
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

}
