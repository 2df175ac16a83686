package dev.dataapi.warehouse.snowflake;

import java.sql.SQLException;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * Has the pool throw away a connection whose session is gone, which its SQLState doesn't
 * tell.
 */
public class LostSessionEviction implements SQLExceptionOverride {

	@java.lang.Override
	public Override adjudicate(SQLException ex) {
		return SnowflakeError.of(ex).isSessionLost() ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
	}

}
