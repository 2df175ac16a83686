package dev.dataapi.declared.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.dataapi.cache.FailureText;
import dev.dataapi.declared.Availability.Reason;
import dev.dataapi.declared.BoundStatement;
import dev.dataapi.declared.Statements;
import dev.dataapi.declared.check.EndpointCheck.Findings;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Runs each statement of some endpoints once, on all connections of both pools.
 */
public final class CheckRound {

	private static final Logger LOGGER = LoggerFactory.getLogger(CheckRound.class);

	/** How often a statement may be too slow where nobody waits for the warehouse. */
	private static final int MAX_TRIES = 3;

	private final Findings findings;

	private final List<EndpointCheck> checks;

	/** Statements not answered so far; those left are tried again on the next call. */
	private final Queue<Step> lookups = new ConcurrentLinkedQueue<>();

	private final Queue<Step> reports = new ConcurrentLinkedQueue<>();

	private final int statements;

	/** Whether an endpoint that fails leaves the others as they are. */
	private final boolean othersServed;

	private final @Nullable CheckWatch watch;

	/**
	 * Creates a round.
	 * @param endpoints the statements of each endpoint
	 * @param findings receives what is wrong
	 * @param othersServed whether an endpoint that fails leaves the others as they are
	 * @param watch the command that waits for the end, if one does
	 */
	CheckRound(List<Statements> endpoints, Findings findings, boolean othersServed, @Nullable CheckWatch watch) {
		this.findings = findings;
		this.othersServed = othersServed;
		this.watch = watch;
		this.checks = endpoints.stream().map((each) -> new EndpointCheck(each, findings)).toList();
		for (EndpointCheck check : this.checks) {
			Queue<Step> steps = check.isLookup() ? this.lookups : this.reports;
			check.samples().forEach((statement) -> steps.add(new Step(check, statement, 1)));
		}
		this.statements = this.lookups.size() + this.reports.size();
	}

	/** How many statements there are, answered or not. */
	int statements() {
		return this.statements;
	}

	List<EndpointCheck> checks() {
		return this.checks;
	}

	/** Why endpoints failed, by id. */
	Map<String, Reason> failed() {
		Map<String, Reason> failed = new LinkedHashMap<>();
		for (EndpointCheck check : this.checks) {
			Reason reason = check.failed();
			if (reason != null) {
				failed.put(check.declaration().id(), reason);
			}
		}
		return failed;
	}

	/** Each error as {@code file:line:column: sentence}. */
	List<String> errors() {
		return this.findings.errors().lines(this.findings.file().name());
	}

	List<String> warnings() {
		return List.copyOf(this.findings.warnings());
	}

	/**
	 * Checks all statements that have not been answered so far. The reports' connections
	 * help with the look-ups' statements once they have none of their own left.
	 * @throws DataAccessException if the warehouse cannot be reached, or a look-up is not
	 * answered and the others must wait for it
	 */
	void run(Pool lookupPool, Pool reportPool) {
		List<Callable<Object>> workers = new ArrayList<>();
		add(workers, lookupPool, List.of(this.lookups));
		add(workers, reportPool, List.of(this.reports, this.lookups));
		try (ExecutorService threads = Executors
			.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("endpoint-check-", 1).factory())) {
			for (Future<Object> worker : threads.invokeAll(workers)) {
				worker.get();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while statements were checked", ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
		}
	}

	/** Adds as many workers as the pool has connections. */
	private void add(List<Callable<Object>> workers, Pool pool, List<Queue<Step>> queues) {
		int steps = queues.stream().mapToInt(Queue::size).sum();
		for (int i = 0; i < Math.min(pool.connections(), steps); i++) {
			workers.add(Executors.callable(() -> queues.forEach((queue) -> work(queue, pool.template()))));
		}
	}

	private void work(Queue<Step> steps, WarehouseTemplate template) {
		for (Step step = steps.poll(); step != null; step = steps.poll()) {
			try {
				if (!isDone(step, step.check().declaration().within(template))) {
					steps.add(new Step(step.check(), step.statement(), step.tries() + 1));
				}
				else if (this.watch != null) {
					this.watch.advance();
				}
			}
			catch (RuntimeException ex) {
				steps.add(step);
				LOGGER.warn("{} is not checked yet: {}", step.check().declaration().id(), FailureText.of(ex));
				throw ex;
			}
		}
	}

	private boolean isDone(Step step, JdbcTemplate template) {
		EndpointCheck check = step.check();
		try {
			if (!isGivenUp(check)) {
				check.run(step.statement(), template);
			}
			return true;
		}
		catch (DataAccessException ex) {
			StatementFailure failure = new StatementFailure(ex);
			if (check.isLookup() && failure.isTooSlow()) {
				return isSlowForGood(step, failure);
			}
			check.failed(step.statement(), failure, template);
			return true;
		}
	}

	/** Whether an endpoint's other statements need not be run. */
	private boolean isGivenUp(EndpointCheck check) {
		return this.othersServed ? check.failed() != null : check.failed() == Reason.TOO_SLOW;
	}

	/**
	 * Decides about a look-up that is too slow, which it is with any key.
	 * @return {@code false} if it is to be tried again
	 */
	private boolean isSlowForGood(Step step, StatementFailure failure) {
		if (!this.othersServed) {
			if (this.watch == null && failure.exception() instanceof QueryTimeoutException) {
				throw failure.exception();
			}
			if (step.tries() < MAX_TRIES) {
				return false;
			}
			step.check()
				.error("The warehouse does not answer the look-up within its deadline: %s. Is its key the table's primary key, and does 'deadline' leave enough time?"
					.formatted(failure.message()), "table");
		}
		step.check().tooSlow();
		return true;
	}

	/**
	 * Where statements run.
	 *
	 * @param template runs them
	 * @param connections how many may run at once
	 */
	public record Pool(WarehouseTemplate template, int connections) {
	}

	/**
	 * A statement to be checked.
	 *
	 * @param check its endpoint
	 * @param statement the statement with sample values
	 * @param tries which attempt it is, counted from 1
	 */
	private record Step(EndpointCheck check, BoundStatement statement, int tries) {
	}

}
