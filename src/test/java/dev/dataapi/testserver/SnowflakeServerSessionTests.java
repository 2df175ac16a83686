package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sessions that expire, are renewed or end.
 */
@Timeout(60)
class SnowflakeServerSessionTests {

	@RegisterExtension
	static final TestServer test = new TestServer();

	@Test
	void sessionWhenExpiredIsRenewedSilently() throws SQLException {
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			test.server().sessions().expireAll();
			assertThat(statement.executeQuery(TestServer.TOP).next()).isTrue();
			test.server().sessions().expireAll();
			assertThat(connection.isValid(5)).isTrue();
		}
		assertThat(test.server().requests().count(RequestKind.RENEW)).isEqualTo(2);
		assertThat(test.server().requests().count(RequestKind.LOGIN)).isOne();
		assertThat(test.server().requests().statements()).hasSize(1);
	}

	@Test
	void sessionWhenItsLifetimeEndsIsRenewedSilently() throws SQLException {
		test.server().sessions().lifetimes(Duration.ZERO, Duration.ofHours(4));
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			test.server().sessions().lifetimes(Duration.ofHours(1), Duration.ofHours(4));
			assertThat(statement.executeQuery(TestServer.TOP).next()).isTrue();
		}
		assertThat(test.server().requests().count(RequestKind.RENEW)).isOne();
	}

	@Test
	void sessionWhenMasterExpiredRequiresANewLogin() throws SQLException {
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			test.server().sessions().expireMasters();
			assertFails(statement, 390114);
			assertThat(connection.isValid(5)).isFalse();
		}
		assertThat(test.server().requests().count(RequestKind.LOGIN)).isOne();
	}

	@Test
	void sessionWhenKilledIsGone() throws SQLException {
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			test.server().sessions().killAll();
			assertFails(statement, 390111);
			assertThat(test.server().sessions().open()).isZero();
		}
		catch (SQLException ex) {
			// The driver's close() fails as well
			assertThat(ex.getErrorCode()).isEqualTo(390111);
		}
	}

	@Test
	void sessionWhenForgottenIsInvalid() throws SQLException {
		try (Connection connection = test.client().connect(); Statement statement = connection.createStatement()) {
			test.server().sessions().forgetAll();
			assertFails(statement, 390104);
		}
		catch (SQLException ex) {
			// The driver's close() fails as well
			assertThat(ex.getErrorCode()).isEqualTo(390104);
		}
	}

	@Test
	void sessionsAreIndependent() throws SQLException {
		try (Connection one = test.client().connect();
				Connection two = test.client().connect();
				Statement first = one.createStatement();
				Statement second = two.createStatement()) {
			first.execute("USE SCHEMA api.data");
			assertThat(first.executeQuery("SELECT * FROM hybrid_customer").next()).isTrue();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> second.executeQuery("SELECT * FROM hybrid_customer"));
			assertThat(test.server().sessions().open()).isEqualTo(2);
		}
		assertThat(test.server().sessions().open()).isZero();
	}

	private static void assertFails(Statement statement, int code) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery(TestServer.TOP))
			.returns(code, SQLException::getErrorCode)
			.returns("XX000", SQLException::getSQLState);
	}

}
