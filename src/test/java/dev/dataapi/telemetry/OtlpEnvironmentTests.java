package dev.dataapi.telemetry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service in the environment that Snowpark Container Services provides, and in one
 * without a receiver.
 */
@Timeout(300)
class OtlpEnvironmentTests {

	private static final Pattern FOR_A_RECEIVER = Pattern
		.compile("io\\.opentelemetry\\.(sdk|exporter|api|semconv)\\.|io\\.micrometer\\.(context|registry\\.otlp)\\."
				+ "|io\\.micrometer\\.tracing\\.handler\\.|okhttp3\\.|okio\\.|com\\.google\\.protobuf\\."
				+ "|dev\\.dataapi\\.telemetry\\.(?!Signal|TelemetryImportFilter$)");

	@TempDir
	private Path directory;

	@Test
	void receiverWhenNamedByTheEnvironmentGetsMetricsAndTraces() throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver(this.directory);
				ServiceProcess service = new ServiceProcess(this.directory,
						Map.of("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", receiver.url(),
								"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", receiver.url(), "OTEL_METRIC_EXPORT_INTERVAL",
								"1000", "OTEL_SERVICE_NAME", "api", "OTEL_RESOURCE_ATTRIBUTES",
								"snow.service.name=API,snow.database.name=D%20B"))) {
			int port = service.port();
			Eventually.assertThat(() -> {
				assertThat(RawRequest.get(port, "/customer/x").status()).isEqualTo(400);
				assertThat(receiver.metrics("http.server.requests")).isNotEmpty();
				assertThat(receiver.spans()).anyMatch((span) -> span.getName().equals("http get /customer/{ids}"));
			});
			assertThat(receiver.paths()).containsOnly("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
					"/opentelemetry.proto.collector.trace.v1.TraceService/Export");
			assertThat(receiver.metrics())
				.allSatisfy((metrics) -> assertInjected(metrics.getResource().getAttributesList()));
			assertThat(receiver.traces())
				.allSatisfy((traces) -> assertInjected(traces.getResource().getAttributesList()));
			assertThat(service.endsInTime()).isTrue();
		}
	}

	@Test
	void serviceWhenNoReceiverIsNamedLoadsNothingForOne() throws Exception {
		try (ServiceProcess service = new ServiceProcess(this.directory,
				Map.of("OTEL_SERVICE_NAME", "api", "OTEL_RESOURCE_ATTRIBUTES", "snow.service.name=API"))) {
			assertThat(RawRequest.get(service.port(), "/customer/x").status()).isEqualTo(400);
			List<String> classes = service.classes();
			assertThat(classes).contains("dev.dataapi.DataApiApplication");
			assertThat(classes.stream().filter((name) -> FOR_A_RECEIVER.matcher(name).lookingAt())).isEmpty();
		}
	}

	private static void assertInjected(List<KeyValue> attributes) {
		assertThat(OtlpReceiver.attribute(attributes, "service.name")).isEqualTo("api");
		assertThat(OtlpReceiver.attribute(attributes, "snow.service.name")).isEqualTo("API");
		assertThat(OtlpReceiver.attribute(attributes, "snow.database.name")).isEqualTo("D B");
	}

}
