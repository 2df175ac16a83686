package dev.dataapi.warehouse.snowflake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.dataapi.warehouse.RenewedDeadline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * Runs reads of one pool, each with one deadline for the connection and the answer, and
 * repeats a read whose session turns out to be lost.
 *
 * <p>
 * The driver may wait for longer than any deadline, so each read runs on a thread of its
 * own, which its caller leaves at the deadline. Then the statement is cancelled, the
 * driver's HTTP connections are closed, and the thread usually ends. If it does not, its
 * connection is taken from the pool, which opens another. As there are never more such
 * threads than a few for each connection, a connection stays taken if there would be.
 */
final class DeadlineReads {

	private static final Logger LOGGER = LoggerFactory.getLogger(DeadlineReads.class);

	private static final ThreadFactory CANCELS = DriverThreads.named("cancel");

	/** For the request that cancels a statement, and then for the thread to end. */
	private static final Duration PATIENCE = Duration.ofMillis(500);

	/** How many threads may be left behind for each connection. */
	private static final int LEFT_BEHIND = 4;

	private final SnowflakePool pool;

	private final ReadHealth health;

	private final SimpleAsyncTaskExecutor threads;

	/** The reads that callers wait for. */
	private final Set<Reading> running = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	private final AtomicInteger leftBehind = new AtomicInteger();

	private final Counter overTime;

	private final Counter connectionsGivenUp;

	DeadlineReads(SnowflakePool pool, ReadHealth health, SimpleAsyncTaskExecutorBuilder threads, MeterRegistry meters) {
		this.pool = pool;
		this.health = health;
		String name = pool.limits().name();
		this.threads = threads.virtualThreads(false).build();
		this.threads.setThreadFactory(DriverThreads.named(name + "-read"));
		this.overTime = Counter.builder("snowflake.reads.over.time")
			.description("Reads that were ended at their deadline")
			.tag("pool", name)
			.register(meters);
		this.connectionsGivenUp = Counter.builder("snowflake.connections.given.up")
			.description("Connections taken from the pool because the driver did not return from a read")
			.tag("pool", name)
			.register(meters);
		Gauge.builder("snowflake.reads.left.behind", this.leftBehind, AtomicInteger::get)
			.description("Reads over time from which the driver has not returned")
			.tag("pool", name)
			.register(meters);
	}

	/**
	 * Runs a read.
	 * @param deadline for how long the caller waits
	 * @param read reads with what makes the statement
	 * @throws DataAccessException if it fails or does not end by the deadline
	 */
	<T extends @Nullable Object> T run(PreparedStatementCreator creator, Duration deadline,
			Function<PreparedStatementCreator, T> read) {
		return run(creator, deadline, null, read);
	}

	/**
	 * Runs a read whose rows are taken while they come.
	 * @param deadline ends it; once that has been renewed, the read is not repeated
	 */
	<T extends @Nullable Object> T stream(PreparedStatementCreator creator, RenewedDeadline deadline,
			Function<PreparedStatementCreator, T> read) {
		return run(creator, deadline.time(), deadline, read);
	}

	private <T extends @Nullable Object> T run(PreparedStatementCreator creator, Duration deadline,
			@Nullable RenewedDeadline renewed, Function<PreparedStatementCreator, T> read) {
		Reading reading = new Reading(creator, renewed);
		FutureTask<T> task = new FutureTask<>(() -> onLiveSession(reading, read));
		reading.task = task;
		this.running.add(reading);
		if (this.closed) {
			this.running.remove(reading);
			throw stopping();
		}
		this.threads.execute(() -> {
			try {
				task.run();
			}
			finally {
				reading.end();
			}
		});
		try {
			T result = (renewed != null) ? await(task, reading, renewed)
					: task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
			this.health.answered(reading.call.storage() != null);
			return result;
		}
		catch (TimeoutException ex) {
			if (renewed != null && renewed.isAbandoned()) {
				reading.stopInBackground();
				throw new DataAccessResourceFailureException("The caller takes no more rows");
			}
			throw failed(reading.abandon(deadline));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw reading.abandon(Duration.ZERO);
		}
		catch (CancellationException ex) {
			throw stopping();
		}
		catch (ExecutionException ex) {
			RuntimeException failure = rethrown(ex.getCause());
			throw (failure instanceof DataAccessException unread) ? failed(unread) : failure;
		}
		finally {
			this.running.remove(reading);
		}
	}

	private static <T extends @Nullable Object> T await(FutureTask<T> task, Reading reading, RenewedDeadline deadline)
			throws InterruptedException, ExecutionException, TimeoutException {
		deadline.onEnd(reading::stopInBackground);
		try {
			for (;;) {
				long left = deadline.left();
				try {
					return task.get(left, TimeUnit.NANOSECONDS);
				}
				catch (TimeoutException ex) {
					if (deadline.left() == 0) {
						throw ex;
					}
				}
			}
		}
		finally {
			deadline.onEnd(null);
		}
	}

	/** Ends all reads, cancels their statements, and refuses more. */
	void endAll() {
		this.closed = true;
		this.running.forEach((reading) -> reading.abandon(Duration.ZERO));
	}

	/** Accepts reads again. */
	void resume() {
		this.closed = false;
	}

