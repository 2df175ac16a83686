package dev.dataapi.warehouse.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.zaxxer.hikari.HikariDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection pool that fails fast while the warehouse is loading, instead of making
 * callers wait for the pool's timeout.
 */
class GatedDataSource extends HikariDataSource {

	private static final Logger LOGGER = LoggerFactory.getLogger(GatedDataSource.class);

	private static final Duration CANCEL = Duration.ofSeconds(1);

	private final EmbeddedWarehouse warehouse;

	private volatile boolean closed;

	/** Held weakly, so that those that have ended are garbage. */
	private final Set<Statement> statements = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private final Set<StreamedResult> streams = ConcurrentHashMap.newKeySet();

	GatedDataSource(EmbeddedWarehouse warehouse, String name, int size, Duration connectionTimeout) {
		this.warehouse = warehouse;
		setPoolName(name);
		setDataSource(warehouse.connections());
		setMaximumPoolSize(size);
		setConnectionTimeout(connectionTimeout.toMillis());
	}

	@Override
	public Connection getConnection() throws SQLException {
		if (this.closed) {
			throw new SQLTransientConnectionException("the service is stopping");
		}
		this.warehouse.requireLoaded();
		return super.getConnection();
	}

	/** Notes a statement that is about to run. */
	void watch(Statement statement) {
		this.statements.add(statement);
	}

	/** Notes a result that is about to be read while it comes. */
	void watch(StreamedResult stream) {
		this.streams.add(stream);
	}

	void forget(StreamedResult stream) {
		this.streams.remove(stream);
	}

	/**
	 * Refuses connections from now on and cancels all statements, each until it has
	 * ended: one that has not begun yet cannot be cancelled.
	 */
	void cancelAll() {
		this.closed = true;
		this.streams.forEach(StreamedResult::end);
		long end = System.nanoTime() + CANCEL.toNanos();
		while (cancelled() > 0 && System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
	}

	/** Gives connections again. */
	void resume() {
		this.closed = false;
	}

	private int cancelled() {
		int cancelled = 0;
		for (Statement statement : this.statements.toArray(Statement[]::new)) {
			try {
				if (!statement.isClosed()) {
					cancelled++;
					statement.cancel();
				}
			}
			catch (SQLException ex) {
				LOGGER.debug("A statement ended before it could be cancelled", ex);
			}
		}
		return cancelled;
	}

}
