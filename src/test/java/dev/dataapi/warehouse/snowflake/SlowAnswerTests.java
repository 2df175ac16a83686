package dev.dataapi.warehouse.snowflake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.RowCallbackHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Answers of Snowflake whose bytes drip so slowly that no time limit of a socket notices.
 * The statement's connection is free again soon after its deadline, while the answer is
 * still dripping.
 */
@Timeout(120)
class SlowAnswerTests {

	/** So that even the shortest answer takes minutes. */
	private static final Duration INTERVAL = Duration.ofMillis(500);

	@AutoClose
	private static ServiceOnSnowflake service;

	private static SnowflakeServer server;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		Path endpoints = Files.writeString(directory.resolve("endpoints.yaml"), """
				version: 1
				reports:
				  patient:
				    path: /patient
				    description: A report that may take long
				    deadline: 5m
				    sql: SELECT COUNT(*) AS PATIENT FROM snowflake_sample_data.tpch_sf10.orders
				    columns:
				      - {name: PATIENT, type: integer}
				  hasty:
				    path: /hasty
				    description: A report that may take a second
				    deadline: 1s
				    sql: SELECT COUNT(*) AS HASTY FROM snowflake_sample_data.tpch_sf10.orders
				    columns:
				      - {name: HASTY, type: integer}
				""");
		service = new ServiceOnSnowflake("data-api.cache.stale-if-error=0", "data-api.report.deadline=2s",
				"data-api.report.connections=2", "data-api.warehouse.connection-deadline=2s",
				"data-api.endpoints=" + endpoints);
		server = service.server();
	}

	@AfterEach
	void poolsAreWhole() {
		server.reset();
		Eventually.assertThat(() -> {
			assertThat(service.busy("lookupsDataSource")).isZero();
			assertThat(service.busy("reportsDataSource")).isZero();
			assertThat(service.lookUp().status()).isEqualTo(200);
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 300 })
	void lookUpsWhoseAnswersDripLeaveAllConnectionsToOthers(int swift) throws Exception {
		Fault drip = server
			.fail(Fault.drip(INTERVAL, swift).on(RequestKind.QUERY).matching("hybrid_customer").times(8));
		assertThat(allAtOnce(8, service::lookUp)).containsOnly(504);
		assertThat(drip.struck()).isPositive();
		Eventually.assertThat(() -> assertThat(service.busy("lookupsDataSource")).isZero());
		for (int i = 0; i < 8; i++) {
			Eventually.assertThat(() -> assertThat(service.lookUp().status()).isEqualTo(200));
		}
	}

	@Test
	void reportWhoseAnswerDripsLeavesItsConnection() throws Exception {
		server.fail(Fault.drip(INTERVAL).on(RequestKind.QUERY).matching("orders"));
		assertThat(allAtOnce(2, service::report)).containsOnly(504);
		Eventually.assertThat(() -> assertThat(service.busy("reportsDataSource")).isZero());
	}

	@Test
	void pollOfSlowQueryThatDripsLeavesItsConnection() throws Exception {
		server.patience(Duration.ofMillis(100)).latency(Duration.ofSeconds(1));
		Fault drip = server.fail(Fault.drip(INTERVAL).on(RequestKind.RESULT));
		assertThat(service.report().status()).isEqualTo(504);
		assertThat(drip.struck()).isPositive();
		Eventually.assertThat(() -> assertThat(service.busy("reportsDataSource")).isZero());
	}

	@Test
	void renewalThatDripsLeavesItsConnection() throws Exception {
		Fault drip = server.fail(Fault.drip(INTERVAL).on(RequestKind.RENEW));
		server.sessions().expireAll();
		assertThat(service.lookUp().status()).isIn(503, 504);
		assertThat(drip.struck()).isPositive();
		Eventually.assertThat(() -> assertThat(service.busy("lookupsDataSource")).isZero());
	}

	@Test
	void loginThatDripsIsGivenUp() throws Exception {
		server.sessions().killAll();
		Fault drip = server.fail(Fault.drip(INTERVAL).on(RequestKind.LOGIN).times(3));
		assertThat(service.lookUp().status()).isIn(503, 504);
		Eventually.assertThat(() -> assertThat(drip.struck()).isEqualTo(3));
		Eventually.assertThat(() -> assertThat(service.lookUp().status()).isEqualTo(200));
	}

	@Test
	void cancelThatDripsHoldsNoConnection() throws Exception {
		server.fail(Fault.stall().on(RequestKind.QUERY));
		Fault drip = server.fail(Fault.drip(INTERVAL).on(RequestKind.ABORT));
		assertThat(service.lookUp().status()).isEqualTo(504);
		Eventually.assertThat(() -> assertThat(drip.struck()).isPositive());
		Eventually.assertThat(() -> assertThat(service.busy("lookupsDataSource")).isZero());
	}

	@Test
	void logoutThatDripsEndsByItself() {
		Fault drip = server.fail(Fault.drip(INTERVAL).on(RequestKind.CLOSE));
		service.bean("lookupsDataSource", SnowflakePool.class).getHikariPoolMXBean().softEvictConnections();
		// One after the other, on one thread: a second shows that the first has ended
		Eventually.assertThat(() -> assertThat(drip.struck()).isGreaterThan(1));
	}

	@Test
	void everythingThatDripsLeavesNoThreads() throws Exception {
		long before = ServiceOnSnowflake.threads();
		server.fail(Fault.drip(INTERVAL));
		for (int round = 0; round < 3; round++) {
			assertThat(allAtOnce(8, service::lookUp)).doesNotContain(200);
		}
		// Logins may take their time, one for each pool
		Eventually.assertThat(() -> assertThat(ServiceOnSnowflake.threads()).isLessThanOrEqualTo(before + 12));
		Eventually.assertThat(() -> assertThat(service.busy("lookupsDataSource")).isZero());
	}

	@Test
	void statementHoldsItsConnectionForItsOwnDeadlineOnly() throws Exception {
		server.fail(Fault.stall().on(RequestKind.QUERY).matching("O_CLERK"));
		assertThat(allAtOnce(2, service::report)).containsOnly(504);
		// Another endpoint's deadline is five minutes
		Eventually.assertThat(() -> assertThat(service.busy("reportsDataSource")).isZero());
		assertThat(service.get("/patient").status()).isEqualTo(200);
	}

	@Test
	void declaredReportHoldsItsConnectionForItsOwnDeadlineOnly() throws Exception {
		server.fail(Fault.stall().on(RequestKind.QUERY).matching("HASTY"));
		assertThat(service.get("/hasty").status()).isEqualTo(504);
		// The other report's deadline is five minutes
		Eventually.assertThat(() -> assertThat(service.busy("reportsDataSource")).isZero());
		assertThat(service.get("/patient").status()).isEqualTo(200);
	}

	@Test
	void statementWithLongerDeadlineOfItsOwnMayTakeIt() throws Exception {
		server.fail(Fault.delay(Duration.ofSeconds(4)).on(RequestKind.QUERY).matching("PATIENT"));
		assertThat(service.get("/patient", "Cache-Control: no-cache").status()).isEqualTo(200);
		assertThat(server.requests().statements()).filteredOn((statement) -> statement.sql().contains("PATIENT"))
			.last()
			.satisfies((statement) -> assertThat(statement.parameters()).containsEntry("STATEMENT_TIMEOUT_IN_SECONDS",
					"300"));
	}

	@Test
	void connectionOfAReadThatDoesNotEndIsReplaced() {
		CountDownLatch end = new CountDownLatch(1);
		double givenUp = givenUp();
		hang(end);
		Eventually.assertThat(() -> assertThat(leftBehind()).isEqualTo(1));
		assertThat(givenUp() - givenUp).isEqualTo(1);
		assertThat(service.busy("reportsDataSource")).isZero();
		assertThat(service.bean("reports", SnowflakeTemplate.class).queryForObject("SELECT 1", Integer.class))
			.isEqualTo(1);
		end.countDown();
		Eventually.assertThat(() -> assertThat(leftBehind()).isZero());
	}

	@Test
	void readsThatDoNotEndAreBounded() {
		CountDownLatch end = new CountDownLatch(1);
		double givenUp = givenUp();
		// Four for each of the two connections, and those two, which stay taken
		for (int i = 0; i < 10; i++) {
			int before = i;
			hang(end);
			Eventually.assertThat(() -> assertThat(leftBehind()).isEqualTo(before + 1));
		}
		assertThat(givenUp() - givenUp).isEqualTo(8);
		assertThat(service.busy("reportsDataSource")).isEqualTo(2);
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> hang(end));
		assertThat(leftBehind()).isEqualTo(10);
		end.countDown();
		Eventually.assertThat(() -> assertThat(leftBehind()).isZero());
	}

	/** Runs a read that never finishes with a row, and that nothing can end. */
	private static void hang(CountDownLatch end) {
		RowCallbackHandler reader = (row) -> {
			boolean interrupted = false;
			while (end.getCount() > 0) {
				try {
					end.await();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		};
		try {
			service.bean("reports", SnowflakeTemplate.class).query("SELECT 1", reader);
		}
		catch (QueryTimeoutException ex) {
			return;
		}
		throw new AssertionError("A read that hangs has ended");
	}

	private static double leftBehind() {
		return meters().get("snowflake.reads.left.behind").tag("pool", "reports").gauge().value();
	}

	private static double givenUp() {
		return meters().get("snowflake.connections.given.up").tag("pool", "reports").counter().count();
	}

	private static MeterRegistry meters() {
		return service.bean("prometheusMeterRegistry", MeterRegistry.class);
	}

	private static List<Integer> allAtOnce(int callers, Callable<RawRequest.Answer> request) throws Exception {
		try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
			List<Future<Integer>> answers = new ArrayList<>();
			IntStream.range(0, callers).forEach((i) -> answers.add(threads.submit(() -> request.call().status())));
			List<Integer> statuses = new ArrayList<>();
			for (Future<Integer> answer : answers) {
				statuses.add(answer.get(60, TimeUnit.SECONDS));
			}
			return statuses;
		}
	}

}
