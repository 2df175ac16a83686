package dev.dataapi.warehouse.snowflake;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;

import dev.dataapi.InvalidSettingException;

/**
 * Whether a session may use other roles of its user besides its own. By default a new
 * user of Snowflake has all of them, and the driver's login has no property for it.
 */
enum SecondaryRoles {

	/** Only what the session's role may do. */
	NONE,

	/** Also what the user's default secondary roles may do. */
	DEFAULT;

	/** Limits a new session to what it may do. */
	void apply(Connection connection) throws SQLException {
		if (this == NONE) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("USE SECONDARY ROLES NONE");
			}
			catch (SQLException ex) {
				throw refused(ex);
			}
		}
	}

	/** What is set, else none; the session of a mounted token has only one role. */
	static SecondaryRoles of(SnowflakeProperties settings) {
		if (settings.secondaryRoles() != null) {
			return settings.secondaryRoles();
		}
		return Authenticator.isMountedToken(settings) ? DEFAULT : NONE;
	}

	private static SQLException refused(SQLException ex) {
		SnowflakeError error = SnowflakeError.of(ex);
		if (error.isUnreachable() || error.isSessionLost() || error.isStopped()) {
			return ex;
		}
		return new SQLInvalidAuthorizationSpecException("Snowflake refused USE SECONDARY ROLES NONE", "28000",
				ex.getErrorCode(), new InvalidSettingException("SNOWFLAKE_SECONDARY_ROLES", "none",
						"be default where Snowflake does not let a session give them up", ex));
	}

}
