package dev.dataapi.telemetry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.warehouse.embedded.SampleData;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a receiver gets from the service, through its exporters and the real driver.
 */
@Timeout(300)
class OtlpExportTests {

	private static final String PASSWORD = "only-here";

	@TempDir
	private Path directory;

	private OtlpReceiver receiver;

	private SnowflakeServer snowflake;

	@BeforeEach
	void start() throws Exception {
		this.receiver = new OtlpReceiver(this.directory);
		this.snowflake = SnowflakeServer.start(SampleData.of(0.01))
			.user("U", (user) -> user.password(PASSWORD).roles("R").defaultWarehouse("WH"));
	}

	@AfterEach
	void stop() throws Exception {
		this.snowflake.close();
		this.receiver.close();
	}

	@ParameterizedTest
	@CsvSource({ "grpc,,/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
			"http/protobuf,/v1/metrics,/v1/metrics" })
	void requestWhenOnlyMetricsAreExportedIsCountedWithItsRoute(String protocol, String path, String asked)
			throws Exception {
		String url = this.receiver.url() + ((path != null) ? path : "");
		try (RunningService service = service("management.otlp.metrics.export.url=" + url,
				"OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=" + protocol)) {
			assertThat(service.get("/customer/1").status()).isEqualTo(200);
		}
		assertThat(this.receiver.paths()).isNotEmpty().containsOnly(asked);
		List<HistogramDataPoint> points = this.receiver.metrics("http.server.requests")
			.flatMap((metric) -> metric.getHistogram().getDataPointsList().stream())
			.filter((point) -> OtlpReceiver.attribute(point.getAttributesList(), "uri").equals("/customer/{ids}"))
			.toList();
		assertThat(points).isNotEmpty().allSatisfy((point) -> {
			assertThat(OtlpReceiver.attribute(point.getAttributesList(), "cache")).isEqualTo("miss");
			assertThat(point.getExplicitBoundsList()).contains(1.0, 200.0, 30_000.0);
		});
		assertThat(this.receiver.metrics()).allSatisfy((resource) -> assertThat(
				OtlpReceiver.attribute(resource.getResource().getAttributesList(), "snow.service.name"))
			.isEqualTo("API"));
	}

