package dev.dataapi.warehouse.snowflake;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.dataapi.lookup.LogContext;
import dev.dataapi.telemetry.QuerySpan;
import dev.dataapi.telemetry.QuerySpans;
import net.snowflake.client.api.resultset.SnowflakeResultSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Runs reads with a deadline over everything, connection and answer, and runs one again
 * whose session turns out to be gone.
 *
 * <p>
 * The driver can be interrupted neither while it logs in nor while it waits for an
 * answer, so each read runs on a thread of its own, which the caller leaves behind at the
 * deadline. That thread ends by the driver's own time limits, and there are never more of
 * them than connections in the pool and callers waiting for one.
 */
class SnowflakeTemplate extends JdbcTemplate {

	private static final Logger LOGGER = LoggerFactory.getLogger(SnowflakeTemplate.class);

	private final PoolLimits limits;

	private final Reachability reachability;

	private final QuerySpans spans;

	private final ThreadFactory threads;

	SnowflakeTemplate(SnowflakePool pool, PoolLimits limits, Reachability reachability, QuerySpans spans) {
		super(pool);
		this.limits = limits;
		this.reachability = reachability;
		this.spans = spans;
		this.threads = DriverThreads.named(limits.name() + "-read");
		setExceptionTranslator(new SnowflakeExceptionTranslator());
	}

	@Override
	public <T extends @Nullable Object> T query(PreparedStatementCreator creator,
			@Nullable PreparedStatementSetter setter, ResultSetExtractor<T> extractor) throws DataAccessException {
		QuerySpan span = this.spans.start(this.limits.name());
		try {
			T read = queryWithinDeadline(creator, setter,
					(span != QuerySpan.NONE) ? tellingItsId(extractor, span) : extractor);
			this.reachability.answered();
			return read;
		}
		catch (DataAccessException ex) {
			this.reachability.failed(ex);
			span.failed(ex);
			if (ex.getMostSpecificCause() instanceof SQLException cause) {
				span.queryId(SnowflakeError.of(cause).queryId());
			}
			throw ex;
		}
		finally {
			span.close();
		}
	}

	/**
	 * As a prepared statement, since {@link JdbcTemplate} would run it past the deadline.
	 */
	@Override
	public <T extends @Nullable Object> T query(String sql, ResultSetExtractor<T> extractor)
			throws DataAccessException {
		return query(sql, (PreparedStatementSetter) null, extractor);
	}

	private static <T extends @Nullable Object> ResultSetExtractor<T> tellingItsId(ResultSetExtractor<T> extractor,
			QuerySpan span) {
		return (rows) -> {
			if (rows.isWrapperFor(SnowflakeResultSet.class)) {
				span.queryId(rows.unwrap(SnowflakeResultSet.class).getQueryID());
			}
			return extractor.extractData(rows);
		};
	}

	private <T extends @Nullable Object> T queryWithinDeadline(PreparedStatementCreator creator,
			@Nullable PreparedStatementSetter setter, ResultSetExtractor<T> extractor) {
		AbandonableRead read = new AbandonableRead(creator);
		FutureTask<T> task = new FutureTask<>(() -> queryOnLiveSession(read, setter, extractor));
		this.threads.newThread(LogContext.carriedTo(task)).start();
		try {
			return task.get(this.limits.deadline().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw read.giveUp(this.limits.deadline());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw read.giveUp(Duration.ZERO);
		}
		catch (ExecutionException ex) {
			throw rethrown(ex.getCause());
		}
	}

	/**
	 * When sessions expire, all of the pool may have: each is thrown away as it is met,
	 * until one that was opened since runs the statement.
	 */
	private <T extends @Nullable Object> T queryOnLiveSession(AbandonableRead read,
			@Nullable PreparedStatementSetter setter, ResultSetExtractor<T> extractor) {
		for (int met = 1;; met++) {
			try {
				return super.query(read, setter, extractor);
			}
			catch (SessionLostException ex) {
				if (met > this.limits.size() || read.isGivenUp()) {
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

}
