package dev.dataapi.declared.check;

import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.ReportStatements;
import dev.dataapi.declared.LookupStatements;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.Declaration;
import dev.dataapi.declared.BoundStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.dataapi.cache.FailureText;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * Runs each statement of some endpoints once and compares the columns of its result with
 * those declared.
 * <p>
 * A statement that fails is then only described. If that works, the sample values are to
 * blame and other values may be fine, so it is only a warning, unless the statement has
 * no values.
 */
public final class CheckRound {

	private static final Logger LOGGER = LoggerFactory.getLogger(CheckRound.class);

	/** How often a statement may be too slow where nobody waits for the warehouse. */
	private static final int MAX_TRIES = 3;

	private final Pool lookups;

	private final Pool reports;

	private final Diagnostics diagnostics;

	/** Whether an endpoint that is too slow leaves the others as they are. */
	private final boolean othersServed;

	private final @Nullable CheckProgress progress;

	/** Statements not answered yet; those left are tried again on the next call. */
	private final Queue<Step> lookupSteps = new ConcurrentLinkedQueue<>();

	private final Queue<Step> reportSteps = new ConcurrentLinkedQueue<>();

	private final int statements;

	/** The look-ups that were too slow as often as they may be. */
	private final Set<String> slow = ConcurrentHashMap.newKeySet();

	public CheckRound(List<Declaration> declarations, Pool lookups, Pool reports, Diagnostics diagnostics,
			boolean othersServed, @Nullable CheckProgress progress) {
		this.lookups = lookups;
		this.reports = reports;
		this.diagnostics = diagnostics;
		this.othersServed = othersServed;
		this.progress = progress;
		for (Declaration declaration : declarations) {
			switch (declaration) {
				case LookupDeclaration lookup ->
					addSteps(new LookupCheck(lookup, new LookupStatements(lookup), diagnostics), this.lookupSteps);
				case ReportDeclaration report ->
					addSteps(new ReportCheck(report, new ReportStatements(report), diagnostics), this.reportSteps);
			}
		}
		this.statements = this.lookupSteps.size() + this.reportSteps.size();
	}

	private static void addSteps(EndpointCheck check, Queue<Step> steps) {
		check.samples().forEach((statement) -> steps.add(new Step(check, statement, 1)));
	}

	/** How many statements there are, answered or not. */
	public int statements() {
		return this.statements;
	}

	public Diagnostics diagnostics() {
		return this.diagnostics;
	}

