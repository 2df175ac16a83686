package dev.dataapi.warehouse.snowflake;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

import dev.dataapi.warehouse.RenewedDeadline;
import dev.dataapi.warehouse.TimeColumns;
import dev.dataapi.warehouse.WarehouseTemplate;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import net.snowflake.client.api.resultset.SnowflakeResultSet;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.support.KeyHolder;

/**
 * Runs queries as {@link DeadlineReads reads}: within a deadline, on a live session, with
 * the outcome in the health and a trace. The pool gives connections to nothing else.
 */
class SnowflakeTemplate extends WarehouseTemplate {

	private static final Duration LONGEST_HEAD_START = Duration.ofMillis(500);

	private final SnowflakePool pool;

	private final DeadlineReads reads;

	private final ObservationRegistry observations;

	private final Duration callersDeadline;

	/** What a statement has otherwise than its session, by Snowflake's names. */
	private final Map<String, Object> parameters;

	/** Of results that are read while they come. */
	private final @Nullable RenewedDeadline streaming;

	SnowflakeTemplate(SnowflakePool pool, DeadlineReads reads, ObservationRegistry observations) {
		this(pool, reads, observations, pool.limits().deadline(), Map.of(), null);
	}

	private SnowflakeTemplate(SnowflakePool pool, DeadlineReads reads, ObservationRegistry observations,
			Duration deadline, Map<String, Object> parameters, @Nullable RenewedDeadline streaming) {
		super(pool);
		this.pool = pool;
		this.reads = reads;
		this.observations = observations;
		this.callersDeadline = deadline;
		this.parameters = parameters;
		this.streaming = streaming;
		setExceptionTranslator(SnowflakeError::translate);
	}

	/** A little before the caller's deadline, so that the caller learns the reason. */
	private static Duration beforeCaller(Duration deadline) {
		Duration tenth = deadline.dividedBy(10);
		return deadline.minus((tenth.compareTo(LONGEST_HEAD_START) < 0) ? tenth : LONGEST_HEAD_START);
	}

	@Override
	public SnowflakeTemplate within(Duration deadline) {
		boolean set = this.pool.limits().statementTimeout() != null;
		// So that Snowflake stops it even if this process cannot tell it to
		return set ? with(deadline, Map.of())
				: with(deadline, Map.of("STATEMENT_TIMEOUT_IN_SECONDS", SessionProperties.seconds(deadline)));
	}

	/** In JSON, Snowflake writes ten digits of a FLOAT. */
	@Override
	public SnowflakeTemplate withDoubles() {
		return with(this.callersDeadline, Map.of("JDBC_QUERY_RESULT_FORMAT", "ARROW"));
	}

	/** The driver gives decimals of a second only in text, in the statement's format. */
	@Override
	public SnowflakeTemplate withTimes() {
		return with(this.callersDeadline, Map.of("TIME_OUTPUT_FORMAT", TimeColumns.OUTPUT_FORMAT));
	}

	private SnowflakeTemplate with(Duration deadline, Map<String, Object> more) {
		Map<String, Object> parameters = new HashMap<>(this.parameters);
		parameters.putAll(more);
		return new SnowflakeTemplate(this.pool, this.reads, this.observations, deadline, parameters, this.streaming);
	}

	@Override
	public SnowflakeTemplate streaming(RenewedDeadline deadline) {
		SnowflakeTemplate within = within(deadline.time());
		return new SnowflakeTemplate(this.pool, this.reads, this.observations, deadline.time(), within.parameters,
				deadline);
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
		return read(creator, (statement, observation) -> super.query(statement, setter, (rows) -> {
			observeQueryId(observation, rows.unwrap(SnowflakeResultSet.class).getQueryID());
			// Before a row of an answer that is not complete goes out
			DriverCall.current().requireWholeAnswer();
			return extractor.extractData(rows);
		}));
	}

	/** As a prepared statement: {@code JdbcTemplate} would run it without a read. */
	@Override
	public <T extends @Nullable Object> T query(String sql, ResultSetExtractor<T> extractor)
			throws DataAccessException {
		return query(sql, (PreparedStatementSetter) null, extractor);
	}

	@Override
	public <T extends @Nullable Object> T execute(PreparedStatementCreator creator, PreparedStatementCallback<T> action)
			throws DataAccessException {
		return read(creator, (statement, observation) -> super.execute(statement, action));
	}

	/** The only update that {@code JdbcTemplate} passes to {@link #execute}. */
	@Override
	public int[] batchUpdate(PreparedStatementCreator creator, BatchPreparedStatementSetter setter, KeyHolder keys) {
		throw SnowflakePool.notARead();
	}

	private <T extends @Nullable Object> T read(PreparedStatementCreator creator,
			BiFunction<PreparedStatementCreator, Observation, T> read) {
		Observation observation = observation();
		return observation.observe(() -> {
			try {
				RenewedDeadline streamed = this.streaming;
				return (streamed != null)
						? this.reads.stream(parameterized(creator), streamed,
								(statement) -> read.apply(statement, observation))
						: this.reads.run(parameterized(creator), beforeCaller(this.callersDeadline),
								(statement) -> read.apply(statement, observation));
			}
			catch (DataAccessException ex) {
				observation.highCardinalityKeyValue("error.type", ex.getClass().getName());
				if (ex.getMostSpecificCause() instanceof SQLException cause) {
					observeQueryId(observation, SnowflakeError.of(cause).queryId());
				}
				throw ex;
			}
		});
	}

	private PreparedStatementCreator parameterized(PreparedStatementCreator creator) {
		return (connection) -> {
			PreparedStatement statement = creator.createPreparedStatement(connection);
			for (Map.Entry<String, Object> parameter : this.parameters.entrySet()) {
				statement.unwrap(SnowflakeStatement.class).setParameter(parameter.getKey(), parameter.getValue());
			}
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

	private static void observeQueryId(Observation observation, @Nullable String id) {
		if (id != null) {
			observation.highCardinalityKeyValue("db.snowflake.query_id", id);
		}
	}

}
