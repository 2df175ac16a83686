package dev.dataapi.testserver;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A query in progress: runs once however often its result is requested, and can be
 * stopped at any moment.
 */
final class Execution implements Runnable {

	private static final System.Logger logger = System.getLogger(Execution.class.getName());

	private final String queryId = UUID.randomUUID().toString();

	private final CompletableFuture<HttpAnswer> outcome = new CompletableFuture<>();

	private final Session session;

	private final Sql sql;

	private final Function<Execution, HttpAnswer> work;

	private final long dueAt;

	private @Nullable SqlProblem stopped;

	private @Nullable Statement running;

	Execution(Session session, Sql sql, Duration latency, Function<Execution, HttpAnswer> work) {
		this.session = session;
		this.sql = sql;
		this.dueAt = System.nanoTime() + latency.toNanos();
		this.work = work;
	}

	String queryId() {
		return this.queryId;
	}

	Session session() {
		return this.session;
	}

	Sql sql() {
		return this.sql;
	}

	boolean done() {
		return this.outcome.isDone();
	}

	CompletableFuture<HttpAnswer> outcome() {
		return this.outcome;
	}

	/** The answer, or null if it does not come in time. */
	@Nullable HttpAnswer await(long millis) {
		try {
			return this.outcome.get(millis, TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return HttpAnswer.dropped();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A query ended without an answer", ex.getCause());
		}
	}

	@Override
	public void run() {
		try {
			completeWhenDue(this.work.apply(this));
		}
		catch (SqlProblem ex) {
			completeWhenDue(reason(ex).answer(this.queryId));
		}
		catch (RuntimeException | Error ex) {
			// A fault of the server or of an answer that a test has given: the client
			// should see it rather than wait
			logger.log(System.Logger.Level.ERROR, "No answer to " + this.sql.text(), ex);
			completeWhenDue(SqlProblem.internal(ex.toString()).answer(this.queryId));
		}
	}

	/** The work is part of the latency, not on top of it. */
	private void completeWhenDue(HttpAnswer answer) {
		long left = this.dueAt - System.nanoTime();
		if (left > 0) {
			this.outcome.completeOnTimeout(answer, left, TimeUnit.NANOSECONDS);
		}
		else {
			this.outcome.complete(answer);
		}
	}

	/**
	 * Says which DuckDB statement to interrupt from now on; refuses when the query has
	 * been stopped already.
	 */
	synchronized void running(Statement statement) {
		if (this.stopped != null) {
			throw this.stopped;
		}
		this.running = statement;
	}

	synchronized void ended() {
		this.running = null;
	}

	/**
	 * Stops the query for the given reason; returns false when it has its answer already.
	 */
	synchronized boolean cancel(SqlProblem why) {
		if (this.outcome.isDone() || this.stopped != null) {
			return false;
		}
		this.stopped = why;
		if (this.running == null) {
			this.outcome.complete(why.answer(this.queryId));
		}
		interrupt();
		return true;
	}

	/**
	 * Interrupts DuckDB; to be repeated until done, for an interrupt just before the
	 * start of a statement is lost.
	 */
	synchronized void interrupt() {
		try {
			if (this.running != null) {
				this.running.cancel();
			}
		}
		catch (SQLException ex) {
			// The statement has already ended and closed: there is nothing to interrupt
			this.running = null;
		}
	}

	private synchronized SqlProblem reason(SqlProblem failure) {
		return (this.stopped != null) ? this.stopped : failure;
	}

}
