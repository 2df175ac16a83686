package dev.dataapi.warehouse.snowflake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.dataapi.Eventually;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service ends within the thirty seconds that Kubernetes leaves it, whatever
 * Snowflake does.
 */
@Timeout(180)
class ShutdownTests {

	private static final int REPORTS = 6;

	@Test
	void reportsThatRunAreCancelled() throws Exception {
		try (TestAccount account = new TestAccount()) {
			SnowflakeServer server = account.server();
			assertThat(shutdown(account,
					(running) -> running
						.fail(Fault.delay(Duration.ofMinutes(10)).on(RequestKind.QUERY).matching("o_clerk"))))
				.isLessThan(Duration.ofSeconds(30));
			Eventually.assertThat(() -> assertThat(server.runningQueries()).isEmpty());
			assertThat(server.cancelledQueries()).isPositive();
		}
	}

	@ParameterizedTest
	@MethodSource
	void snowflakeThatDoesNotAnswerDoesNotDelayIt(Fault fault) throws Exception {
		try (TestAccount account = new TestAccount()) {
			assertThat(shutdown(account, (server) -> server.fail(fault))).isLessThan(Duration.ofSeconds(30));
			account.server().recover();
		}
	}

	static Stream<Fault> snowflakeThatDoesNotAnswerDoesNotDelayIt() {
		return Stream.of(Fault.stall(), Fault.drip(Duration.ofMillis(500)));
	}

	/** How long it takes with more reports than connections, all of them hanging. */
	private static Duration shutdown(TestAccount account, Consumer<SnowflakeServer> fault) throws Exception {
		try (ExecutorService callers = Executors.newFixedThreadPool(REPORTS)) {
			RunningService service = account.start("data-api.report.deadline=5m");
			fault.accept(account.server());
			long before = account.server().requests().count(RequestKind.QUERY);
			List<Future<?>> reports = new ArrayList<>();
			for (int i = 0; i < REPORTS; i++) {
				int clerk = i + 1;
				reports.add(callers
					.submit(() -> service.get("/connector/clerk/%09d/yearly_sales/1995".formatted(clerk)).status()));
			}
			// The pool may hold one connection only, and opens no other while logins hang
			Eventually.assertThat(
					() -> assertThat(account.server().requests().count(RequestKind.QUERY) - before).isPositive());
			long started = System.nanoTime();
			service.close();
			return Duration.ofNanos(System.nanoTime() - started);
		}
	}

}
