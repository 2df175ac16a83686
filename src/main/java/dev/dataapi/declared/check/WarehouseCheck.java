package dev.dataapi.declared.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.dataapi.cache.FailureText;
import dev.dataapi.declared.Availability;
import dev.dataapi.declared.Availability.Reason;
import dev.dataapi.declared.BoundStatement;
import dev.dataapi.declared.Declaration;
import dev.dataapi.declared.Statements;
import dev.dataapi.declared.check.CheckProperties.OnFailedCheck;
import dev.dataapi.declared.check.EndpointCheck.Findings;
import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.StartCheck;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;

/**
 * Compares the declared endpoints with the warehouse before the service is ready. One
 * that differs ends the start, or is checked again until it fits while the others are
 * served.
 */
public final class WarehouseCheck implements StartCheck, AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(WarehouseCheck.class);

	/** A check may keep Snowflake's warehouse running. */
	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

	/** How often a statement may be too slow where nobody waits for the warehouse. */
	private static final int MAX_TRIES = 3;

	/** How often files are looked at. */
	private static final Duration PERIOD = Duration.ofSeconds(2);

	private volatile DeclaredFiles files;

	private volatile List<Statements> endpoints;

	private final WarehouseTemplate lookups;

	private final WarehouseTemplate reports;

	private final Grants grants;

	private final Duration recheckAfter;

	private final Availability availability;

	private final @Nullable CheckWatch watch;

	/** Whether an endpoint that fails leaves the others as they are. */
	private final boolean othersServed;

	private final Round start;

	private volatile boolean passed;

	private final ScheduledExecutorService rechecks = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("endpoint-recheck").factory());

	/**
	 * Creates the check.
	 * @param endpoints the statements of each endpoint of the files
	 * @param role the service's role, blank where only Snowflake knows it
	 * @param watch the command {@code check}, if it waits for the end; the check then
	 * does what takes too long for each start, such as counting keys
	 */
	public WarehouseCheck(DeclaredFiles files, List<Statements> endpoints, Lane.Lookups lookups, Lane.Reports reports,
			String role, CheckProperties properties, Availability availability, @Nullable CheckWatch watch) {
		this.files = files;
		this.endpoints = endpoints;
		this.lookups = lookups.statements();
		this.reports = reports.statements();
		this.grants = new Grants(role, Map.of());
		this.recheckAfter = properties.recheckAfter();
		this.availability = availability;
		this.watch = watch;
		this.othersServed = properties.onFailedCheck() == OnFailedCheck.SERVE_OTHERS && watch == null;
		this.start = new Round(files, endpoints);
	}

	/**
	 * Checks all statements that have not been answered so far.
	 * @throws IllegalStateException caused by an {@link InvalidEndpointsException}
	 */
	@Override
	public void check() {
		long started = System.nanoTime();
		if (this.watch != null) {
			this.watch.reached(this.start.statements);
		}
		this.start.run();
		if (this.watch != null) {
			this.start.checks.forEach((each) -> KeyCount.check(each, this.reports));
		}
		List<String> errors = this.start.errors();
		boolean malformed = this.start.checks.stream().anyMatch(EndpointCheck::isMalformed);
		if (!errors.isEmpty() && (!this.othersServed || malformed)) {
			throw new IllegalStateException("The declared endpoints do not fit the warehouse",
					new InvalidEndpointsException(errors));
		}
		warnings().forEach(LOGGER::warn);
		LOGGER.info("{}: {} statements checked in {} s", this.files.names(), this.start.statements,
				"%.1f".formatted((System.nanoTime() - started) / 1e9));
		Map<String, Reason> failed = this.start.failed();
		if (!failed.isEmpty()) {
			errors.forEach(LOGGER::error);
			failed.forEach((id, reason) -> LOGGER.error("{} is not served: {}", id, reason.sentence()));
			this.availability.set(failed);
			recheckAfter(this.recheckAfter);
		}
		this.passed = true;
	}

	/** Whether the start has been checked. */
	boolean isPassed() {
		return this.passed;
	}

	/**
	 * Checks what changed files declare otherwise than those that are served.
	 * @throws InvalidEndpointsException with all that does not fit the warehouse
	 * @throws DataAccessException if the warehouse gives no answer
	 */
	void check(DeclaredFiles changed, List<Statements> declared) throws InvalidEndpointsException {
		Set<Declaration> known = this.endpoints.stream().map(Statements::declaration).collect(Collectors.toSet());
		Round round = new Round(changed,
				declared.stream().filter((each) -> !known.contains(each.declaration())).toList());
		round.run();
		round.findings.warnings().forEach(LOGGER::warn);
		List<String> errors = new ArrayList<>(round.errors());
		round.failed().forEach((id, reason) -> {
			if (reason == Reason.TOO_SLOW) {
				errors.add(id + ": " + reason.sentence());
			}
		});
		if (!errors.isEmpty()) {
			throw new InvalidEndpointsException(errors);
		}
	}

	/** Takes changed files, which have been checked, for those that are served. */
	void replace(DeclaredFiles changed, List<Statements> declared) {
		Set<String> same = this.endpoints.stream()
			.map(Statements::declaration)
			.filter((each) -> declared.stream().anyMatch((other) -> other.declaration().equals(each)))
			.map(Declaration::id)
			.collect(Collectors.toSet());
		Map<String, Reason> failed = new HashMap<>(this.availability.failed());
		failed.keySet().retainAll(same);
		this.files = changed;
		this.endpoints = declared;
		this.availability.set(failed);
	}

	/** Runs something again and again, never while endpoints are checked again. */
	public void repeat(Runnable task) {
		this.rechecks.scheduleWithFixedDelay(task, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void recheckAfter(Duration pause) {
		this.rechecks.schedule(() -> {
			recheck(this.availability.failed().keySet());
			if (!this.availability.failed().isEmpty()) {
				Duration longest = Collections.max(List.of(pause, LONGEST_PAUSE));
				recheckAfter(Collections.min(List.of(pause.multipliedBy(2), longest)));
			}
		}, pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void recheck(Set<String> failed) {
		Round round = new Round(this.files,
				this.endpoints.stream().filter((each) -> failed.contains(each.declaration().id())).toList());
		try {
			round.run();
		}
		catch (RuntimeException ex) {
			LOGGER.warn("{} cannot be checked again: {}", failed, FailureText.of(ex));
			return;
		}
		Map<String, Reason> left = round.failed();
		failed.stream().filter((id) -> !left.containsKey(id)).forEach((id) -> LOGGER.info("{} is served", id));
		round.errors().forEach(LOGGER::warn);
		left.forEach((id, reason) -> LOGGER.warn("{} is still not served: {}", id, reason.sentence()));
		this.availability.set(left);
	}

	/** Findings that do not end the start. */
	List<String> warnings() {
		return List.copyOf(this.start.findings.warnings());
	}

	/** {@code TABLE} or {@code VIEW} by the name of what the endpoints read. */
	Map<List<String>, String> kinds() {
		return Grants.kinds(this.files.endpoints(), this.reports);
	}

	@Override
	public void close() {
		this.rechecks.shutdownNow();
	}

	/** A statement with sample values, and which attempt to run it is next. */
	private record Step(EndpointCheck check, BoundStatement statement, int tries) {
	}

	/**
	 * Runs each statement of some endpoints once, on all connections of both pools.
	 */
	private final class Round {

		private final Findings findings;

		private final List<EndpointCheck> checks;

		/** Statements not answered so far; those left are tried again on the next run. */
		private final Queue<Step> lookupSteps = new ConcurrentLinkedQueue<>();

		private final Queue<Step> reportSteps = new ConcurrentLinkedQueue<>();

		/** How many statements there are, answered or not. */
		private final int statements;

		Round(DeclaredFiles files, List<Statements> endpoints) {
			this.findings = new Findings(files, WarehouseCheck.this.grants);
			this.checks = endpoints.stream().map((each) -> new EndpointCheck(each, this.findings)).toList();
			for (EndpointCheck check : this.checks) {
				Queue<Step> steps = check.isLookup() ? this.lookupSteps : this.reportSteps;
				if (check.isRunnable(WarehouseCheck.this.reports)) {
					check.samples().forEach((statement) -> steps.add(new Step(check, statement, 1)));
				}
			}
			this.statements = this.lookupSteps.size() + this.reportSteps.size();
		}

		/** Each error as {@code file:line:column: sentence}. */
		List<String> errors() {
			return this.findings.errors().lines();
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

		/**
		 * Checks all statements that have not been answered so far. The reports'
		 * connections help with the look-ups' statements once they have none of their own
		 * left. A worker that fails, as for want of a connection, leaves its statement to
		 * the others.
		 * @throws DataAccessException if the warehouse cannot be reached, or a look-up is
		 * not answered and the others must wait for it
		 */
		void run() {
			List<Callable<Object>> workers = new ArrayList<>();
			add(workers, WarehouseCheck.this.lookups, List.of(this.lookupSteps));
			add(workers, WarehouseCheck.this.reports, List.of(this.reportSteps, this.lookupSteps));
			try (ExecutorService threads = Executors
				.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("endpoint-check-", 1).factory())) {
				List<Future<Object>> ended = threads.invokeAll(workers);
				if (!this.lookupSteps.isEmpty() || !this.reportSteps.isEmpty()) {
					for (Future<Object> worker : ended) {
						worker.get();
					}
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
		private void add(List<Callable<Object>> workers, WarehouseTemplate pool, List<Queue<Step>> queues) {
			int steps = queues.stream().mapToInt(Queue::size).sum();
			for (int i = 0; i < Math.min(pool.connections(), steps); i++) {
				workers.add(Executors.callable(() -> queues.forEach((queue) -> work(queue, pool))));
			}
		}

		private void work(Queue<Step> steps, WarehouseTemplate pool) {
			for (Step step = steps.poll(); step != null; step = steps.poll()) {
				try {
					if (!isDone(step, pool)) {
						steps.add(new Step(step.check(), step.statement(), step.tries() + 1));
					}
					else if (WarehouseCheck.this.watch != null) {
						WarehouseCheck.this.watch.advance();
					}
				}
				catch (RuntimeException | Error ex) {
					steps.add(step);
					LOGGER.warn("{} is not checked yet: {}", step.check().declaration().id(), FailureText.of(ex));
					throw ex;
				}
			}
		}

		private boolean isDone(Step step, WarehouseTemplate pool) {
			EndpointCheck check = step.check();
			WarehouseTemplate template = check.declaration().within(pool);
			boolean givenUp = WarehouseCheck.this.othersServed ? check.failed() != null
					: check.failed() == Reason.TOO_SLOW;
			try {
				if (!givenUp) {
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

		/**
		 * Decides about a look-up that is too slow, which it is with any key.
		 * @return {@code false} if it is to be tried again
		 */
		private boolean isSlowForGood(Step step, StatementFailure failure) {
			if (!WarehouseCheck.this.othersServed) {
				if (WarehouseCheck.this.watch == null && failure.exception() instanceof QueryTimeoutException) {
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

	}

}
