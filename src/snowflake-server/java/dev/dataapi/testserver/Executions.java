package dev.dataapi.testserver;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs queries on threads of their own, within their time limit. Platform threads: a
 * query inside DuckDB would hold a virtual thread's carrier, and with it the abort that
 * should stop the query.
 */
final class Executions {

	private static final Duration REPEAT_INTERRUPT = Duration.ofMillis(10);

	private final ExecutorService workers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS,
			new SynchronousQueue<>(), Thread.ofPlatform().daemon().name("snowflake-query-", 0).factory());

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
			Thread.ofPlatform().daemon().name("snowflake-timer").factory());

	private final Set<Execution> running = ConcurrentHashMap.newKeySet();

	private final AtomicLong cancelled = new AtomicLong();

	Executions() {
		this.timer.setRemoveOnCancelPolicy(true);
	}

	/** Starts a query; at its time limit it is stopped with the code for that. */
	void start(Execution execution, long timeoutSeconds) {
		this.running.add(execution);
		execution.outcome().whenComplete((answer, failure) -> this.running.remove(execution));
		this.workers.execute(execution);
		if (timeoutSeconds > 0) {
			ScheduledFuture<?> limit = this.timer.schedule(() -> stop(execution, SqlProblem.timeout(timeoutSeconds)),
					timeoutSeconds, TimeUnit.SECONDS);
			execution.outcome().whenComplete((answer, failure) -> limit.cancel(false));
		}
	}

	/** Stops a query; returns whether it was still running. */
	boolean stop(Execution execution, SqlProblem why) {
		boolean stopped = execution.cancel(why);
		if (stopped) {
			this.cancelled.incrementAndGet();
			ScheduledFuture<?> again = this.timer.scheduleAtFixedRate(execution::interrupt, REPEAT_INTERRUPT.toMillis(),
					REPEAT_INTERRUPT.toMillis(), TimeUnit.MILLISECONDS);
			execution.outcome().whenComplete((answer, failure) -> again.cancel(false));
		}
		return stopped;
	}

	List<Execution> running() {
		return List.copyOf(this.running);
	}

	long cancelled() {
		return this.cancelled.get();
	}

	void reset() {
		this.running.forEach((execution) -> stop(execution, SqlProblem.cancelled()));
		this.cancelled.set(0);
	}

	void close() {
		reset();
		this.timer.shutdownNow();
		this.workers.shutdown();
		try {
			this.timer.awaitTermination(10, TimeUnit.SECONDS);
			this.workers.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
