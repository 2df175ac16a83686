package dev.dataapi.declared;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

import com.zaxxer.hikari.HikariDataSource;
import dev.dataapi.Eventually;
import dev.dataapi.RawExport;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exports over HTTP, on the embedded warehouse.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class ExportTests {

	private static final String VALUES = """
			    sql: |
			      SELECT I AS KEY, I * 12345678901234567890123456789::DECIMAL(38,0) AS HUGE, CAST(I * 1.5 AS DECIMAL(12,2)) AS AMOUNT,
			        I / 3.0::DOUBLE AS PART, I % 2 = 0 AS EVEN, DATEADD(day, I, DATE '1995-01-01') AS DAY,
			        TIMESTAMP '1995-01-01 10:11:12.123456' AS AT, TIMESTAMPTZ '1995-01-01 10:11:12+02' AS INSTANT,
			        '=1+"' || I || '",' || chr(10) || 'ä' AS TEXT, NULLIF('', '') AS NOTHING, '' AS EMPTY,
			        CASE I % 3 WHEN 0 THEN '{"a": ";=1", "b": [1, 2.50]}' WHEN 1 THEN '-1.50' ELSE '"=x"' END AS DOC
			      FROM range(50) r(I) ORDER BY I
			    columns:
			      - {name: TEXT, type: text}
			      - {name: KEY, type: integer}
			      - {name: HUGE, type: integer}
			      - {name: AMOUNT, type: "decimal(12,2)"}
			      - {name: PART, type: double}
			      - {name: EVEN, type: boolean}
			      - {name: DAY, type: date}
			      - {name: AT, type: timestamp}
			      - {name: INSTANT, type: timestamptz}
			      - {name: NOTHING, type: text}
			      - {name: EMPTY, type: text}
			      - {name: DOC, type: json}
			""";

	private static final String DECLARED = """
			version: 1
			reports:
			  cached:
			    path: /cached/values
			""" + VALUES + """
			  values:
			    path: /exported/values
			    export: true
			""" + VALUES
			+ """
					  numbers:
					    export: true
					    max_rows: 10
					    max_export_rows: 300000
					    parameters:
					      - {name: count, type: integer, default: 1000}
					      - {name: bad, type: integer, default: -1}
					      - {name: pad, type: integer, default: 0}
					    sql: |
					      SELECT I, CAST(CASE WHEN I = {{bad}} THEN 'x' ELSE '1' END AS INTEGER) AS ONE, repeat('x', {{pad}}) AS PADDING
					      FROM range({{count}}) r(I) ORDER BY {{order}}
					    columns:
					      - {name: I, type: integer}
					      - {name: ONE, type: integer}
					      - {name: PADDING, type: text}
					    sort: {name: order, values: {up: I, down: I DESC}, default: up}
					  breaking:
					    export: true
					    parameters:
					      - {name: bad, type: integer, default: -1}
					    sql: SELECT I, CAST(CASE WHEN I = {{bad}} THEN 'x' ELSE '1' END AS INTEGER) AS ONE FROM range(300000) r(I)
					    columns:
					      - {name: I, type: integer}
					      - {name: ONE, type: integer}
					  unending:
					    export: true
					    deadline: 2s
					    max_export_rows: 10000000
					    parameters:
					      - {name: begun, type: integer, default: 200000}
					    sql: |
					      SELECT I FROM range({{begun}}) r(I)
					      UNION ALL
					      SELECT a.range FROM range(2000000000) a, range(2000000000) b WHERE hash(a.range, b.range) = 1
					    columns:
					      - {name: I, type: integer}
					  orders:
					    export: true
					    sql: SELECT O_ORDERKEY, O_ORDERDATE FROM snowflake_sample_data.tpch_sf10.orders WHERE O_ORDERDATE < DATE '1992-03-01'
					    columns:
					      - {name: O_ORDERKEY, type: integer}
					      - {name: O_ORDERDATE, type: date}
					    page: {by: [O_ORDERDATE desc, O_ORDERKEY], size: 5}
					""";

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static RunningService service;

	@BeforeAll
	static void start(@TempDir Path directory) {
		service = RunningService.start("test",
				List.of(EndpointFiles.setting(directory, DECLARED), "data-api.report.deadline=30s",
						"data-api.report.connections=3", "data-api.export.write-deadline=1s",
						"data-api.access-log=true"));
	}

	@AfterAll
	static void stop() {
		CLIENT.close();
		service.close();
	}

	@AfterEach
	void nothingIsInUse() {
		Eventually.assertThat(() -> {
			assertThat(busy()).isZero();
			assertThat(registry().get("exports.running").gauge().value()).isZero();
		});
	}

	private static int busy() {
		return service.bean("reportsDataSource", HikariDataSource.class).getHikariPoolMXBean().getActiveConnections();
	}

	private static MeterRegistry registry() {
		return service.bean(MeterRegistry.class);
	}

	private static long count(String report, String outcome) {
		Timer timer = registry().find("exports").tags("endpoint", "reports." + report, "outcome", outcome).timer();
		return (timer != null) ? timer.count() : 0;
	}

	@ParameterizedTest
	@ValueSource(strings = { "csv", "ndjson", "excel" })
	void exportHasTheBytesOfTheCachedAnswer(String format) throws IOException {
		RawRequest.Answer cached = service.get("/cached/values?format=" + format);
		RawRequest.Answer exported = service.get("/exported/values?format=" + format);
		assertThat(exported.status()).as(exported.body()).isEqualTo(200);
		assertThat(exported.body()).isEqualTo(cached.body()).hasSizeGreaterThan(1000);
		assertThat(exported.headers().get("content-type")).isEqualTo(cached.headers().get("content-type"));
	}

	@Test
	void exportIsNotCached() throws IOException {
		RawRequest.Answer answer = service.get("/reports/numbers", "Accept: text/csv");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers()).containsEntry("cache-control", "no-store")
			.containsEntry("cache-status", "data-api; fwd=bypass")
			.containsEntry("content-disposition", "attachment; filename=\"numbers.csv\"")
			.containsEntry("vary", "Accept, Accept-Encoding")
			.containsEntry("transfer-encoding", "chunked")
			.doesNotContainKeys("etag", "server-timing", "content-length", "link");
		assertThat(answer.body().lines()).hasSize(1001).startsWith("I,ONE,PADDING", "0,1,\"\"", "1,1,\"\"");
		assertThat(service.get("/reports/numbers?format=csv", "If-None-Match: *").status()).isEqualTo(200);
		assertThat(service.get("/reports/numbers?format=csv", "Cache-Control: only-if-cached").status()).isEqualTo(504);
	}

	@Test
	void jsonStaysBoundedAndCached() throws IOException {
		RawRequest.Answer tooMany = service.get("/reports/numbers");
		assertThat(tooMany.status()).isEqualTo(500);
		assertThat(tooMany.body()).contains("The report found more than 10 rows");
		RawRequest.Answer few = service.get("/reports/numbers?count=5");
		assertThat(few.headers()).containsKeys("etag", "server-timing");
	}

	@Test
	void parametersOfABodyAndASortCount() throws Exception {
		HttpResponse<String> answer = CLIENT.send(HttpRequest
			.newBuilder(URI.create("http://localhost:" + service.port() + "/reports/numbers?format=ndjson"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"count\": 20, \"order\": \"down\"}"))
			.build(), BodyHandlers.ofString());
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		assertThat(answer.body().lines()).hasSize(20).startsWith("{\"I\":19,\"ONE\":1,\"PADDING\":\"\"}");
		assertThat(service.get("/reports/numbers?format=csv&count=x").status()).isEqualTo(400);
	}

	@Test
	void noRowsAreAHeaderOrNothing() throws IOException {
		assertThat(service.get("/reports/numbers?format=csv&count=0").body()).isEqualTo("I,ONE,PADDING\r\n");
		assertThat(service.get("/reports/numbers?format=ndjson&count=0").body()).isEmpty();
	}

	@Test
	void headIsAnsweredWithoutTheWarehouse() throws IOException {
		RawRequest.Answer answer = RawRequest.ask(service.port(), "HEAD /reports/unending?format=csv&begun=0");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers()).containsEntry("content-disposition", "attachment; filename=\"unending.csv\"")
			.containsEntry("content-type", "text/csv;header=present;charset=utf-8");
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void pageIsAskedForBySizeOrAfter() throws IOException {
		RawRequest.Answer page = service.get("/reports/orders?format=csv&size=5");
		assertThat(page.body().lines()).hasSize(6);
		assertThat(page.headers()).containsKeys("etag", "link");
		String all = service.get("/reports/orders?format=csv").body();
		assertThat(all.lines().count()).isGreaterThan(100);
		assertThat(all).startsWith(page.body());
		String link = page.headers().get("link");
		RawRequest.Answer next = service.get("/reports/" + link.substring(1, link.indexOf('>')));
		assertThat(next.body().lines()).hasSize(6);
		assertThat(all).contains(next.body().substring(next.body().indexOf('\n') + 1));
		assertThat(service.get("/reports/orders").body()).isEqualTo(service.get("/reports/orders?size=5").body());
	}

	@Test
	void callerWhoCannotTellHalfFromWholeIsRefused() throws IOException {
		RawRequest.Answer answer = RawRequest.send(service.port(),
				"GET /reports/numbers?format=csv HTTP/1.0\r\nHost: localhost\r\n\r\n");
		assertThat(answer.status()).isEqualTo(505);
		assertThat(answer.body()).contains("An export needs HTTP/1.1");
	}

	@Test
	void gzipIsWrittenWhileRowsCome() throws Exception {
		HttpResponse<byte[]> answer = CLIENT.send(HttpRequest
			.newBuilder(URI.create("http://localhost:" + service.port() + "/reports/numbers?format=csv&count=300000"))
			.header("Accept-Encoding", "gzip")
			.build(), BodyHandlers.ofByteArray());
		assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
			assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()).hasSize(300_001);
		}
	}

	@Test
	void failureBeforeTheFirstByteIsAProblem(CapturedOutput output) throws IOException {
		RawRequest.Answer answer = service
			.get("/reports/orders_too_many".replace("orders_too_many", "numbers?format=csv&bad=3"));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.headers()).containsEntry("content-type", "application/problem+json")
			.doesNotContainKey("content-disposition");
		assertThat(output.getAll()).contains("The export of reports.numbers ended after 0 rows").doesNotContain("'x'");
		assertThat(count("numbers", "failed")).isPositive();
	}

	@Test
	void moreRowsThanMayBeEndTheConnectionWithoutItsLastChunk(CapturedOutput output) throws IOException {
		try (RawExport export = RawExport.get(service.port(), "/reports/numbers?format=csv&count=300001")) {
			assertThat(export.readAll().lines().count()).isBetween(100_000L, 300_001L);
			assertThat(export.hasLastChunk()).isFalse();
		}
		Eventually.assertThat(() -> assertThat(count("numbers", "too_many_rows")).isPositive());
		Eventually.assertThat(() -> assertThat(output.getAll()).contains("ended after 300000 rows",
				"the limit of exports of reports.numbers", "export too_many_rows"));
	}

	@Test
	void rowThatFailsEndsTheConnectionWithoutItsLastChunk() throws IOException {
		try (RawExport export = RawExport.get(service.port(), "/reports/breaking?format=csv&bad=299999")) {
			assertThat(export.readAll()).startsWith("I,ONE\r\n0,1\r\n").doesNotContain("problem", "error");
			assertThat(export.hasLastChunk()).isFalse();
		}
		try (RawExport export = RawExport.get(service.port(), "/reports/breaking?format=csv")) {
			assertThat(export.readAll().lines()).hasSize(300_001);
			assertThat(export.hasLastChunk()).isTrue();
		}
		assertThat(count("breaking", "broken")).isPositive();
	}

	@Test
	void rowsThatDoNotComeEndTheExport() throws IOException {
		assertThat(service.get("/reports/unending?format=csv&begun=0").status()).isEqualTo(504);
		try (RawExport export = RawExport.get(service.port(), "/reports/unending?format=csv")) {
			assertThat(export.readAll()).startsWith("I\r\n0\r\n1\r\n");
			assertThat(export.hasLastChunk()).isFalse();
		}
		assertThat(count("unending", "broken")).isPositive();
	}

	@Test
	void callerWhoStopsReadingHoldsNoConnection() throws IOException {
		try (RawExport export = RawExport.get(service.port(), "/reports/numbers?format=csv&count=300000&pad=1000")) {
			export.readSome();
			nothingIsInUse();
			Eventually.assertThat(() -> assertThat(count("numbers", "slow_caller")).isPositive());
			export.readAll();
			assertThat(export.hasLastChunk()).isFalse();
		}
	}

	@Test
	void callerWhoLeavesEndsTheStatement() throws IOException {
		try (RawExport export = RawExport.get(service.port(), "/reports/numbers?format=csv&count=300000&pad=1000")) {
			export.readSome();
			assertThat(busy()).isOne();
		}
		nothingIsInUse();
		Eventually.assertThat(() -> assertThat(count("numbers", "caller_gone")).isPositive());
	}

	@Test
	void thirdExportIsRefused() throws IOException {
		String target = "/reports/numbers?format=csv&count=300000&pad=1000";
		try (RawExport one = RawExport.get(service.port(), target);
				RawExport other = RawExport.get(service.port(), target)) {
			one.readSome();
			other.readSome();
			RawRequest.Answer third = service.get("/reports/numbers?format=csv");
			assertThat(third.status()).isEqualTo(503);
			assertThat(third.headers()).containsKey("retry-after");
			assertThat(third.body()).contains("As many exports are running as may: 2.");
			assertThat(service.get("/reports/numbers?count=7").status()).isEqualTo(200);
		}
		assertThat(count("numbers", "refused")).isPositive();
	}

}