	/**
	 * Checks all statements that have not been answered yet. The reports' connections
	 * help with the look-ups' statements once they have none of their own left.
	 * @throws DataAccessException if the warehouse cannot be reached, or a look-up is not
	 * answered and the others must wait for it
	 */
	public void run() {
		try (ExecutorService threads = Executors
			.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("endpoint-check-", 1).factory())) {
			List<Future<?>> workers = new ArrayList<>();
			start(this.lookups, List.of(this.lookupSteps), threads, workers);
			start(this.reports, List.of(this.reportSteps, this.lookupSteps), threads, workers);
			for (Future<?> worker : workers) {
				await(worker);
			}
		}
	}

	/** Starts as many threads as the pool has connections. */
	private void start(Pool pool, List<Queue<Step>> queues, ExecutorService threads, List<Future<?>> workers) {
		int steps = queues.stream().mapToInt(Queue::size).sum();
		for (int i = 0; i < Math.min(pool.connections(), steps); i++) {
			workers.add(threads.submit(() -> queues.forEach((queue) -> work(queue, pool.template()))));
		}
	}

	private void work(Queue<Step> steps, WarehouseTemplate template) {
		for (Step step = steps.poll(); step != null; step = steps.poll()) {
			try {
				take(step, steps, step.check().declaration().within(template));
			}
			catch (RuntimeException ex) {
				steps.add(step);
				LOGGER.warn("{} is not checked yet: {}", step.check().declaration().id(), FailureText.of(ex));
				throw ex;
			}
		}
	}

	private void take(Step step, Queue<Step> steps, JdbcTemplate template) {
		EndpointCheck check = step.check();
		try {
			if (!isGivenUp(check.declaration())) {
				check.compare(run(step.statement(), template));
			}
		}
		catch (DataAccessException ex) {
			if (!Diagnostics.isTooSlow(ex)) {
				Diagnostics.rethrowUnlessRefused(ex);
				failed(step, ex);
			}
			else if (check instanceof ReportCheck) {
				slowReport(step, ex);
			}
			else if (!slowLookup(step, ex)) {
				steps.add(new Step(check, step.statement(), step.tries() + 1));
				return;
			}
		}
		if (this.progress != null) {
			this.progress.advance();
		}
	}

	/** Whether an endpoint's other statements need not be run. */
	private boolean isGivenUp(Declaration declaration) {
		return this.slow.contains(declaration.id()) || (this.othersServed && this.diagnostics.isFailed(declaration));
	}

	private void failed(Step step, DataAccessException ex) {
		List<ResultColumn> described = Diagnostics.isCompilation(ex) || step.statement().arguments().isEmpty()
				? List.of() : described(step.statement(), step.check());
		if (isKnown(described)) {
			step.check().compare(described);
			warn(step, ex);
		}
		else {
			step.check().refused(ex);
		}
	}

	/** Other values may take less time. */
	private void slowReport(Step step, DataAccessException ex) {
		List<ResultColumn> described = described(step.statement(), step.check());
		if (isKnown(described)) {
			step.check().compare(described);
		}
		warn(step, ex);
	}

	/**
	 * A look-up takes as long with any key.
	 * @return whether that is the answer, rather than to be tried again
	 */
	private boolean slowLookup(Step step, DataAccessException ex) {
		Declaration lookup = step.check().declaration();
		if (this.othersServed) {
			this.diagnostics.tooSlow(lookup);
			return true;
		}
		if (this.progress == null && ex instanceof QueryTimeoutException) {
			throw ex;
		}
		if (step.tries() < MAX_TRIES) {
			return false;
		}
		this.slow.add(lookup.id());
		this.diagnostics.error(lookup,
				"The warehouse does not answer the look-up within its deadline: %s. Is its key the table's primary key, and does 'deadline' leave enough time?"
					.formatted(Diagnostics.message(ex)),
				"table");
		return true;
	}

	private void warn(Step step, DataAccessException ex) {
		this.diagnostics.warn(
				"%s fails with sample values: %s".formatted(step.check().declaration().id(), Diagnostics.message(ex)));
	}

	private static boolean isKnown(List<ResultColumn> described) {
		return !described.isEmpty() && described.stream().noneMatch(ResultColumn::isUnknown);
	}

	/** Reads the columns from the result, which saves describing the statement first. */
	private static List<ResultColumn> run(BoundStatement statement, JdbcTemplate template) {
		PreparedStatementCallback<List<ResultColumn>> run = (prepared) -> {
			prepared.setMaxRows(1);
			statement.setter().setValues(prepared);
			try (ResultSet rows = prepared.executeQuery()) {
				return ResultColumn.of(rows.getMetaData());
			}
		};
		return template.execute((connection) -> connection.prepareStatement(statement.sql()), run);
	}

	/**
	 * The columns that a failed statement would return; none if it cannot be described.
	 */
	private List<ResultColumn> described(BoundStatement statement, EndpointCheck check) {
		try {
			return this.diagnostics.describe(statement.sql(), check);
		}
		catch (DataAccessException ex) {
			if (!Diagnostics.isTooSlow(ex)) {
				Diagnostics.rethrowUnlessRefused(ex);
			}
			LOGGER.debug("{} cannot be described", check.declaration().id(), ex);
			return List.of();
		}
	}

	private static void await(Future<?> worker) {
		try {
			worker.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while statements were checked", ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
		}
	}

	/**
	 * Where statements run.
	 *
	 * @param template runs them
	 * @param connections how many may run at once
	 */
	public record Pool(WarehouseTemplate template, int connections) {
	}

	private record Step(EndpointCheck check, BoundStatement statement, int tries) {
	}

}
