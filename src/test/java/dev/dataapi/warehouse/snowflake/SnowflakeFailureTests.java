package dev.dataapi.warehouse.snowflake;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.RowCallbackHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a caller gets when Snowflake fails in each way, and that nothing is left behind.
 * The faults last a minute or forever, the deadlines two seconds: a test that ends within
 * its own time limit has seen the deadline work.
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class SnowflakeFailureTests {

	private static final AtomicInteger NEXT_ID = new AtomicInteger(5000);

	private static TestAccount account;

	private static SnowflakeServer server;

	private static RunningService service;

	@BeforeAll
	static void start() {
		account = new TestAccount();
		server = account.server();
		service = RunningService.start("snowflake", account.withPassword("data-api.cache.stale-if-error=0",
				"data-api.report.deadline=2s", "data-api.warehouse.connection-deadline=2s"));
	}

	@AfterAll
	static void stop() {
		service.close();
		account.close();
	}

	@AfterEach
	void nothingIsLeftBehind() {
		server.reset();
		Eventually.assertThat(() -> {
			assertThat(busy("lookupsDataSource")).isZero();
			assertThat(busy("reportsDataSource")).isZero();
			assertThat(server.runningQueries()).isEmpty();
			assertThat(lookUp().status()).isEqualTo(200);
		});
	}

	@Test
	void queryThatTakesAMinuteIs504AndCancelledOnTheServer() throws Exception {
		server.fail(Fault.delay(Duration.ofMinutes(1)).on(RequestKind.QUERY));
		assertProblem(lookUp(), 504);
		Eventually.assertThat(() -> assertThat(server.cancelledQueries()).isPositive());
	}

	@Test
	void reportThatTakesAMinuteIs504AndCancelledOnTheServer() throws Exception {
		server.fail(Fault.delay(Duration.ofMinutes(1)).on(RequestKind.QUERY));
		assertProblem(report(), 504);
		Eventually.assertThat(() -> assertThat(server.cancelledQueries()).isPositive());
	}

	@Test
	void statementWithoutBindsHasTheDeadlineToo() {
		server.fail(Fault.stall().on(RequestKind.QUERY));
		assertThatExceptionOfType(QueryTimeoutException.class).isThrownBy(SnowflakeFailureTests::askWithoutBinds);
	}

	@Test
	void statementWithoutBindsIsReadAgainWhenItsSessionIsGone() {
		server.sessions().killAll();
		assertThat(askWithoutBinds()).isEqualTo(1);
	}

	@Test
	void serverThatAcceptsAndNeverAnswersIs504() throws Exception {
		server.fail(Fault.stall());
		assertProblem(lookUp(), 504);
	}

	@Test
	void serverThatIsGoneIs503WithRetryAfter() throws Exception {
		server.refuseConnections();
		assertProblem(lookUp(), 503);
	}

	@Test
	void healthShowsTheOutageAndProbesDoNot() throws Exception {
		int statements = server.requests().statements().size();
		assertThat(health().body()).contains("\"warehouse\":{\"status\":\"UP\"}");
		assertThat(server.requests().statements()).hasSize(statements);
		server.refuseConnections();
		assertProblem(lookUp(), 503);
		assertThat(health().body()).containsPattern("\"warehouse\":\\{\"details\":\\{\"since\":\"2[-0-9T:.]+Z\","
				+ "\"reason\":\"unreachable or refusing\"},\"status\":\"DOWN\"}");
		assertThat(health().status()).isEqualTo(503);
		assertThat(service.get("/livez").status()).isEqualTo(200);
		assertThat(service.get("/readyz").status()).isEqualTo(200);
	}

	@Test
	void healthOfWarehouseThatRefusesAStatementIsUp() throws Exception {
		server.fail(Fault.sqlError("002003", "42S02", "no such table").on(RequestKind.QUERY).times(1));
		assertProblem(lookUp(), 500);
		assertThat(health().body()).contains("\"warehouse\":{\"status\":\"UP\"}");
	}

	@ParameterizedTest
	@ValueSource(ints = { 503, 429 })
	void serverThatThrottlesForAMinuteFailsWithinTheDeadline(int status) throws Exception {
		server.fail(Fault.status(status));
		assertProblem(lookUp(), 503);
	}

	@ParameterizedTest
	@CsvSource({ "390111", "390112", "390114", "390104" })
	void lostSessionGoesUnnoticed(String code) throws Exception {
		server.fail(Fault.code(code, "session gone").on(RequestKind.QUERY).once());
		assertThat(lookUp().status()).isEqualTo(200);
	}

	@Test
	void sessionsExpiredWithTheirMastersGoUnnoticed() throws Exception {
		server.sessions().expireMasters();
		server.sessions().expireAll();
		assertThat(lookUp().status()).isEqualTo(200);
		assertThat(report().status()).isEqualTo(200);
	}

	@Test
	void lossOfAllSessionsGoesUnnoticed() throws Exception {
		server.sessions().killAll();
		assertThat(lookUp().status()).isEqualTo(200);
		assertThat(report().status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "000606, 57P03, 503", "002003, 42S02, 500", "001003, 42000, 500", "003001, 42501, 500",
			"000630, 57014, 504", "000604, 57014, 504", "100038, 22018, 500" })
	void snowflakesCodeDecidesTheStatus(String code, String state, int status) throws Exception {
		server.fail(Fault.sqlError(code, state, "secret message of Snowflake").on(RequestKind.QUERY).times(1));
		RawRequest.Answer answer = assertProblem(lookUp(), status);
		assertThat(answer.body()).contains("Error reading from Snowflake. Check the logs for details.");
	}

	@Test
	void loginThatTakesAMinuteFailsWithinTheDeadline() throws Exception {
		server.fail(Fault.delay(Duration.ofMinutes(1)).on(RequestKind.LOGIN));
		server.sessions().killAll();
		assertProblem(lookUp(), 503);
	}

	@Test
	void unreadableAnswerIs500AndItsRowsAreNotLogged(CapturedOutput output) throws Exception {
		server.fail(Fault.malformedJson().on(RequestKind.QUERY).once());
		assertProblem(lookUp(), 500);
		// Callers are answered before the line is written
		Eventually.assertThat(() -> assertThat(output.getAll()).contains("customer could not be read"));
		assertThat(output.getAll()).doesNotContain("rowtype", "rowset");
	}

	@Test
	void reportWhenWarehouseIsGoneFailsLongBeforeItsDeadline() throws Exception {
		try (RunningService patient = RunningService.start("snowflake",
				account.withPassword("data-api.report.deadline=10m", "data-api.warehouse.connection-deadline=2s"))) {
			server.refuseConnections();
			assertProblem(patient.get("/connector/customers/top10"), 503);
		}
	}

	private static int askWithoutBinds() {
		AtomicInteger answer = new AtomicInteger();
		RowCallbackHandler reader = (row) -> answer.set(row.getInt(1));
		service.bean("reports", SnowflakeTemplate.class).query("SELECT 1", reader);
		return answer.get();
	}

	private static RawRequest.Answer lookUp() throws Exception {
		return service.get("/customer/" + NEXT_ID.incrementAndGet());
	}

	private static RawRequest.Answer health() throws Exception {
		return RawRequest.get(service.managementPort(), "/actuator/health");
	}

	private static RawRequest.Answer report() throws Exception {
		return service.get("/connector/clerk/%09d/yearly_sales/1995".formatted(NEXT_ID.incrementAndGet()));
	}

	private static RawRequest.Answer assertProblem(RawRequest.Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
		assertThat(answer.headers().containsKey("retry-after")).isEqualTo(status == 503);
		assertThat(answer.body()).doesNotContain("secret message", "127.0.0.1", "SELECT");
		return answer;
	}

	private static int busy(String pool) {
		return service.bean(pool, SnowflakePool.class).getHikariPoolMXBean().getActiveConnections();
	}

}
