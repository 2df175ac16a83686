package dev.dataapi.warehouse;

import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Runs statements on the connections of one pool, each within a deadline.
 */
public abstract class WarehouseTemplate extends JdbcTemplate implements AutoCloseable {

	protected WarehouseTemplate(DataSource pool) {
		super(pool);
	}

	/**
	 * The same pool with another deadline.
	 * @param deadline for how long a caller waits, for a connection and the answer
	 * together
	 * @return a template whose statements end, and give their connections back, by then
	 */
	public abstract WarehouseTemplate within(Duration deadline);

	/** The pool, for its metrics. */
	protected abstract HikariDataSource pool();

	/** Closes the pool. */
	@Override
	public void close() {
		pool().close();
	}

	/** Ends all statements of the pool that run, since the service is stopping. */
	protected abstract void endAll();

	/**
	 * Runs statements again after {@link #endAll}, as a context that is started again
	 * does.
	 */
	protected abstract void resume();

}