	@Test
	void requestIsTracedWithItsQuery() throws Exception {
		String queryId;
		long before = TimeUnit.MILLISECONDS.toMinutes(System.currentTimeMillis());
		try (RunningService service = service(traces())) {
			assertThat(service.get("/customer/2").status()).isEqualTo(200);
			assertThat(service.get("/readyz").status()).isEqualTo(200);
			assertThat(RawRequest.get(service.managementPort(), "/actuator/prometheus").status()).isEqualTo(200);
		}
		long after = TimeUnit.MILLISECONDS.toMinutes(System.currentTimeMillis());
		List<Span> requests = this.receiver.spans()
			.stream()
			.filter((span) -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
			.toList();
		assertThat(requests).extracting((span) -> OtlpReceiver.attribute(span.getAttributesList(), "uri"))
			.containsExactly("/customer/{ids}");
		Span request = requests.getFirst();
		assertThat(minutes(request)).isBetween(before, after);
		List<Span> queries = children(request);
		assertThat(queries).hasSize(1);
		Span query = queries.getFirst();
		assertThat(query.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
		assertThat(query.getName()).isEqualTo("query lookups");
		assertThat(query.getTraceId()).isEqualTo(request.getTraceId());
		assertThat(OtlpReceiver.attribute(query.getAttributesList(), "db.system")).isEqualTo("snowflake");
		assertThat(OtlpReceiver.attribute(query.getAttributesList(), "db.client.connection.pool.name"))
			.isEqualTo("lookups");
		queryId = OtlpReceiver.attribute(query.getAttributesList(), "db.snowflake.query_id");
		assertThat(queryId).isNotEmpty();
		assertThat(this.receiver.traces().toString()).contains("\"snow.service.name\"").doesNotContain(PASSWORD);
		assertThat(query.toString()).doesNotContain("SELECT");
	}

	@Test
	void callOfAToolIsTracedWithItsName() throws Exception {
		List<String> settings = new ArrayList<>(List.of(traces()));
		settings.add("data-api.mcp=true");
		String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
				+ "\"params\":{\"name\":\"customer\",\"arguments\":{\"keys\":[2]}}}";
		try (RunningService service = service(settings.toArray(String[]::new))) {
			RawRequest.Answer answer = RawRequest.send(service.port(),
					"POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
							+ "Content-Length: " + call.length() + "\r\n\r\n" + call);
			assertThat(answer.status()).isEqualTo(200);
		}
		Span request = this.receiver.spans()
			.stream()
			.filter((span) -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
			.findFirst()
			.orElseThrow();
		assertThat(OtlpReceiver.attribute(request.getAttributesList(), "uri")).isEqualTo("/mcp");
		assertThat(OtlpReceiver.attribute(request.getAttributesList(), "gen_ai.tool.name")).isEqualTo("customer");
		assertThat(children(request)).hasSize(1);
	}

	@Test
	void callersTraceWhenOfSnowflakesFormIsJoinedAndOthersAreNot() throws Exception {
		String theirs = "%08x".formatted(TimeUnit.MILLISECONDS.toMinutes(System.currentTimeMillis()))
				+ "77b34da6a3ce929d0e0e4736";
		String foreign = "4bf92f3577b34da6a3ce929d0e0e4736";
		try (RunningService service = service(traces())) {
			for (String id : List.of(theirs, foreign)) {
				RawRequest.send(service.port(), "GET /customer/3 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
						+ "traceparent: 00-" + id + "-00f067aa0ba902b7-01\r\n\r\n");
			}
		}
		assertThat(this.receiver.spans().stream().filter((span) -> span.getKind() == SpanKind.SPAN_KIND_SERVER))
			.hasSize(2)
			.extracting((span) -> hex(span.getTraceId()))
			.contains(theirs)
			.doesNotContain(foreign);
	}

	@Test
	void queryWhenFailedIsTracedWithoutItsMessageWhichTheLogHas() throws Exception {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger("dev.dataapi.cache");
		try (RunningService service = service(traces())) {
			logger.addAppender(log);
			this.snowflake.fail(Fault.sqlError("002003", "02000", "no such row").on(RequestKind.QUERY));
			assertThat(service.get("/customer/4711").status()).isEqualTo(500);
		}
		finally {
			logger.detachAppender(log);
		}
		Span request = this.receiver.spans()
			.stream()
			.filter((span) -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
			.findFirst()
			.orElseThrow();
		Span query = children(request).getFirst();
		assertThat(List.of(request, query)).allSatisfy((span) -> {
			assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
			assertThat(span.getStatus().getMessage()).isEmpty();
			assertThat(span.toString()).doesNotContain("no such row");
		});
		assertThat(OtlpReceiver.attribute(query.getAttributesList(), "error.type")).endsWith("Exception").contains(".");
		assertThat(OtlpReceiver.attribute(query.getAttributesList(), "db.snowflake.query_id")).isNotEmpty();
		assertThat(log.list).isNotEmpty().allSatisfy((event) -> {
			assertThat(event.getFormattedMessage()).contains("no such row");
			assertThat(event.getMDCPropertyMap()).containsEntry("traceId", hex(request.getTraceId()));
		});
	}

	@Test
	void spansArriveWhileTheServiceRuns() throws Exception {
		try (RunningService service = service(traces())) {
			service.get("/");
			Eventually.assertThat(() -> assertThat(this.receiver.spans())
				.extracting((span) -> OtlpReceiver.attribute(span.getAttributesList(), "uri"))
				.contains("/"));
		}
	}

	private String[] traces() {
		return new String[] { "management.opentelemetry.tracing.export.otlp.endpoint=" + this.receiver.url() };
	}

	private RunningService service(String... more) {
		List<String> settings = new ArrayList<>(
				List.of("data-api.snowflake.account=TESTING", "data-api.snowflake.host=" + this.snowflake.host(),
						"data-api.snowflake.port=" + this.snowflake.port(), "data-api.snowflake.protocol=http",
						"data-api.snowflake.user=U", "data-api.snowflake.password=" + PASSWORD,
						"data-api.lookup.deadline=30s", "management.tracing.sampling.probability=1",
						"management.opentelemetry.resource-attributes[snow.service.name]=API"));
		settings.addAll(Arrays.asList(more));
		return RunningService.start("snowflake", settings);
	}

	private List<Span> children(Span parent) {
		return this.receiver.spans()
			.stream()
			.filter((span) -> span.getParentSpanId().equals(parent.getSpanId()))
			.toList();
	}

	private static String hex(ByteString id) {
		return HexFormat.of().formatHex(id.toByteArray());
	}

	private static long minutes(Span span) {
		ByteString id = span.getTraceId();
		assertThat(id.size()).isEqualTo(16);
		return id.asReadOnlyByteBuffer().getInt();
	}

}
