package dev.dataapi.warehouse.snowflake;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

import dev.dataapi.InvalidSettingException;
import net.snowflake.client.api.exception.SnowflakeSQLException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * What an exception of the driver says, and what follows from it.
 *
 * @param code Snowflake's or the driver's code
 * @param state the SQLState, or an empty string
 * @param queryId the id of the statement in QUERY_HISTORY
 */
record SnowflakeError(int code, String state, @Nullable String queryId) {

	/** A code of the driver: the server sent an HTTP error, or did not answer. */
	private static final int NETWORK_ERROR = 200015;

	/** Statement cancelled; statement reached its time limit. */
	private static final Set<Integer> STOPPED = Set.of(604, 630);

	/**
	 * No active warehouse in the session; warehouse cannot be resumed, for want of a
	 * privilege or because a resource monitor suspended it.
	 */
	private static final Set<Integer> NO_WAREHOUSE = Set.of(606, 607, 608, 90073, 90109);

	private static final SQLExceptionTranslator BY_STATE = new SQLStateSQLExceptionTranslator();

	static SnowflakeError of(SQLException ex) {
		String state = (ex.getSQLState() != null) ? ex.getSQLState() : "";
		String queryId = (ex instanceof SnowflakeSQLException snowflake) ? snowflake.getQueryId() : null;
		return new SnowflakeError(ex.getErrorCode(), state, queryId);
	}

	/**
	 * Whether the session has expired or was closed, or its token is no longer accepted.
	 * Codes 390101 to 390115 are about tokens and sessions, such as 390111 (session no
	 * longer exists), 390112 (session token expired) and 390114 (authentication token
	 * expired).
	 */
	boolean isSessionLost() {
		return this.code >= 390101 && this.code <= 390115;
	}

	/** Whether a login was refused: 3901xx to 3903xx and 394xxx are codes of logins. */
	boolean isLoginRefused() {
		return (this.code >= 390100 && this.code < 390500) || (this.code >= 394300 && this.code < 394600);
	}

	boolean isStopped() {
		return STOPPED.contains(this.code) || this.state.equals("57014");
	}

	boolean isWarehouseMissing() {
		return NO_WAREHOUSE.contains(this.code) || this.state.equals("57P03");
	}

	boolean isUnreachable() {
		return this.code == NETWORK_ERROR || this.state.startsWith("08") || this.state.equals("58030");
	}

	/**
	 * Spring's exception for it, with code, state and query id.
	 * @param task what failed
	 * @param sql the statement, if it is known
	 * @param ex what the driver threw
	 */
	static DataAccessException translate(String task, @Nullable String sql, SQLException ex) {
		SnowflakeError error = of(ex);
		String message = task + "; " + error;
		if (error.isSessionLost()) {
			return new SessionLostException(message, ex);
		}
		if (error.isStopped()) {
			return new QueryTimeoutException(message, ex);
		}
		if (error.isWarehouseMissing() || error.isLoginRefused() || error.isUnreachable()) {
			return new DataAccessResourceFailureException(message, ex);
		}
		DataAccessException translated = BY_STATE.translate(message, sql, ex);
		return (translated != null) ? translated : new UncategorizedSQLException(message, sql, ex);
	}

	/**
	 * The setting to blame for a failure, or {@code null} if Snowflake merely cannot be
	 * reached.
	 * @param ex what the driver threw
	 * @param settings what the service is set to
	 */
	static @Nullable InvalidSettingException refusal(SQLException ex, SnowflakeProperties settings) {
		if (ex.getCause() instanceof InvalidSettingException invalid) {
			return invalid;
		}
		SnowflakeError error = of(ex);
		if (error.isWarehouseMissing()) {
			return new InvalidSettingException("SNOWFLAKE_WAREHOUSE", settings.warehouse(),
					"name a warehouse that the role may use");
		}
		String message = String.valueOf(ex.getMessage()).toLowerCase(Locale.ROOT);
		if (error.code == NETWORK_ERROR && (message.contains("status=403") || message.contains("status=404"))) {
			return new InvalidSettingException("SNOWFLAKE_ACCOUNT", settings.account(),
					"name an account that " + settings.jdbcUrl() + " knows");
		}
		return switch (error.code) {
			// the driver's own, before it sends anything
			case 200045 -> new InvalidSettingException(Authenticator.of(settings).setting(), null,
					"be a PKCS#8 key that SNOWFLAKE_PRIVATE_KEY_FILE_PWD, if it is set, opens");
			case 390189, 390192 -> new InvalidSettingException("SNOWFLAKE_ROLE", settings.role(),
					"name a role that is granted to the user");
			case 390201 -> new InvalidSettingException("SNOWFLAKE_DATABASE", settings.database(),
					"name a database that the role may use");
			default -> error.isLoginRefused() ? error.credentialRefusal(settings) : null;
		};
	}

	private InvalidSettingException credentialRefusal(SnowflakeProperties settings) {
		Authenticator login = Authenticator.of(settings);
		String setting = switch (login) {
			case SERVICE_TOKEN, OAUTH -> login.setting();
			case KEY_PAIR, PROGRAMMATIC_ACCESS_TOKEN, PASSWORD -> "SNOWFLAKE_USER or " + login.setting();
		};
		return new InvalidSettingException(setting, null,
				"be one that Snowflake accepts for account %s (its answer was %06d)".formatted(settings.account(),
						this.code));
	}

	@Override
	public String toString() {
		return "code %06d, state %s, query %s".formatted(this.code, this.state, this.queryId);
	}

	/** The session is lost, so the statement was not run. */
	static final class SessionLostException extends TransientDataAccessResourceException {

		private static final long serialVersionUID = 1L;

		private SessionLostException(String message, Throwable cause) {
			super(message, cause);
		}

	}

}
