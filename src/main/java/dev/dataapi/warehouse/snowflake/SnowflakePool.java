package dev.dataapi.warehouse.snowflake;

import java.security.Security;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import dev.dataapi.warehouse.PoolSettings;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * A pool of logged-in sessions.
 */
class SnowflakePool extends HikariDataSource {

	/** Less than a token's hour; Hikari shortens each life by a random part. */
	private static final Duration MAX_LIFE = Duration.ofMinutes(50);

	private static final Duration MAX_IDLE = Duration.ofMinutes(10);

	private static final Duration CLOSE = Duration.ofSeconds(2);

	private static final ThreadFactory CLOSINGS = DriverThreads.named("close");

	static {
		// A check on borrow is a round trip to Snowflake. Instead, a lost session is
		// evicted when its next statement fails, and the statement runs on another. Read
		// once, when the pool's class loads.
		System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", Long.toString(Duration.ofHours(24).toMillis()));
		// The JDK caches an unknown host for ten seconds. Read once, at the first
		// look-up.
		Security.setProperty("networkaddress.cache.negative.ttl", "1");
	}

	private final PoolSettings limits;

	SnowflakePool(SnowflakeConnections connections, PoolSettings limits) {
		this.limits = limits;
		setPoolName(limits.name());
		setDataSource(connections);
		setMaximumPoolSize(limits.size());
		setMinimumIdle(limits.minimum());
		setConnectionTimeout(limits.connectionDeadline().toMillis());
		setMaxLifetime(MAX_LIFE.toMillis());
		setIdleTimeout(MAX_IDLE.toMillis());
		// Sessions live for hours: a heartbeat for each idle connection gains nothing
		setKeepaliveTime(0);
		// If Snowflake cannot be reached, readiness waits and the process goes on
		setInitializationFailTimeout(-1);
		setExceptionOverride(new LostSessionEviction());
	}

	PoolSettings limits() {
		return this.limits;
	}

	/**
	 * A connection for the read that the thread is in.
	 * @throws InvalidDataAccessApiUsageException if it is in none: nothing would end it
	 */
	@Override
	public Connection getConnection() throws SQLException {
		if (!DriverCall.isRunning()) {
			throw notARead();
		}
		return super.getConnection();
	}

	static RuntimeException notARead() {
		return new InvalidDataAccessApiUsageException(
				"Only queries, and execute with a PreparedStatementCreator, have a deadline: nothing else may run");
	}

	/**
	 * Logs the sessions out, for two seconds at most. Those that are left end at
	 * Snowflake after hours without a statement.
	 */
	@Override
	public void close() {
		Thread closing = CLOSINGS.newThread(super::close);
		closing.start();
		try {
			closing.join(CLOSE);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Evicts a connection whose session is lost, which its SQLState does not show. */
	private static final class LostSessionEviction implements SQLExceptionOverride {

		@java.lang.Override
		public SQLExceptionOverride.Override adjudicate(SQLException ex) {
			return SnowflakeError.of(ex).isSessionLost() ? SQLExceptionOverride.Override.MUST_EVICT
					: SQLExceptionOverride.Override.CONTINUE_EVICT;
		}

	}

}
