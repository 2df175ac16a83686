package dev.dataapi.warehouse.snowflake;

import java.security.Security;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;

/**
 * A pool of logged-in sessions.
 */
class SnowflakePool extends HikariDataSource {

	/** Under the hour that a token lives; Hikari shortens each life by a random part. */
	private static final Duration MAX_LIFE = Duration.ofMinutes(50);

	private static final Duration MAX_IDLE = Duration.ofMinutes(10);

	static {
		// A check on borrow is a round trip to Snowflake. Instead a dead session is told
		// by its first statement, thrown
		// away, and the statement run again on another. Read once, when the pool's class
		// loads.
		System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", Long.toString(Duration.ofHours(24).toMillis()));
		// The JDK believes for ten seconds that a name is unknown, however soon it is
		// known again. Read once, at the first name.
		Security.setProperty("networkaddress.cache.negative.ttl", "1");
	}

	SnowflakePool(SnowflakeConnections connections, PoolLimits limits) {
		setPoolName(limits.name());
		setDataSource(connections);
		setMaximumPoolSize(limits.size());
		setMinimumIdle(limits.minimum());
		setConnectionTimeout(limits.connectionDeadline().toMillis());
		setMaxLifetime(MAX_LIFE.toMillis());
		setIdleTimeout(MAX_IDLE.toMillis());
		// a heartbeat for each idle connection every two minutes would keep no session
		// alive that matters
		setKeepaliveTime(0);
		// a Snowflake that cannot be reached delays readiness and does not end the
		// process
		setInitializationFailTimeout(-1);
		setExceptionOverrideClassName(LostSessionEviction.class.getName());
	}

}
