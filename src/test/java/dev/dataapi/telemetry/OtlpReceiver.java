package dev.dataapi.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.modeler.Registry;

/**
 * Receives metrics and traces as a collector does, over gRPC (HTTP/2 without TLS, from
 * the first byte) and over HTTP, and keeps them.
 */
final class OtlpReceiver implements AutoCloseable {

	private static final String GRPC_METRICS = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

	private static final String GRPC_TRACES = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

	private final Tomcat tomcat = new Tomcat();

	private final List<String> paths = new CopyOnWriteArrayList<>();

	private final List<ResourceMetrics> metrics = new CopyOnWriteArrayList<>();

	private final List<ResourceSpans> traces = new CopyOnWriteArrayList<>();

	static {
		// As the service does; otherwise Tomcat's beans are there for its metrics to find
		Registry.disableRegistry();
	}

	OtlpReceiver(Path directory) throws LifecycleException {
		this.tomcat.setBaseDir(directory.toString());
		this.tomcat.setPort(0);
		this.tomcat.setHostname("localhost");
		this.tomcat.getConnector().setProperty("address", "127.0.0.1");
		this.tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
		Context context = this.tomcat.addContext("", directory.toString());
		Tomcat.addServlet(context, "receiver", new Receiver()).addMapping("/");
		this.tomcat.start();
	}

	/** The address in the form that the environment names. */
	String url() {
		return "http://127.0.0.1:" + this.tomcat.getConnector().getLocalPort();
	}

	/** The path of each request. */
	List<String> paths() {
		return this.paths;
	}

	List<ResourceMetrics> metrics() {
		return this.metrics;
	}

	List<ResourceSpans> traces() {
		return this.traces;
	}

	Stream<Metric> metrics(String name) {
		return this.metrics.stream()
			.flatMap((resource) -> resource.getScopeMetricsList().stream())
			.flatMap((scope) -> scope.getMetricsList().stream())
			.filter((metric) -> metric.getName().equals(name));
	}

	List<Span> spans() {
		return this.traces.stream()
			.flatMap((resource) -> resource.getScopeSpansList().stream())
			.flatMap((scope) -> scope.getSpansList().stream())
			.toList();
	}

	static String attribute(List<KeyValue> attributes, String key) {
		return attributes.stream()
			.filter((attribute) -> attribute.getKey().equals(key))
			.map((attribute) -> attribute.getValue().getStringValue())
			.findFirst()
			.orElse("");
	}

	@Override
	public void close() throws LifecycleException {
		this.tomcat.stop();
		this.tomcat.destroy();
	}

	private final class Receiver extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
			String path = request.getRequestURI();
			OtlpReceiver.this.paths.add(path);
			byte[] body = request.getInputStream().readAllBytes();
			boolean grpc = "application/grpc".equals(request.getContentType());
			switch (path) {
				case GRPC_METRICS, "/v1/metrics" -> OtlpReceiver.this.metrics
					.addAll(parse(ExportMetricsServiceRequest.parser(), body, grpc).getResourceMetricsList());
				case GRPC_TRACES, "/v1/traces" -> OtlpReceiver.this.traces
					.addAll(parse(ExportTraceServiceRequest.parser(), body, grpc).getResourceSpansList());
				default -> throw new IOException("Nothing takes " + path);
			}
			if (grpc) {
				response.setContentType("application/grpc");
				response.setTrailerFields(() -> Map.of("grpc-status", "0"));
				// Not compressed, and a message without fields
				response.getOutputStream().write(new byte[5]);
			}
		}

		/** In gRPC, a flag and the length precede the message. */
		private static <T extends Message> T parse(Parser<T> parser, byte[] body, boolean grpc) throws IOException {
			ByteBuffer message = ByteBuffer.wrap(body);
			if (grpc && (message.get() != 0 || message.getInt() != message.remaining())) {
				throw new IOException("Not one message, uncompressed");
			}
			return parser.parseFrom(message);
		}

	}

}
