package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sessions that expire, are renewed or end.
 */
@Timeout(60)
class SnowflakeServerSessionTests extends ServerTests {

	@Test
	void sessionWhenExpiredIsRenewedSilently() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			this.server.sessions().expireAll();
			assertThat(statement.executeQuery(TOP).next()).isTrue();
			this.server.sessions().expireAll();
			assertThat(connection.isValid(5)).isTrue();
		}
		assertThat(this.server.requests().count(RequestKind.RENEW)).isEqualTo(2);
		assertThat(this.server.requests().count(RequestKind.LOGIN)).isOne();
		assertThat(this.server.requests().statements()).hasSize(1);
	}

	@Test
	void sessionWhenItsLifetimeEndsIsRenewedSilently() throws SQLException {
		this.server.sessions().lifetimes(Duration.ZERO, Duration.ofHours(4));
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			this.server.sessions().lifetimes(Duration.ofHours(1), Duration.ofHours(4));
			assertThat(statement.executeQuery(TOP).next()).isTrue();
		}
		assertThat(this.server.requests().count(RequestKind.RENEW)).isOne();
	}

	@Test
	void sessionWhenMasterExpiredRequiresANewLogin() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			this.server.sessions().expireMasters();
			assertFails(statement, 390114);
			assertThat(connection.isValid(5)).isFalse();
		}
		assertThat(this.server.requests().count(RequestKind.LOGIN)).isOne();
	}

	@Test
	void sessionWhenKilledIsGone() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			this.server.sessions().killAll();
			assertFails(statement, 390111);
			assertThat(this.server.sessions().open()).isZero();
		}
		catch (SQLException ex) {
			// The driver's close() fails as well
			assertThat(ex.getErrorCode()).isEqualTo(390111);
		}
	}

	@Test
	void sessionWhenForgottenIsInvalid() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			this.server.sessions().forgetAll();
			assertFails(statement, 390104);
		}
		catch (SQLException ex) {
			// The driver's close() fails as well
			assertThat(ex.getErrorCode()).isEqualTo(390104);
		}
	}

	@Test
	void sessionsAreIndependent() throws SQLException {
		try (Connection one = client().connect();
				Connection two = client().connect();
				Statement first = one.createStatement();
				Statement second = two.createStatement()) {
			first.execute("USE SCHEMA api.data");
			assertThat(first.executeQuery("SELECT * FROM hybrid_customer").next()).isTrue();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> second.executeQuery("SELECT * FROM hybrid_customer"));
			assertThat(this.server.sessions().open()).isEqualTo(2);
		}
		assertThat(this.server.sessions().open()).isZero();
	}

	private static void assertFails(Statement statement, int code) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery(TOP))
			.returns(code, SQLException::getErrorCode)
			.returns("XX000", SQLException::getSQLState);
	}

}
