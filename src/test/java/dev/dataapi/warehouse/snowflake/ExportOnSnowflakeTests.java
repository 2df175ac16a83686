package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.dataapi.Eventually;
import dev.dataapi.RawExport;
import dev.dataapi.RawRequest;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exports through Snowflake's driver, whose chunks of a result are read one by one.
 */
@Timeout(180)
class ExportOnSnowflakeTests {

	/** Fewer than the chunks that are made ahead of a reader. */
	private static final int CHUNK = 1000;

	private static final int ROWS = 15_000;

	@AutoClose
	private static ServiceOnSnowflake service;

	private static SnowflakeServer server;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		Path endpoints = Files.writeString(directory.resolve("endpoints.yaml"),
				"""
						version: 1
						reports:
						  orders:
						    sql: &all SELECT O_ORDERKEY, O_ORDERDATE, O_TOTALPRICE, O_CLERK FROM snowflake_sample_data.tpch_sf10.orders ORDER BY O_ORDERKEY
						    columns: &columns
						      - {name: O_ORDERKEY, type: integer}
						      - {name: O_ORDERDATE, type: date}
						      - {name: O_TOTALPRICE, type: "decimal(12,2)"}
						      - {name: O_CLERK, type: text}
						    max_rows: 10
						    export: true
						  wide:
						    sql: SELECT REPEAT(O_CLERK, 100) AS WIDE FROM snowflake_sample_data.tpch_sf10.orders
						    columns:
						      - {name: WIDE, type: text}
						    export: true
						  few:
						    sql: SELECT O_ORDERKEY, O_TOTALPRICE FROM snowflake_sample_data.tpch_sf10.orders ORDER BY O_ORDERKEY
						    columns:
						      - {name: O_ORDERKEY, type: integer}
						      - {name: O_TOTALPRICE, type: "decimal(12,2)"}
						    export: true
						    max_export_rows: 12000
						"""
					.replace("&all ", "")
					.replace(" &columns", ""));
		service = new ServiceOnSnowflake("data-api.cache.stale-if-error=0", "data-api.report.deadline=4s",
				"data-api.report.connections=3", "data-api.export.write-deadline=1s",
				"data-api.endpoints=" + endpoints);
		server = service.server();
	}

	@BeforeEach
	void chunks() {
		server.chunks(CHUNK);
	}

	@AfterEach
	void nothingIsInUse() {
		server.reset();
		Eventually.assertThat(() -> {
			assertThat(service.busy("reportsDataSource")).isZero();
			assertThat(registry().get("exports.running").gauge().value()).isZero();
			assertThat(downloads()).isZero();
		});
	}

	private static MeterRegistry registry() {
		return service.bean(MeterRegistry.class);
	}

	private static long count(String outcome) {
		return registry().find("exports").tag("outcome", outcome).timers().stream().mapToLong(Timer::count).sum();
	}

	private static long downloads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("result-chunk-downloader"))
			.count();
	}

	private static RawExport export() throws IOException {
		return RawExport.get(service.port(), "/reports/orders?format=csv");
	}

	@Test
	void exportHasAllRows() throws IOException {
		long before = server.requests().count(RequestKind.CHUNK);
		try (RawExport export = export()) {
			assertThat(export.readAll().lines()).hasSize(ROWS + 1)
				.startsWith("O_ORDERKEY,O_ORDERDATE,O_TOTALPRICE,O_CLERK");
			assertThat(export.hasLastChunk()).isTrue();
		}
		assertThat(server.requests().count(RequestKind.CHUNK) - before).isEqualTo(ROWS / CHUNK - 1);
		server.reset();
		server.arrow();
		try (RawExport export = export()) {
			assertThat(export.readAll().lines()).hasSize(ROWS + 1);
			assertThat(export.hasLastChunk()).isTrue();
		}
	}

	@Test
	void moreRowsThanMayBeEndTheConnection() throws IOException {
		RawRequest.Answer small = service.get("/reports/orders");
		assertThat(small.status()).isEqualTo(500);
		try (RawExport export = RawExport.get(service.port(), "/reports/few?format=csv")) {
			String body = export.readAll();
			assertThat(body.contains("The report found more than 12000 rows") || !export.hasLastChunk()).isTrue();
		}
		assertThat(count("too_many_rows")).isPositive();
	}

	@Test
	void chunkThatDoesNotComeEndsTheConnection() throws IOException {
		server.fail(Fault.stall().on(RequestKind.CHUNK).after(10));
		long before = count("broken") + count("failed");
		try (RawExport export = export()) {
			String body = export.readAll();
			assertThat(body.contains("cannot be reached") || !export.hasLastChunk()).as(body).isTrue();
		}
		assertThat(count("broken") + count("failed")).isEqualTo(before + 1);
		assertThat(service.health().body()).contains("\"warehouse\":{\"status\":\"UP\"}");
	}

	@Test
	void chunkThatIsRefusedEndsTheConnection() throws IOException {
		server.fail(Fault.status(403).on(RequestKind.CHUNK).after(12));
		try (RawExport export = export()) {
			String body = export.readAll();
			assertThat(body.contains("cannot be reached") || !export.hasLastChunk()).as(body).isTrue();
		}
	}

	@Test
	void sessionThatIsLostIsReplacedBeforeTheFirstRow() throws IOException {
		server.fail(Fault.killSessions().on(RequestKind.QUERY).once());
		try (RawExport export = export()) {
			assertThat(export.readAll().lines()).hasSize(ROWS + 1);
			assertThat(export.hasLastChunk()).isTrue();
		}
	}

	@Test
	void statementThatFailsIsAProblem() throws IOException {
		server.fail(Fault.sqlError("100035", "22007", "no such day").on(RequestKind.QUERY).once());
		assertThat(service.get("/reports/orders?format=csv").status()).isEqualTo(500);
		server.fail(Fault.delay(Duration.ofSeconds(30)).on(RequestKind.QUERY).once());
		RawRequest.Answer late = service.get("/reports/orders?format=csv");
		assertThat(late.status()).isEqualTo(504);
		assertThat(late.headers()).doesNotContainKey("content-disposition");
	}

	@Test
	void callerWhoStopsReadingHoldsNoConnection() throws IOException {
		try (RawExport export = RawExport.get(service.port(), "/reports/wide?format=csv")) {
			export.readSome();
			Eventually.assertThat(() -> assertThat(service.busy("reportsDataSource")).isZero());
			Eventually.assertThat(() -> assertThat(count("slow_caller")).isPositive());
			export.readAll();
			assertThat(export.hasLastChunk()).isFalse();
		}
	}

	@Test
	void callerWhoLeavesEndsTheStatement() throws IOException {
		try (RawExport export = RawExport.get(service.port(), "/reports/wide?format=csv")) {
			export.readSome();
		}
		Eventually.assertThat(() -> assertThat(service.busy("reportsDataSource")).isZero());
		Eventually.assertThat(() -> assertThat(count("caller_gone")).isPositive());
		assertThat(service.health().body()).contains("\"warehouse\":{\"status\":\"UP\"}");
	}

	@Test
	void answerThatIsNotCompleteIsAProblem() throws IOException {
		server.fail(
				Fault.alter((body) -> body.replace("\"returned\":15000", "\"returned\":15001")).on(RequestKind.QUERY));
		RawRequest.Answer answer = service.get("/reports/orders?format=csv");
		assertThat(answer.status()).as(answer.body()).isEqualTo(500);
		assertThat(answer.body()).contains("The warehouse's answer is not complete.");
	}

}