	private static DataAccessException stopping() {
		return new DataAccessResourceFailureException("The service is stopping");
	}

	private DataAccessException failed(DataAccessException ex) {
		this.health.failed(ex);
		return ex;
	}

	/**
	 * All sessions of the pool may have expired: each try evicts one, until one is new.
	 */
	private <T extends @Nullable Object> T onLiveSession(Reading reading, Function<PreparedStatementCreator, T> read)
			throws Exception {
		for (int met = 1;; met++) {
			try {
				T result = reading.call.run(() -> read.apply(reading));
				reading.call.requireWholeAnswer();
				return result;
			}
			catch (SnowflakeError.SessionLostException ex) {
				if (met > this.pool.limits().size() || reading.isAbandoned() || reading.hasGivenRows()) {
					throw ex;
				}
				LOGGER.debug("Session lost, reading again on another", ex);
				reading.forgetStatement();
			}
			catch (DataAccessException ex) {
				reading.call.requireWholeAnswer();
				String failure = reading.call.storageFailure();
				throw (failure != null) ? reading.storageFailed(failure, ex) : ex;
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
	private final class Reading implements PreparedStatementCreator {

		private final DriverCall call;

		private final PreparedStatementCreator creator;

		private final @Nullable RenewedDeadline renewed;

		private volatile @Nullable FutureTask<?> task;

		private @Nullable Connection connection;

		private @Nullable PreparedStatement statement;

		private boolean abandoned;

		private boolean leftBehind;

		private final CountDownLatch ended = new CountDownLatch(1);

		Reading(PreparedStatementCreator creator, @Nullable RenewedDeadline renewed) {
			this.creator = creator;
			this.renewed = renewed;
			this.call = new DriverCall(renewed != null);
		}

		boolean hasGivenRows() {
			return this.renewed != null && this.renewed.isRenewed();
		}

		@Override
		public synchronized PreparedStatement createPreparedStatement(Connection connection) throws SQLException {
			if (this.abandoned) {
				throw new SQLException("Abandoned before there was a connection", "57014");
			}
			PreparedStatement created = this.creator.createPreparedStatement(connection);
			this.connection = connection;
			this.statement = created;
			return created;
		}

		/** The caller waits for a connection again. */
		synchronized void forgetStatement() {
			this.connection = null;
			this.statement = null;
		}

		synchronized boolean isAbandoned() {
			return this.abandoned;
		}

		/** The reading thread has ended. */
		synchronized void end() {
			this.ended.countDown();
			forgetStatement();
			if (this.leftBehind) {
				DeadlineReads.this.leftBehind.decrementAndGet();
			}
		}

		DataAccessException storageFailed(String failure, @Nullable Throwable cause) {
			return new ReadHealth.ResultStorageException("The result could not be fetched from " + this.call.storage()
					+ ", which the service must reach: " + failure, cause);
		}

		/**
		 * Ends the read, in the background.
		 * @param deadline for how long the caller has waited
		 * @return what to tell the caller
		 */
		DataAccessException abandon(Duration deadline) {
			DeadlineReads.this.overTime.increment();
			if (!stopInBackground()) {
				return new DataAccessResourceFailureException("No connection to Snowflake within " + deadline);
			}
			String failure = this.call.storageFailure();
			return (this.call.storage() != null)
					? storageFailed((failure != null) ? failure : "no answer within " + deadline, null)
					: new QueryTimeoutException("No answer from Snowflake within " + deadline);
		}

		/** Whether there was a statement. */
		boolean stopInBackground() {
			PreparedStatement running;
			boolean first;
			synchronized (this) {
				first = !this.abandoned;
				this.abandoned = true;
				running = this.statement;
			}
			if (running != null && first) {
				CANCELS.newThread(() -> cancel(running)).start();
			}
			if (first) {
				CANCELS.newThread(this::stop).start();
			}
			return running != null;
		}

		/** Asks Snowflake to stop; the driver's call then usually ends by itself. */
		private static void cancel(PreparedStatement running) {
			try {
				new DriverCall().givenUpAfter(PATIENCE.multipliedBy(2)).run(() -> {
					running.cancel();
					return running;
				});
			}
			catch (Exception ex) {
				LOGGER.debug("The statement could not be cancelled; Snowflake stops it at its own time limit", ex);
			}
		}

		/** Closes what the driver waits for, unless it returns without. */
		private void stop() {
			try {
				this.ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
				this.call.giveUp();
				FutureTask<?> task = this.task;
				if (task != null) {
					task.cancel(true);
				}
				this.ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			leave();
		}

		/**
		 * Gives the connection up, if the thread has not ended and may be left behind.
		 */
		private synchronized void leave() {
			if (this.ended.getCount() == 0) {
				return;
			}
			this.leftBehind = true;
			int all = DeadlineReads.this.leftBehind.incrementAndGet();
			Connection held = this.connection;
			SnowflakePool pool = DeadlineReads.this.pool;
			if (held != null && all <= LEFT_BEHIND * pool.limits().size()) {
				LOGGER.warn("The driver does not return from a read of {}; its connection is given up",
						pool.getPoolName());
				pool.evictConnection(held);
				DeadlineReads.this.connectionsGivenUp.increment();
			}
		}

	}

}
