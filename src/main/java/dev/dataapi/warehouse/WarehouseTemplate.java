package dev.dataapi.warehouse;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.dataapi.dialect.Remark;
import dev.dataapi.dialect.SqlLexer.Token;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowMapper;

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

	/**
	 * The same pool for results with numbers of 64 bits, floating point.
	 * @return a template whose results have all their digits, at some cost where the
	 * warehouse leaves out some
	 */
	public WarehouseTemplate withDoubles() {
		return this;
	}

	/**
	 * The same pool for results with times of day.
	 * @return a template whose results {@link TimeColumns#time} can read
	 */
	public WarehouseTemplate withTimes() {
		return this;
	}

	/**
	 * The same pool for results that are read while they come, in bounded memory and for
	 * as long as that takes: {@code query} with a {@code PreparedStatementCreator} and a
	 * {@code ResultSetExtractor}, which renews the deadline.
	 * @param deadline ends the read, and gives its connection back
	 */
	public abstract WarehouseTemplate streaming(RenewedDeadline deadline);

	@Override
	public <T> Stream<T> queryForStream(String sql, RowMapper<T> mapper) {
		throw unbounded();
	}

	@Override
	public <T extends @Nullable Object> Stream<T> queryForStream(PreparedStatementCreator creator,
			@Nullable PreparedStatementSetter setter, RowMapper<T> mapper) {
		throw unbounded();
	}

	private static RuntimeException unbounded() {
		return new InvalidDataAccessApiUsageException(
				"A stream may keep its connection beyond every deadline: use query instead");
	}

	/**
	 * What a statement has that this warehouse does not do, or does in another way than
	 * Snowflake.
	 * @param statement its tokens
	 * @return nothing, unless the warehouse is another
	 */
	public List<Remark> remarks(List<Token> statement) {
		return List.of();
	}

	/**
	 * Explains why this warehouse does not take a statement that Snowflake may take.
	 * @param statement its tokens
	 * @param message what the warehouse says of it
	 * @return nothing, unless the warehouse is another
	 */
	public @Nullable Remark explain(List<Token> statement, String message) {
		return null;
	}

	/** The pool, for its metrics. */
	protected abstract HikariDataSource pool();

	/** How many statements may run at once. */
	public int connections() {
		return pool().getMaximumPoolSize();
	}

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
