package dev.dataapi.warehouse.snowflake;

import java.time.Duration;
import java.util.List;

import dev.dataapi.Eventually;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.warehouse.JdbcCall;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a repository calls on its template is a read, with deadline, retry, health and
 * trace, or is refused: no other request for a statement reaches Snowflake.
 */
@Timeout(120)
class EveryCallTests {

	@AutoClose
	private static ServiceOnSnowflake service;

	private static SnowflakeServer server;

	private static SnowflakeTemplate reports;

	@BeforeAll
	static void start() {
		service = new ServiceOnSnowflake("data-api.report.connections=2");
		server = service.server();
		reports = service.bean("reports", SnowflakeTemplate.class);
	}

	@AfterEach
	void nothingIsLeftBehind() {
		server.reset();
		Eventually.assertThat(() -> assertThat(service.busy("reportsDataSource")).isZero());
	}

	static List<JdbcCall> calls() {
		return JdbcCall.all();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void callIsAReadOrRefused(JdbcCall call) {
		ReadHealth.OutageIndicator health = service.bean("readHealth", ReadHealth.class).warehouse();
		health.failed("nothing was read");
		Fault lost = server
			.fail(Fault.code("390111", "session gone").on(RequestKind.QUERY).matching("SELECT 1").once());
		int answered = server.requests().statements().size();
		long observed = observed();
		Throwable failure = call.failure(reports, "SELECT 1");
		if (failure == null) {
			// On a session that is lost, then on another
			assertThat(lost.struck()).isEqualTo(1);
			assertThat(server.requests().statements()).hasSize(answered + 1);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			assertThat(observed() - observed).isEqualTo(1);
		}
		else {
			assertRefused(call, failure);
			assertThat(lost.struck()).isZero();
			assertThat(server.requests().statements()).hasSize(answered);
			assertThat(observed()).isEqualTo(observed);
		}
	}

	@ParameterizedTest
	@MethodSource("calls")
	void callEndsAtItsDeadlineOrIsRefused(JdbcCall call) {
		server.fail(Fault.stall().on(RequestKind.QUERY));
		Throwable failure = call.failure(reports.within(Duration.ofMillis(250)), "SELECT 1");
		if (!(failure instanceof QueryTimeoutException)) {
			assertRefused(call, failure);
		}
	}

	private static void assertRefused(JdbcCall call, Throwable failure) {
		assertThat(call.isRead()).isFalse();
		assertThat(failure).isInstanceOf(InvalidDataAccessApiUsageException.class)
			.hasNoCause()
			.message()
			.isIn("Only queries, and execute with a PreparedStatementCreator, have a deadline: nothing else may run",
					"A stream may keep its connection beyond every deadline: use query instead");
	}

	private static long observed() {
		return service.bean("prometheusMeterRegistry", MeterRegistry.class)
			.get("snowflake.query")
			.tag("db.client.connection.pool.name", "reports")
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

}
