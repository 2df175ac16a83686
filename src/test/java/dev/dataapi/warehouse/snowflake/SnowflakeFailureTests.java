package dev.dataapi.warehouse.snowflake;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
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
 * The faults last a minute or forever and the deadlines are two seconds, so a test that
 * ends within its time limit has seen the deadline work.
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class SnowflakeFailureTests {

	@AutoClose
	private static final ServiceOnSnowflake SERVICE = new ServiceOnSnowflake("data-api.cache.stale-if-error=0",
			"data-api.report.deadline=2s", "data-api.warehouse.connection-deadline=2s");

	private static final SnowflakeServer SERVER = SERVICE.server();

	@AfterEach
	void nothingIsLeftBehind() {
		SERVER.reset();
		Eventually.assertThat(() -> {
			assertThat(SERVICE.busy("lookupsDataSource")).isZero();
			assertThat(SERVICE.busy("reportsDataSource")).isZero();
			assertThat(SERVER.runningQueries()).isEmpty();
			assertThat(SERVICE.lookUp().status()).isEqualTo(200);
		});
	}

	@Test
	void queryThatTakesAMinuteIs504AndCancelledOnTheServer() throws Exception {
		SERVER.fail(Fault.delay(Duration.ofMinutes(1)).on(RequestKind.QUERY));
		assertProblem(SERVICE.lookUp(), 504);
		Eventually.assertThat(() -> assertThat(SERVER.cancelledQueries()).isPositive());
	}

	@Test
	void reportThatTakesAMinuteIs504AndCancelledOnTheServer() throws Exception {
		SERVER.fail(Fault.delay(Duration.ofMinutes(1)).on(RequestKind.QUERY));
		assertProblem(SERVICE.report(), 504);
		Eventually.assertThat(() -> assertThat(SERVER.cancelledQueries()).isPositive());
	}

	@Test
	void statementWithoutBindsHasTheDeadlineToo() {
		SERVER.fail(Fault.stall().on(RequestKind.QUERY));
		assertThatExceptionOfType(QueryTimeoutException.class).isThrownBy(SnowflakeFailureTests::askWithoutBinds);
	}

	@Test
	void statementWithoutBindsIsReadAgainWhenItsSessionIsGone() {
		SERVER.sessions().killAll();
		assertThat(askWithoutBinds()).isEqualTo(1);
	}

	@Test
	void serverThatAcceptsAndNeverAnswersIs504() throws Exception {
		SERVER.fail(Fault.stall());
		assertProblem(SERVICE.lookUp(), 504);
	}

	@Test
	void serverThatIsGoneIs503WithRetryAfter() throws Exception {
		SERVER.refuseConnections();
		assertProblem(SERVICE.lookUp(), 503);
	}

	@Test
	void healthShowsTheOutageAndProbesDoNot() throws Exception {
		int statements = SERVER.requests().statements().size();
		assertThat(SERVICE.health().body()).contains("\"warehouse\":{\"status\":\"UP\"}");
		assertThat(SERVER.requests().statements()).hasSize(statements);
		SERVER.refuseConnections();
		assertProblem(SERVICE.lookUp(), 503);
		assertThat(SERVICE.health().body())
			.containsPattern("\"warehouse\":\\{\"details\":\\{\"since\":\"2[-0-9T:.]+Z\","
					+ "\"reason\":\"unreachable or refusing\"},\"status\":\"DOWN\"}");
		assertThat(SERVICE.health().status()).isEqualTo(503);
		assertThat(SERVICE.get("/livez").status()).isEqualTo(200);
		assertThat(SERVICE.get("/readyz").status()).isEqualTo(200);
	}

	@Test
	void healthOfWarehouseThatRefusesAStatementIsUp() throws Exception {
		SERVER.fail(Fault.sqlError("002003", "42S02", "no such table").on(RequestKind.QUERY).times(1));
		assertProblem(SERVICE.lookUp(), 500);
		assertThat(SERVICE.health().body()).contains("\"warehouse\":{\"status\":\"UP\"}");
	}

	@ParameterizedTest
	@ValueSource(ints = { 503, 429 })
	void serverThatThrottlesForAMinuteFailsWithinTheDeadline(int status) throws Exception {
		SERVER.fail(Fault.status(status));
		assertProblem(SERVICE.lookUp(), 503);
	}

	@ParameterizedTest
	@CsvSource({ "390111", "390112", "390114", "390104" })
	void lostSessionGoesUnnoticed(String code) throws Exception {
		SERVER.fail(Fault.code(code, "session gone").on(RequestKind.QUERY).once());
		assertThat(SERVICE.lookUp().status()).isEqualTo(200);
	}

	@Test
	void sessionsExpiredWithTheirMastersGoUnnoticed() throws Exception {
		SERVER.sessions().expireMasters();
		SERVER.sessions().expireAll();
		assertThat(SERVICE.lookUp().status()).isEqualTo(200);
		assertThat(SERVICE.report().status()).isEqualTo(200);
	}

	@Test
	void lossOfAllSessionsGoesUnnoticed() throws Exception {
		SERVER.sessions().killAll();
		assertThat(SERVICE.lookUp().status()).isEqualTo(200);
		assertThat(SERVICE.report().status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "000606, 57P03, 503", "002003, 42S02, 500", "001003, 42000, 500", "003001, 42501, 500",
			"000630, 57014, 504", "000604, 57014, 504", "100038, 22018, 500" })
	void snowflakesCodeDecidesTheStatus(String code, String state, int status) throws Exception {
		SERVER.fail(Fault.sqlError(code, state, "secret message of Snowflake").on(RequestKind.QUERY).times(1));
		RawRequest.Answer answer = assertProblem(SERVICE.lookUp(), status);
		assertThat(answer.body()).contains("Error reading from Snowflake. Check the logs for details.");
	}

	@Test
	void loginThatTakesAMinuteFailsWithinTheDeadline() throws Exception {
		SERVER.fail(Fault.delay(Duration.ofMinutes(1)).on(RequestKind.LOGIN));
		SERVER.sessions().killAll();
		assertProblem(SERVICE.lookUp(), 503);
	}

	@Test
	void unreadableAnswerIs500AndItsRowsAreNotLogged(CapturedOutput output) throws Exception {
		SERVER.fail(Fault.malformedJson().on(RequestKind.QUERY).once());
		assertProblem(SERVICE.lookUp(), 500);
		// Callers are answered before the line is written
		Eventually.assertThat(() -> assertThat(output.getAll()).contains("customer could not be read"));
		assertThat(output.getAll()).doesNotContain("rowtype", "rowset");
	}

	@Test
	void reportWhenWarehouseIsGoneFailsLongBeforeItsDeadline() throws Exception {
		try (RunningService patient = SERVICE.account()
			.start("data-api.report.deadline=10m", "data-api.warehouse.connection-deadline=2s")) {
			SERVER.refuseConnections();
			assertProblem(patient.get("/connector/customers/top10"), 503);
		}
	}

	private static int askWithoutBinds() {
		AtomicInteger answer = new AtomicInteger();
		RowCallbackHandler reader = (row) -> answer.set(row.getInt(1));
		SERVICE.bean("reports", SnowflakeTemplate.class).query("SELECT 1", reader);
		return answer.get();
	}

	private static RawRequest.Answer assertProblem(RawRequest.Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
		assertThat(answer.headers().containsKey("retry-after")).isEqualTo(status == 503);
		assertThat(answer.body()).doesNotContain("secret message", "127.0.0.1", "SELECT");
		return answer;
	}

}
