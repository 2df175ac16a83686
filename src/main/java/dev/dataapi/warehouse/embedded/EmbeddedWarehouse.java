package dev.dataapi.warehouse.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.dataapi.InvalidSettingException;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A DuckDB of its own for one application context: loads itself in the background and
 * hands out connections only once everything is loaded.
 */
class EmbeddedWarehouse implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedWarehouse.class);

	/** A load stops at its next 2,048 rows, or after the checkpoint that it is in. */
	private static final long CLOSE_SECONDS = 30;

	private final EmbeddedProperties properties;

	private final @Nullable OrdersFile file;

	private final LoadProgress progress;

	private final ExecutorService executor = Executors.newFixedThreadPool(2,
			Thread.ofPlatform().daemon().name("embedded-warehouse-", 1).factory());

	private final Future<DuckDBConnection> loaded;

	private EmbeddedWarehouse(EmbeddedProperties properties, LoadProgress progress) {
		Path path = properties.file();
		this.properties = properties;
		this.file = (path != null) ? OrdersFile.at(path) : null;
		this.progress = progress;
		Future<List<List<@Nullable String>>> customers = this.executor.submit(CustomersTable::generate);
		this.loaded = this.executor.submit(() -> load(customers));
	}

	/** Starts to load, and returns at once. */
	static EmbeddedWarehouse start(EmbeddedProperties properties) {
		return start(properties, new LoadProgress(OrdersTable.rows(properties.scaleFactor()), System::nanoTime,
				(line) -> logger.info(line)));
	}

	static EmbeddedWarehouse start(EmbeddedProperties properties, LoadProgress progress) {
		return new EmbeddedWarehouse(properties, progress);
	}

	private DuckDBConnection load(Future<List<List<@Nullable String>>> customers) throws Exception {
		long started = System.nanoTime();
		// Without a name the database belongs to this connection and its duplicates alone
		Connection opened = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
		DuckDBConnection connection = opened.unwrap(DuckDBConnection.class);
		try {
			loadOrders(connection);
			CustomersTable.load(connection, customers.get());
		}
		catch (Exception ex) { // whatever it was, nothing of this database is to be used
			connection.close();
			throw ex;
		}
		logger.info(summary(System.nanoTime() - started));
		return connection;
	}

	private void loadOrders(DuckDBConnection connection) throws SQLException {
		double scaleFactor = this.properties.scaleFactor();
		OrderRows orders = new OrderRows(scaleFactor, Runtime.getRuntime().availableProcessors(), this.progress);
		if (this.file != null) {
			this.file.attach(connection, scaleFactor, orders);
			return;
		}
		try (Statement statement = connection.createStatement()) {
			statement.execute("ATTACH ':memory:' AS snowflake_sample_data");
		}
		OrdersTable.load(connection, orders);
	}

	private String summary(long nanos) {
		double scaleFactor = this.properties.scaleFactor();
		return String.format(Locale.ROOT,
				"Embedded warehouse: %,d orders (scale factor %s) and %,d customers, %s, ready in %.1f s",
				OrdersTable.rows(scaleFactor), ScaleFactor.text(scaleFactor), CustomersTable.ROWS,
				(this.file != null) ? "orders in " + this.file : "in memory", nanos / 1e9);
	}

	/**
	 * Waits until everything is loaded; throws what stopped the load, if something did.
	 */
	void awaitLoaded() throws InterruptedException {
		try {
			this.loaded.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof InvalidSettingException invalid) {
				throw invalid;
			}
			throw new IllegalStateException("The embedded warehouse could not be loaded", ex.getCause());
		}
	}

	/** Fails at once unless everything is loaded. */
	void requireLoaded() throws SQLException {
		switch (this.loaded.state()) {
			case SUCCESS -> {
			}
			case RUNNING -> throw new SQLTransientConnectionException("the embedded warehouse is still loading");
			default -> throw new SQLNonTransientConnectionException("the embedded warehouse could not be loaded");
		}
	}

	/** A new connection to the loaded databases. */
	Connection connect() throws SQLException {
		requireLoaded();
		return this.loaded.resultNow().duplicate();
	}

	@Override
	public void close() throws SQLException {
		this.progress.cancel();
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				logger.warn("The embedded warehouse is still loading, and is left to end with the process");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.loaded.state() == Future.State.SUCCESS) {
			this.loaded.resultNow().close();
		}
	}

}
