package dev.dataapi.warehouse.snowflake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import net.snowflake.client.api.resultset.SnowflakeResultSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Runs reads with one deadline for the connection and the answer, and repeats a read
 * whose session turns out to be lost.
 *
 * <p>
 * The driver can be interrupted neither while it logs in nor while it waits for an
 * answer, so each read runs on a thread of its own, which the caller abandons at the
 * deadline. That thread ends by the driver's own timeouts; there are never more of them
 * than connections in the pool and callers waiting for one.
 */
class SnowflakeTemplate extends JdbcTemplate {

	private static final Logger LOGGER = LoggerFactory.getLogger(SnowflakeTemplate.class);

	private static final ThreadFactory CANCELS = DriverThreads.named("cancel");

	private final SnowflakePool.Limits limits;

	private final WarehouseHealthIndicator health;

	private final ObservationRegistry observations;

	private final SimpleAsyncTaskExecutor reads;

	SnowflakeTemplate(SnowflakePool pool, SnowflakePool.Limits limits, WarehouseHealthIndicator health,
			ObservationRegistry observations, SimpleAsyncTaskExecutorBuilder threads) {
		super(pool);
		this.limits = limits;
		this.health = health;
		this.observations = observations;
		this.reads = threads.virtualThreads(false).build();
		this.reads.setThreadFactory(DriverThreads.named(limits.name() + "-read"));
		setExceptionTranslator(new SnowflakeExceptionTranslator());
	}

	@Override
	public <T extends @Nullable Object> T query(PreparedStatementCreator creator,
			@Nullable PreparedStatementSetter setter, ResultSetExtractor<T> extractor) throws DataAccessException {
		Observation query = observation();
		return query.observe(() -> {
			try {
				T read = withinDeadline(creator,
						(statement) -> super.query(statement, setter, observingQueryId(extractor, query)));
				this.health.answered();
				return read;
			}
			catch (DataAccessException ex) {
				this.health.failed(ex);
				query.highCardinalityKeyValue("error.type", ex.getClass().getName());
				if (ex.getMostSpecificCause() instanceof SQLException cause) {
					observeQueryId(query, SnowflakeError.of(cause).queryId());
				}
				throw ex;
			}
		});
	}

	/**
	 * As a prepared statement, since {@link JdbcTemplate} would run it past the deadline.
	 */
	@Override
	public <T extends @Nullable Object> T query(String sql, ResultSetExtractor<T> extractor)
			throws DataAccessException {
		return query(sql, (PreparedStatementSetter) null, extractor);
	}

	/** Timed by pool, and traced without the statement and its values. */
	private Observation observation() {
		return Observation.createNotStarted("snowflake.query", () -> new SenderContext<>((carrier, key, value) -> {
		}, Kind.CLIENT), this.observations)
			.contextualName("query " + this.limits.name())
			.lowCardinalityKeyValue("db.client.connection.pool.name", this.limits.name())
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

	/** Used at the start to describe statements. */
	@Override
	public <T extends @Nullable Object> T execute(PreparedStatementCreator creator, PreparedStatementCallback<T> action)
			throws DataAccessException {
		return withinDeadline(creator, (read) -> super.execute(read, action));
	}

	private <T extends @Nullable Object> T withinDeadline(PreparedStatementCreator creator,
			Function<AbandonableRead, T> statement) {
		AbandonableRead read = new AbandonableRead(creator);
		FutureTask<T> task = new FutureTask<>(() -> onLiveSession(read, statement));
		this.reads.execute(task);
		try {
			return task.get(this.limits.deadline().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw read.abandon(this.limits.deadline());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw read.abandon(Duration.ZERO);
		}
		catch (ExecutionException ex) {
			throw rethrown(ex.getCause());
		}
	}

	/**
	 * When sessions expire, all those in the pool may have expired: each is evicted as it
	 * is met, until a newer one runs the statement.
	 */
	private <T extends @Nullable Object> T onLiveSession(AbandonableRead read, Function<AbandonableRead, T> statement) {
		for (int met = 1;; met++) {
			try {
				return statement.apply(read);
			}
			catch (SnowflakeExceptionTranslator.SessionLostException ex) {
				if (met > this.limits.size() || read.isAbandoned()) {
					throw ex;
				}
				LOGGER.debug("Session lost, reading again on another", ex);
				read.forgetStatement();
			}
		}
	}

	private static RuntimeException rethrown(@Nullable Throwable cause) {
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof RuntimeException failure) ? failure : new IllegalStateException(cause);
	}

	/**
	 * A read that its caller may abandon, from the wait for a connection to the answer.
	 * Thread-safe: one thread reads, the caller's abandons it.
	 */
	private static final class AbandonableRead implements PreparedStatementCreator {

		private final PreparedStatementCreator creator;

		private @Nullable PreparedStatement statement;

		private boolean abandoned;

		AbandonableRead(PreparedStatementCreator creator) {
			this.creator = creator;
		}

		@Override
		public synchronized PreparedStatement createPreparedStatement(Connection connection) throws SQLException {
			if (this.abandoned) {
				throw new SQLException("Abandoned before there was a connection", "57014");
			}
			PreparedStatement created = this.creator.createPreparedStatement(connection);
			this.statement = created;
			return created;
		}

		/** The caller waits for a connection again. */
		synchronized void forgetStatement() {
			this.statement = null;
		}

		synchronized boolean isAbandoned() {
			return this.abandoned;
		}

		/**
		 * Cancels the statement on the server too, if it has been sent.
		 * @param deadline for how long the caller has waited
		 * @return what to tell the caller
		 */
		synchronized DataAccessException abandon(Duration deadline) {
			this.abandoned = true;
			PreparedStatement running = this.statement;
			if (running == null) {
				return new DataAccessResourceFailureException("No connection to Snowflake within " + deadline);
			}
			CANCELS.newThread(() -> cancel(running)).start();
			return new QueryTimeoutException("No answer from Snowflake within " + deadline);
		}

		private static void cancel(PreparedStatement running) {
			try {
				running.cancel();
			}
			catch (SQLException ex) {
				LOGGER.debug("The statement could not be cancelled; Snowflake stops it at its own time limit", ex);
			}
		}

	}

}
