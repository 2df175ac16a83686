package dev.dataapi.warehouse.snowflake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Large results, whose rows come in chunks from the storage of Snowflake's cloud
 * provider, while that host fails in each way and Snowflake itself is well.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ResultStorageTests {

	private static final int ROWS = 50;

	@AutoClose
	private static ServiceOnSnowflake service;

	private static SnowflakeServer server;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		Path endpoints = Files.writeString(directory.resolve("endpoints.yaml"),
				"""
						version: 1
						reports:
						  large:
						    path: /large
						    description: A report of many rows
						    sql: SELECT O_ORDERKEY FROM snowflake_sample_data.tpch_sf10.orders ORDER BY O_ORDERKEY LIMIT 50
						    columns:
						      - {name: O_ORDERKEY, type: integer}
						    cache: {ttl: 0s}
						  doubles:
						    path: /doubles
						    description: A report of many rows in Arrow's format
						    sql: SELECT O_ORDERKEY, PI() AS PI FROM snowflake_sample_data.tpch_sf10.orders ORDER BY O_ORDERKEY LIMIT 50
						    columns:
						      - {name: O_ORDERKEY, type: integer}
						      - {name: PI, type: double}
						    cache: {ttl: 0s}
						  small:
						    path: /small
						    description: A report of one row
						    sql: SELECT COUNT(*) AS ORDERS FROM snowflake_sample_data.tpch_sf10.orders
						    columns:
						      - {name: ORDERS, type: integer}
						    cache: {ttl: 0s}
						""");
		service = new ServiceOnSnowflake("data-api.cache.stale-if-error=0", "data-api.report.deadline=4s",
				"data-api.report.connections=2", "data-api.endpoints=" + endpoints);
		server = service.server();
	}

	@BeforeEach
	void chunks() {
		server.chunks(7);
	}

	@AfterEach
	void storageIsWellAgain() throws Exception {
		server.reset();
		server.chunks(7);
		Eventually.assertThat(() -> assertThat(service.get("/large").status()).isEqualTo(200));
		assertThat(service.health().body()).contains("\"resultStorage\":{\"status\":\"UP\"}");
		server.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/large", "/doubles" })
	void resultInChunksHasAllRows(String path) throws Exception {
		long before = server.requests().count(RequestKind.CHUNK);
		RawRequest.Answer answer = service.get(path);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body().split("O_ORDERKEY", -1)).hasSize(ROWS + 1);
		assertThat(server.requests().count(RequestKind.CHUNK) - before).isEqualTo(7);
	}

	@ParameterizedTest
	@EnumSource
	void storageThatFailsHasItsOwnSentenceAndHealth(StorageFault fault, CapturedOutput output) throws Exception {
		fault.injection.accept(server);
		RawRequest.Answer answer = service.get("/large");
		assertThat(answer.status()).as(answer.body()).isEqualTo(503);
		assertThat(answer.headers()).containsKey("retry-after");
		assertThat(answer.body()).contains("The storage of the warehouse's large results cannot be reached.")
			.doesNotContain("127.0.0.1", "/results/", "within the deadline");
		assertThat(service.health().body()).contains("\"warehouse\":{\"status\":\"UP\"}")
			.containsPattern("\"resultStorage\":\\{[^}]*\\{?[^}]*}?,\"status\":\"DOWN\"}");
		// Callers are answered before the line is written
		Eventually.assertThat(() -> assertThat(output.getAll())
			.contains("could not be fetched from 127.0.0.1, which the service must reach: " + fault.reason));
	}

	@Test
	void doublesInChunksHaveAllTheirDigits() throws Exception {
		assertThat(service.get("/doubles").body().split("\"PI\":3.141592653589793}", -1)).hasSize(ROWS + 1);
	}

	@ParameterizedTest
	@EnumSource
	void storageThatFailsStopsNoOtherReport(StorageFault fault) throws Exception {
		fault.injection.accept(server);
		try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
			List<Future<RawRequest.Answer>> large = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				large.add(callers.submit(() -> service.get("/large")));
			}
			for (Future<RawRequest.Answer> answer : large) {
				assertThat(answer.get(60, TimeUnit.SECONDS).status()).isEqualTo(503);
			}
		}
		// The storage still fails
		Eventually.assertThat(() -> {
			assertThat(service.busy("reportsDataSource")).isZero();
			assertThat(downloads()).isZero();
		});
		assertThat(service.get("/small").status()).isEqualTo(200);
	}

	@Test
	void chunkInArrowThatIsCutIsAnError() throws Exception {
		server.fail(Fault.alter((chunk) -> chunk.substring(0, chunk.length() / 2)).on(RequestKind.CHUNK));
		RawRequest.Answer answer = service.get("/doubles");
		assertThat(answer.status()).as(answer.body()).isIn(500, 503, 504);
	}

	@Test
	void chunkWithFewerRowsThanItSaysIsAnError() throws Exception {
		server.fail(Fault.alter((chunk) -> chunk.substring(0, chunk.lastIndexOf(','))).on(RequestKind.CHUNK));
		assertThat(service.get("/large").status()).isIn(500, 503, 504);
	}

	@Test
	void chunkThatIsCutIsAnError() throws Exception {
		server.fail(Fault.cutBody().on(RequestKind.CHUNK));
		assertThat(service.get("/large").status()).isIn(500, 503, 504);
	}

	@Test
	void chunkThatFailsOnceIsFetchedAgain() throws Exception {
		server.fail(Fault.status(503).on(RequestKind.CHUNK).once());
		assertThat(service.get("/large").status()).isEqualTo(200);
	}

	private static long downloads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("result-chunk-downloader"))
			.count();
	}

	/**
	 * A way in which the storage fails.
	 */
	enum StorageFault {

		REFUSES("net.snowflake", SnowflakeServer::refuseChunks),

		FORBIDS("status 403", chunks(() -> Fault.status(403))),

		IS_AWAY("status 404", chunks(() -> Fault.status(404))),

		HANGS("no answer within PT3.6S", chunks(() -> Fault.stall())),

		TRICKLES("no answer within PT3.6S", chunks(() -> Fault.drip(Duration.ofMillis(500), 100)));

		private final String reason;

		private final Consumer<SnowflakeServer> injection;

		StorageFault(String reason, Consumer<SnowflakeServer> injection) {
			this.reason = reason;
			this.injection = injection;
		}

		private static Consumer<SnowflakeServer> chunks(Supplier<Fault> fault) {
			return (server) -> server.fail(fault.get().on(RequestKind.CHUNK));
		}

	}

}
