package dev.dataapi.warehouse.snowflake;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Turns Snowflake's codes into Spring's exceptions, each with code, state and query id.
 */
class SnowflakeExceptionTranslator implements SQLExceptionTranslator {

	private final SQLStateSQLExceptionTranslator byState = new SQLStateSQLExceptionTranslator();

	@Override
	public DataAccessException translate(String task, @Nullable String sql, SQLException ex) {
		SnowflakeError error = SnowflakeError.of(ex);
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
		DataAccessException translated = this.byState.translate(message, sql, ex);
		return (translated != null) ? translated : new UncategorizedSQLException(message, sql, ex);
	}

	/** The session is lost, so the statement was not run. */
	static final class SessionLostException extends TransientDataAccessResourceException {

		private static final long serialVersionUID = 1L;

		SessionLostException(String message, Throwable cause) {
			super(message, cause);
		}

	}

}
