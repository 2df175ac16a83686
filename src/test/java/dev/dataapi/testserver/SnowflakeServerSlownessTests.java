package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.dataapi.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Slow queries: waited for, stopped by the client, stopped by their time limit.
 */
@Timeout(60)
class SnowflakeServerSlownessTests extends ServerTests {

	@Test
	void slowQueryIsPolledUntilItsResultIsReady() throws SQLException {
		this.server.patience(Duration.ofMillis(50));
		this.server.fail(Fault.delay(Duration.ofMillis(300)).on(RequestKind.QUERY));
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertThat(statement.executeQuery(TOP).next()).isTrue();
		}
		assertThat(this.server.requests().count(RequestKind.RESULT)).isPositive();
		assertThat(this.server.requests().statements()).hasSize(1);
	}

	@Test
	void queryWhenCancelledInsideDuckDbStops() throws Exception {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertCancelled(statement, () -> statement.executeQuery(ENDLESS));
			assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
		}
	}

	@Test
	void queryWhenCancelledDuringItsDelayStops() throws Exception {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertCancelled(statement, () -> statement.executeQuery("SELECT SYSTEM$WAIT(600)"));
		}
	}

	@Test
	void queryWhenCancelledWhilePolledStops() throws Exception {
		this.server.patience(Duration.ofMillis(50));
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertCancelled(statement, () -> statement.executeQuery("SELECT SYSTEM$WAIT(600)"));
		}
	}

	@Test
	void queryWhenLongerThanTheSessionsLimitIsStopped() throws SQLException {
		try (Connection connection = client().with("STATEMENT_TIMEOUT_IN_SECONDS", "1").connect();
				Statement statement = connection.createStatement()) {
			assertTimedOut(() -> statement.executeQuery(ENDLESS));
			assertTimedOut(() -> statement.executeQuery("SELECT SYSTEM$WAIT(600)"));
		}
		assertThat(this.server.cancelledQueries()).isEqualTo(2);
	}

	@Test
	void queryWhenLongerThanItsOwnLimitIsStopped() throws SQLException {
		try (Connection connection = client().with("IMPLICIT_SERVER_SIDE_QUERY_TIMEOUT", "true").connect();
				Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(1);
			assertTimedOut(() -> statement.executeQuery("SELECT SYSTEM$WAIT(600)"));
		}
		assertThat(this.server.requests().count(RequestKind.ABORT)).isZero();
	}

	@Test
	void latencyDelaysEveryQuery() throws SQLException {
		this.server.latency(Duration.ofMillis(100));
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			long before = System.nanoTime();
			statement.executeQuery("SELECT 1").close();
			statement.executeQuery("SELECT 1").close();
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		}
	}

	@Test
	void slowQueriesDoNotHoldUpOthers() throws Exception {
		try (Connection slow = client().connect();
				Statement one = slow.createStatement();
				Statement two = slow.createStatement();
				Connection other = client().connect();
				Statement quick = other.createStatement()) {
			CompletableFuture<?> first = async(() -> one.executeQuery(ENDLESS));
			CompletableFuture<?> second = async(() -> two.executeQuery(ENDLESS));
			Eventually.assertThat(() -> assertThat(this.server.runningQueries().size() == 2).isTrue());
			assertThat(quick.executeQuery("SELECT 1").next()).isTrue();
			one.cancel();
			two.cancel();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> first.get(30, TimeUnit.SECONDS));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> second.get(30, TimeUnit.SECONDS));
		}
	}

	private void assertCancelled(Statement statement, Callable<?> query) throws Exception {
		CompletableFuture<?> running = async(query);
		Eventually.assertThat(() -> assertThat(!this.server.runningQueries().isEmpty()).isTrue());
		// The driver can cancel only what it knows to be sent; that is a moment later
		// than the server knows it
		Eventually.assertThat(() -> assertThat(cancel(statement) || running.isDone()).isTrue());
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> running.get(30, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOfSatisfying(SQLException.class, (ex) -> {
				assertThat(ex.getErrorCode()).isEqualTo(604);
				assertThat(ex.getSQLState()).isEqualTo("57014");
			});
		assertThat(this.server.cancelledQueries()).isOne();
		assertThat(this.server.runningQueries()).isEmpty();
	}

	private boolean cancel(Statement statement) {
		try {
			statement.cancel();
			return this.server.cancelledQueries() > 0;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static void assertTimedOut(Callable<?> query) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(query::call)
			.returns(630, SQLException::getErrorCode)
			.returns("57014", SQLException::getSQLState);
	}

	private static CompletableFuture<?> async(Callable<?> call) {
		CompletableFuture<Object> result = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> {
			try {
				result.complete(call.call());
			}
			catch (Exception ex) {
				// Whatever it is, the one who waits wants to see it
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

}
