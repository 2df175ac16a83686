package dev.dataapi.warehouse.snowflake;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

import dev.dataapi.warehouse.WarehouseTemplate;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import net.snowflake.client.api.resultset.SnowflakeResultSet;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Runs reads, each within a deadline, on a live session, with its outcome in the health
 * and a trace of its own. Whatever else {@code JdbcTemplate} can do, the pool refuses,
 * since it gives a connection to nobody but a {@link DeadlineReads read}.
 */
class SnowflakeTemplate extends WarehouseTemplate {

	private static final Duration LONGEST_HEAD_START = Duration.ofMillis(500);

	private final SnowflakePool pool;

	private final DeadlineReads reads;

	private final ObservationRegistry observations;

	private final Duration deadline;

	/** When Snowflake stops a statement, if its session would not do so at that time. */
	private final @Nullable Duration statementTimeout;

	SnowflakeTemplate(SnowflakePool pool, DeadlineReads reads, ObservationRegistry observations) {
		this(pool, reads, observations, pool.limits().deadline(), null);
	}

	private SnowflakeTemplate(SnowflakePool pool, DeadlineReads reads, ObservationRegistry observations,
			Duration deadline, @Nullable Duration statementTimeout) {
		super(pool);
		this.pool = pool;
		this.reads = reads;
		this.observations = observations;
		this.deadline = beforeCaller(deadline);
		this.statementTimeout = statementTimeout;
		setExceptionTranslator(new SnowflakeExceptionTranslator());
	}

	/** A little before the caller's deadline, so that the caller learns the reason. */
	private static Duration beforeCaller(Duration deadline) {
		Duration tenth = deadline.dividedBy(10);
		return deadline.minus((tenth.compareTo(LONGEST_HEAD_START) < 0) ? tenth : LONGEST_HEAD_START);
	}

	@Override
	public SnowflakeTemplate within(Duration deadline) {
		boolean set = this.pool.limits().statementTimeout() != null;
		return new SnowflakeTemplate(this.pool, this.reads, this.observations, deadline, set ? null : deadline);
	}

	@Override
	protected SnowflakePool pool() {
		return this.pool;
	}

	@Override
	protected void endAll() {
		this.reads.endAll();
	}

	@Override
	protected void resume() {
		this.reads.resume();
	}

	@Override
	public <T extends @Nullable Object> T query(PreparedStatementCreator creator,
			@Nullable PreparedStatementSetter setter, ResultSetExtractor<T> extractor) throws DataAccessException {
		Observation query = observation();
		return query.observe(() -> {
			try {
				return this.reads.run(limited(creator), this.deadline,
						(statement) -> super.query(statement, setter, observingQueryId(extractor, query)));
			}
			catch (DataAccessException ex) {
				query.highCardinalityKeyValue("error.type", ex.getClass().getName());
				if (ex.getMostSpecificCause() instanceof SQLException cause) {
					observeQueryId(query, SnowflakeError.of(cause).queryId());
				}
				throw ex;
			}
		});
	}

	/**
	 * As a prepared statement, since {@code JdbcTemplate} would run it without a read.
	 */
	@Override
	public <T extends @Nullable Object> T query(String sql, ResultSetExtractor<T> extractor)
			throws DataAccessException {
		return query(sql, (PreparedStatementSetter) null, extractor);
	}

	/** Used at the start to describe statements. */
	@Override
	public <T extends @Nullable Object> T execute(PreparedStatementCreator creator, PreparedStatementCallback<T> action)
			throws DataAccessException {
		return this.reads.run(limited(creator), this.deadline, (read) -> super.execute(read, action));
	}

	/** So that Snowflake stops it even if this process cannot tell it to. */
	private PreparedStatementCreator limited(PreparedStatementCreator creator) {
		Duration timeout = this.statementTimeout;
		if (timeout == null) {
			return creator;
		}
		return (connection) -> {
			PreparedStatement statement = creator.createPreparedStatement(connection);
			statement.unwrap(SnowflakeStatement.class)
				.setParameter("STATEMENT_TIMEOUT_IN_SECONDS", SessionProperties.seconds(timeout));
			return statement;
		};
	}

	/** Timed by pool, and traced without the statement and its values. */
	private Observation observation() {
		String name = this.pool.limits().name();
		return Observation.createNotStarted("snowflake.query", () -> new SenderContext<>((carrier, key, value) -> {
		}, Kind.CLIENT), this.observations)
			.contextualName("query " + name)
			.lowCardinalityKeyValue("db.client.connection.pool.name", name)
			.highCardinalityKeyValue("db.system", "snowflake");
	}

	private static <T extends @Nullable Object> ResultSetExtractor<T> observingQueryId(ResultSetExtractor<T> extractor,
			Observation query) {
		return (rows) -> {
			if (rows.isWrapperFor(SnowflakeResultSet.class)) {
				observeQueryId(query, rows.unwrap(SnowflakeResultSet.class).getQueryID());
			}
			return extractor.extractData(rows);
		};
	}

	private static void observeQueryId(Observation query, @Nullable String id) {
		if (id != null) {
			query.highCardinalityKeyValue("db.snowflake.query_id", id);
		}
	}

}
