package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each fault as a user of the driver sees it.
 */
@Timeout(60)
class SnowflakeServerFaultTests {

	@RegisterExtension
	static final TestServer test = new TestServer();

	@ParameterizedTest
	@ValueSource(ints = { 503, 429 })
	void statusWhenTransientIsRetriedSilently(int status) throws SQLException {
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			Fault fault = test.server().faults().on(RequestKind.QUERY).once().status(status);
			assertThat(statement.executeQuery(TestServer.TOP).next()).isTrue();
			assertThat(fault.struck()).isOne();
		}
		assertThat(test.server().requests().count(RequestKind.QUERY)).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 403 })
	void statusWhenNotRetryableFailsAtOnce(int status) throws SQLException {
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			test.server().faults().on(RequestKind.QUERY).status(status);
			assertFails(statement, "58030");
		}
		assertThat(test.server().requests().count(RequestKind.QUERY)).isOne();
	}

	@Test
	void statusWhenPermanentFailsAfterRetries() throws SQLException {
		try (Connection connection = test.client().impatient().connect();
				Statement statement = connection.createStatement()) {
			Fault fault = test.server().faults().on(RequestKind.QUERY).status(503);
			assertFails(statement, "58030");
			assertThat(fault.struck()).isGreaterThan(1);
		}
	}

	@Test
	void answerWhenLostIsRetriedButStatementRunsOnce() throws SQLException {
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE OR REPLACE TABLE api.data.once (id NUMBER)");
			test.server().requests().reset();
			test.server().faults().on(RequestKind.QUERY).matching("insert").once().loseAnswer();
			assertThat(statement.executeUpdate("INSERT INTO api.data.once VALUES (1)")).isOne();
			assertThat(test.server().requests().count(RequestKind.QUERY)).isEqualTo(2);
			assertThat(test.server().requests().statements()).hasSize(1);
			try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM api.data.once")) {
				rows.next();
				assertThat(rows.getInt(1)).isOne();
			}
		}
	}

	@Test
	void connectionWhenDroppedIsRetriedSilently() throws SQLException {
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			test.server().faults().on(RequestKind.QUERY).once().drop();
			assertThat(statement.executeQuery(TestServer.TOP).next()).isTrue();
		}
		assertThat(test.server().requests().count(RequestKind.QUERY)).isEqualTo(2);
	}

	@Test
	void bodyWhenCutOrMalformedFails() throws SQLException {
		try (Connection connection = test.client().impatient().connect();
				Statement statement = connection.createStatement()) {
			test.server().faults().on(RequestKind.QUERY).once().malformedJson();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery(TestServer.TOP));
			Fault cut = test.server().faults().on(RequestKind.QUERY).cutBody();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery(TestServer.TOP));
			assertThat(cut.struck()).isPositive();
		}
	}

	@Test
	void queryWhenStalledFailsAtTheClientsTimeout() throws SQLException {
		try (Connection connection = test.client().impatient().connect();
				Statement statement = connection.createStatement()) {
			test.server().faults().on(RequestKind.QUERY).stall();
			assertFails(statement, "58030");
			test.server().faults().clear();
			assertThat(statement.executeQuery(TestServer.TOP).next()).isTrue();
		}
	}

	@Test
	void refusedConnectionsFailUntilTheServerListensAgain() throws SQLException {
		int port = test.server().port();
		try (Connection connection = test.client().impatient().connect();
				Statement statement = connection.createStatement()) {
			test.server().refuseConnections();
			assertFails(statement, "58030");
			assertThat(test.server().connections()).isZero();
			test.server().listen();
			assertThat(test.server().port()).isEqualTo(port);
			assertThat(statement.executeQuery(TestServer.TOP).next()).isTrue();
		}
		assertThat(test.server().requests().count(RequestKind.LOGIN)).isOne();
	}

	@Test
	void codesAreAnsweredAsOrdered() throws SQLException {
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			test.server().faults().on(RequestKind.QUERY).once().sqlError("000625", "57014", "Busy");
			assertFails(statement, "57014");
			test.server().faults().on(RequestKind.QUERY).once().code("390104", "Session token is invalid.");
			assertFails(statement, "XX000");
			assertThat(statement.executeQuery(TestServer.TOP).next()).isTrue();
		}
	}

	@Test
	void everyNthRequestCanFindItsSessionExpired() throws SQLException {
		Fault fault = test.server().faults().on(RequestKind.QUERY).every(3).expireSessions();
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			for (int i = 0; i < 10; i++) {
				assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
			}
		}
		assertThat(fault.struck()).isGreaterThanOrEqualTo(3);
		assertThat(test.server().requests().count(RequestKind.RENEW)).isEqualTo(fault.struck());
	}

	@Test
	void tokensAndSessionsCanEndMidFlight() throws SQLException {
		try (Connection one = test.client().connect(); Statement statement = one.createStatement()) {
			test.server().faults().on(RequestKind.QUERY).after(1).once().expireMasters();
			assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery("SELECT 1"))
				.returns(390114, SQLException::getErrorCode);
		}
		Connection two = test.client().connect();
		test.server().faults().on(RequestKind.QUERY).once().killSessions();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> two.createStatement().executeQuery("SELECT 1"))
			.returns(390111, SQLException::getErrorCode);
	}

	@Test
	void loginCanBeSlowOrFail() throws SQLException {
		test.server().faults().on(RequestKind.LOGIN).once().delay(Duration.ofMillis(200));
		long before = System.nanoTime();
		test.client().connect().close();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		test.server().faults().on(RequestKind.LOGIN).once().code("390102", "User temporarily locked.");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> test.client().connect())
			.returns(390102, SQLException::getErrorCode);
	}

	@Test
	void typesCanBeWrong() throws SQLException {
		test.server().faults().on(RequestKind.QUERY).wrongTypes();
		try (Connection connection = test.client().connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(
						"SELECT o_orderkey, o_orderdate, o_clerk FROM snowflake_sample_data.tpch_sf10.orders")) {
			assertThat(rows.next()).isTrue();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> rows.getLong(1));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> rows.getDate(2));
			assertThat(rows.getString(3)).startsWith("Clerk#");
		}
	}

	private static void assertFails(Statement statement, String state) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery(TestServer.TOP))
			.returns(state, SQLException::getSQLState);
	}

}
