package dev.dataapi.warehouse.snowflake;

import java.sql.SQLException;
import java.util.Set;

import net.snowflake.client.api.exception.SnowflakeSQLException;
import org.jspecify.annotations.Nullable;

/**
 * What an exception of the driver says: code, state and query id.
 *
 * @param code Snowflake's or the driver's code
 * @param state the SQLState, or an empty string
 * @param queryId the id of the statement in QUERY_HISTORY
 */
record SnowflakeError(int code, String state, @Nullable String queryId) {

	/** The driver's own: the server answered with an HTTP status or not at all. */
	static final int NETWORK_ERROR = 200015;

	/** Statement cancelled; statement reached its time limit. */
	private static final Set<Integer> STOPPED = Set.of(604, 630);

	/**
	 * No active warehouse in the session; warehouse cannot be resumed, for want of a
	 * privilege or because a resource monitor suspended it.
	 */
	private static final Set<Integer> NO_WAREHOUSE = Set.of(606, 607, 608, 90073, 90109);

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

	@Override
	public String toString() {
		return "code %06d, state %s, query %s".formatted(this.code, this.state, this.queryId);
	}

}
