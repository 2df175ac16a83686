package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each fault as a user of the driver sees it.
 */
@Timeout(60)
class SnowflakeServerFaultTests extends ServerTests {

	@ParameterizedTest
	@ValueSource(ints = { 503, 429 })
	void statusWhenTransientIsRetriedSilently(int status) throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			Fault fault = this.server.fail(Fault.status(status).on(RequestKind.QUERY).once());
			assertThat(statement.executeQuery(TOP).next()).isTrue();
			assertThat(fault.struck()).isOne();
		}
		assertThat(this.server.requests().count(RequestKind.QUERY)).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 403 })
	void statusWhenNotRetryableFailsAtOnce(int status) throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			this.server.fail(Fault.status(status).on(RequestKind.QUERY));
			assertFails(statement, "58030");
		}
		assertThat(this.server.requests().count(RequestKind.QUERY)).isOne();
	}

	@Test
	void statusWhenPermanentFailsAfterRetries() throws SQLException {
		try (Connection connection = client().impatient().connect();
				Statement statement = connection.createStatement()) {
			Fault fault = this.server.fail(Fault.status(503).on(RequestKind.QUERY));
			assertFails(statement, "58030");
			assertThat(fault.struck()).isGreaterThan(1);
		}
	}

	@Test
	void answerWhenLostIsRetriedButStatementRunsOnce() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE OR REPLACE TABLE api.data.once (id NUMBER)");
			this.server.requests().reset();
			this.server.fail(Fault.loseAnswer().on(RequestKind.QUERY).matching("insert").once());
			assertThat(statement.executeUpdate("INSERT INTO api.data.once VALUES (1)")).isOne();
			assertThat(this.server.requests().count(RequestKind.QUERY)).isEqualTo(2);
			assertThat(this.server.requests().statements()).hasSize(1);
			try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM api.data.once")) {
				rows.next();
				assertThat(rows.getInt(1)).isOne();
			}
		}
	}

	@Test
	void connectionWhenDroppedIsRetriedSilently() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			this.server.fail(Fault.drop().on(RequestKind.QUERY).once());
			assertThat(statement.executeQuery(TOP).next()).isTrue();
		}
		assertThat(this.server.requests().count(RequestKind.QUERY)).isEqualTo(2);
	}

	@Test
	void bodyWhenCutOrMalformedFails() throws SQLException {
		try (Connection connection = client().impatient().connect();
				Statement statement = connection.createStatement()) {
			this.server.fail(Fault.malformedJson().on(RequestKind.QUERY).once());
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery(TOP));
			Fault cut = this.server.fail(Fault.cutBody().on(RequestKind.QUERY));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery(TOP));
			assertThat(cut.struck()).isPositive();
		}
	}

	@Test
	void queryWhenStalledFailsAtTheClientsTimeout() throws SQLException {
		try (Connection connection = client().impatient().connect();
				Statement statement = connection.createStatement()) {
			this.server.fail(Fault.stall().on(RequestKind.QUERY));
			assertFails(statement, "58030");
			this.server.recover();
			assertThat(statement.executeQuery(TOP).next()).isTrue();
		}
	}

	@Test
	void refusedConnectionsFailUntilTheServerListensAgain() throws SQLException {
		int port = this.server.port();
		try (Connection connection = client().impatient().connect();
				Statement statement = connection.createStatement()) {
			this.server.refuseConnections();
			assertFails(statement, "58030");
			assertThat(this.server.connections()).isZero();
			this.server.listen();
			assertThat(this.server.port()).isEqualTo(port);
			assertThat(statement.executeQuery(TOP).next()).isTrue();
		}
		assertThat(this.server.requests().count(RequestKind.LOGIN)).isOne();
	}

	@Test
	void codesAreAnsweredAsOrdered() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			this.server.fail(Fault.sqlError("000625", "57014", "Busy").on(RequestKind.QUERY).once());
			assertFails(statement, "57014");
			this.server.fail(Fault.code("390104", "Session token is invalid.").on(RequestKind.QUERY).once());
			assertFails(statement, "XX000");
			assertThat(statement.executeQuery(TOP).next()).isTrue();
		}
	}

	@Test
	void everyNthRequestCanFindItsSessionExpired() throws SQLException {
		Fault fault = this.server.fail(Fault.expireSessions().on(RequestKind.QUERY).every(3));
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			for (int i = 0; i < 10; i++) {
				assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
			}
		}
		assertThat(fault.struck()).isGreaterThanOrEqualTo(3);
		assertThat(this.server.requests().count(RequestKind.RENEW)).isEqualTo(fault.struck());
	}

	@Test
	void tokensAndSessionsCanEndMidFlight() throws SQLException {
		try (Connection one = client().connect(); Statement statement = one.createStatement()) {
			this.server.fail(Fault.expireMasters().on(RequestKind.QUERY).after(1).once());
			assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery("SELECT 1"))
				.returns(390114, SQLException::getErrorCode);
		}
		Connection two = client().connect();
		this.server.fail(Fault.killSessions().on(RequestKind.QUERY).once());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> two.createStatement().executeQuery("SELECT 1"))
			.returns(390111, SQLException::getErrorCode);
	}

	@Test
	void loginCanBeSlowOrFail() throws SQLException {
		this.server.fail(Fault.delay(Duration.ofMillis(200)).on(RequestKind.LOGIN).once());
		long before = System.nanoTime();
		client().connect().close();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		this.server.fail(Fault.code("390102", "User temporarily locked.").on(RequestKind.LOGIN).once());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> client().connect())
			.returns(390102, SQLException::getErrorCode);
	}

	@Test
	void typesCanBeWrong() throws SQLException {
		this.server.fail(Fault.wrongTypes().on(RequestKind.QUERY));
		try (Connection connection = client().connect();
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
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery(TOP))
			.returns(state, SQLException::getSQLState);
	}

}
