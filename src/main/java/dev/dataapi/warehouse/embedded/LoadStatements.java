package dev.dataapi.warehouse.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.QueryProgress;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements that load own data: logs the progress of a long one once a second,
 * and ends it when the load is cancelled.
 */
class LoadStatements implements AutoCloseable {

	private static final long INTERVAL_MILLIS = 1_000;

	private final DuckDBConnection connection;

	private final Consumer<String> log;

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("embedded-warehouse-progress").factory());

	/** What runs now, under the lock of this object. */
	private @Nullable DuckDBPreparedStatement running;

	private boolean cancelled;

	LoadStatements(DuckDBConnection connection, Consumer<String> log) throws SQLException {
		this.connection = connection;
		this.log = log;
		run("", "SET enable_progress_bar = true");
		run("", "SET enable_progress_bar_print = false");
	}

	/**
	 * Runs a statement.
	 * @param what is loaded, for the log
	 */
	void run(String what, String sql) throws SQLException {
		try (DuckDBPreparedStatement statement = this.connection.createStatement()
			.unwrap(DuckDBPreparedStatement.class)) {
			begin(statement);
			var reports = this.timer.scheduleAtFixedRate(() -> report(what, statement), INTERVAL_MILLIS,
					INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
			try {
				statement.execute(sql);
			}
			finally {
				reports.cancel(false);
				end();
			}
		}
	}

	/** Reads all rows of a query. */
	<T> List<T> query(String sql, RowReader<T> reader) throws SQLException {
		try (DuckDBPreparedStatement statement = this.connection.createStatement()
			.unwrap(DuckDBPreparedStatement.class)) {
			begin(statement);
			try (ResultSet rows = statement.executeQuery(sql)) {
				List<T> read = new ArrayList<>();
				while (rows.next()) {
					read.add(reader.read(rows));
				}
				return read;
			}
			finally {
				end();
			}
		}
	}

	private synchronized void begin(DuckDBPreparedStatement statement) {
		if (this.cancelled) {
			throw new CancellationException("the load was cancelled");
		}
		this.running = statement;
	}

	private synchronized void end() {
		this.running = null;
		if (this.cancelled) {
			throw new CancellationException("the load was cancelled");
		}
	}

	private synchronized void report(String what, DuckDBPreparedStatement statement) {
		if (this.running != statement) {
			return;
		}
		try {
			QueryProgress progress = statement.getQueryProgress();
			if (progress.getPercentage() >= 0) {
				this.log.accept(String.format(Locale.ROOT, "Loading %s: %.0f %%", what, progress.getPercentage()));
			}
		}
		catch (SQLException ex) {
			// It ends the reports of this statement, not the statement
			throw new IllegalStateException("The progress of a load is not known", ex);
		}
	}

	/** Ends what runs, and lets nothing more begin. */
	synchronized void cancel() throws SQLException {
		this.cancelled = true;
		if (this.running != null) {
			this.running.cancel();
		}
	}

	@Override
	public void close() {
		this.timer.shutdown();
	}

	/** Reads one row. */
	@FunctionalInterface
	interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

}
