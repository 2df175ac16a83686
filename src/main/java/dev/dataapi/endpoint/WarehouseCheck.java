package dev.dataapi.endpoint;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.dataapi.warehouse.WarehouseTemplate;
import dev.dataapi.warehouse.WarmUp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * Runs each statement of the declared endpoints once and compares the columns of its
 * result with those declared. A mismatch ends the start.
 * <p>
 * A statement that fails is then only described. If that works, the sample values are to
 * blame and other values may be fine, so it is only a warning.
 */
final class WarehouseCheck implements WarmUp {

	private static final Logger LOGGER = LoggerFactory.getLogger(WarehouseCheck.class);

	private final Pool lookups;

	private final Pool reports;

	private final Diagnostics diagnostics;

	/** Statements not answered yet; those left are tried again on the next call. */
	private final Queue<Step> lookupSteps = new ConcurrentLinkedQueue<>();

	private final Queue<Step> reportSteps = new ConcurrentLinkedQueue<>();

	WarehouseCheck(DeclaredFile file, Pool lookups, Pool reports, Grants grants) {
		this.lookups = lookups;
		this.reports = reports;
		this.diagnostics = new Diagnostics(file, (declaration) -> declaration
			.within(((declaration instanceof LookupDeclaration) ? lookups : reports).template()), grants);
		file.endpoints()
			.lookups()
			.forEach((lookup) -> addSteps(new LookupCheck(lookup, new LookupStatements(lookup), this.diagnostics),
					this.lookupSteps));
		file.endpoints()
			.reports()
			.forEach((report) -> addSteps(new ReportCheck(report, new ReportStatements(report), this.diagnostics),
					this.reportSteps));
	}

	private static void addSteps(EndpointCheck check, Queue<Step> steps) {
		check.samples().forEach((statement) -> steps.add(new Step(check, statement)));
	}

	@Override
	public boolean isRequired() {
		return true;
	}

	/**
	 * Checks all statements that have not been answered yet. The reports' connections
	 * help with the look-ups' statements once they have none of their own left.
	 * @throws DataAccessException if the warehouse cannot be reached
	 * @throws IllegalStateException caused by an {@link InvalidEndpointsException}
	 */
	@Override
	public void runEachStatement() {
		long started = System.nanoTime();
		int statements = this.lookupSteps.size() + this.reportSteps.size();
		try (ExecutorService threads = Executors
			.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("endpoint-check-", 1).factory())) {
			List<Future<?>> workers = new ArrayList<>();
			start(this.lookups, List.of(this.lookupSteps), threads, workers);
			start(this.reports, List.of(this.reportSteps, this.lookupSteps), threads, workers);
			for (Future<?> worker : workers) {
				await(worker);
			}
		}
		try {
			this.diagnostics.throwErrors();
		}
		catch (InvalidEndpointsException ex) {
			throw new IllegalStateException("The declared endpoints do not fit the warehouse", ex);
		}
		if (statements > 0) {
			this.diagnostics.warnings().forEach(LOGGER::warn);
			LOGGER.info("{}: {} statements checked in {} s", this.diagnostics.file().name(), statements,
					"%.1f".formatted((System.nanoTime() - started) / 1e9));
		}
	}

	/** Findings that do not end the start. */
	List<String> warnings() {
		return this.diagnostics.warnings();
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
				take(step, step.check().declaration().within(template));
			}
			catch (RuntimeException ex) {
				steps.add(step);
				throw ex;
			}
		}
	}

	private void take(Step step, JdbcTemplate template) {
		EndpointCheck check = step.check();
		try {
			check.compare(run(step.statement(), template));
		}
		catch (DataAccessException ex) {
			boolean tooSlow = ex instanceof QueryTimeoutException && check.declaration() instanceof ReportDeclaration;
			if (!tooSlow) {
				Diagnostics.rethrowUnlessRefused(ex);
			}
			List<ResultColumn> described = (ex instanceof BadSqlGrammarException) ? List.of()
					: described(step.statement(), check);
			boolean known = !described.isEmpty() && described.stream().noneMatch(ResultColumn::isUnknown);
			if (known) {
				check.compare(described);
			}
			if (known || tooSlow) {
				this.diagnostics.warn(
						"%s fails with sample values: %s".formatted(check.declaration().id(), Diagnostics.message(ex)));
			}
			else {
				check.refused(ex);
			}
		}
	}

	/** Reads the columns from the result, which saves describing the statement first. */
	private static List<ResultColumn> run(Statement statement, JdbcTemplate template) {
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
	private List<ResultColumn> described(Statement statement, EndpointCheck check) {
		try {
			return this.diagnostics.describe(statement.sql(), check);
		}
		catch (DataAccessException ex) {
			if (!(ex instanceof QueryTimeoutException)) {
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
	record Pool(WarehouseTemplate template, int connections) {
	}

	private record Step(EndpointCheck check, Statement statement) {
	}

}
