package dev.dataapi.testserver;

import java.net.ConnectException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.dataapi.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The server starts in one line and stops without a trace, whatever it is doing.
 */
@Timeout(60)
class SnowflakeServerLifecycleTests {

	@Test
	void serversDoNotShareAnything() throws SQLException {
		try (SnowflakeServer one = start(); SnowflakeServer two = start()) {
			assertThat(one.port()).isNotEqualTo(two.port());
			assertThat(one.url()).isEqualTo("http://127.0.0.1:" + one.port() + "/");
			new ServerTests.Client(one).connect().close();
			assertThat(one.requests().total()).isEqualTo(2);
			assertThat(two.requests().total()).isZero();
		}
	}

	@Test
	void closeWhenBusyLeavesNoThreadAndNoListener() throws Exception {
		Set<Thread> before = threads();
		SnowflakeServer server = start();
		Fault stall = server.fail(Fault.stall().on(RequestKind.QUERY).matching("select 7"));
		Connection connection = new ServerTests.Client(server).impatient().connect();
		Statement statement = connection.createStatement();
		CompletableFuture<Void> query = run(() -> statement.executeQuery(ServerTests.ENDLESS));
		CompletableFuture<Void> stalled = run(() -> connection.createStatement().executeQuery("SELECT 7"));
		Eventually.assertThat(() -> {
			assertThat(server.runningQueries()).isNotEmpty();
			assertThat(stall.struck()).isPositive();
		});
		server.close();
		// A pool has terminated a moment before its last thread is gone
		for (Thread thread : threads()) {
			if (!before.contains(thread)) {
				thread.join(TimeUnit.SECONDS.toMillis(5));
				assertThat(thread.isAlive()).as(thread.getName()).isFalse();
			}
		}
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket("127.0.0.1", server.port()).close());
		CompletableFuture.allOf(query, stalled).get(30, TimeUnit.SECONDS);
	}

	private static SnowflakeServer start() {
		SnowflakeServer server = SnowflakeServer.start();
		ServerTests.addUser(server);
		return server;
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("snowflake-"))
			.collect(Collectors.toSet());
	}

	private static CompletableFuture<Void> run(SqlCall call) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> {
			try {
				call.run();
			}
			catch (SQLException ex) {
				// The server was closed under the call: any failure will do
				assertThat(ex.getMessage()).isNotNull();
			}
			finally {
				done.complete(null);
			}
		});
		return done;
	}

	/** A call to the driver. */
	private interface SqlCall {

		void run() throws SQLException;

	}

}
