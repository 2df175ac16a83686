package dev.dataapi.warehouse.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.dialect.Dialect;
import dev.dataapi.warehouse.SessionTimeZone;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A DuckDB inside this process, one for each application context. It loads in the
 * background and hands out connections once everything is loaded.
 */
class EmbeddedWarehouse implements AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedWarehouse.class);

	/** A cancelled load stops within 2,048 rows, or after the commit it is in. */
	private static final long CLOSE_SECONDS = 30;

	private final EmbeddedProperties properties;

	private final SessionTimeZone zone;

	private final Set<TpcDsTable> tables;

	private final @Nullable OrdersFile file;

	private final LoadProgress progress;

	private final ExecutorService executor = Executors
		.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("embedded-warehouse").factory());

	private final Future<DuckDBConnection> loaded;

	EmbeddedWarehouse(EmbeddedProperties properties, SessionTimeZone zone, Set<TpcDsTable> tables,
			LoadProgress progress) {
		Path path = properties.file();
		this.properties = properties;
		this.zone = zone;
		this.tables = tables;
		this.file = (path != null) ? new OrdersFile(path, properties) : null;
		this.progress = progress;
		this.loaded = this.executor.submit(this::load);
	}

	/** Starts to load the orders and these look-up tables, and returns at once. */
	static EmbeddedWarehouse start(EmbeddedProperties properties, SessionTimeZone zone, Set<TpcDsTable> tables) {
		return new EmbeddedWarehouse(properties, zone, tables,
				new LoadProgress(OrdersTable.rows(properties.scaleFactor()), System::nanoTime, LOGGER::info));
	}

	private DuckDBConnection load() throws SQLException {
		long started = System.nanoTime();
		// Without a name the database belongs to this connection and its duplicates alone
		Connection opened = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
		DuckDBConnection connection = opened.unwrap(DuckDBConnection.class);
		try {
			// For all connections, instead of the machine's
			execute(connection, "SET GLOBAL TimeZone = '" + this.zone.timeZone() + "'");
			loadOrders(connection);
			loadLookUpTables(connection);
			// After the load, whose own SQL is DuckDB's
			execute(connection, Dialect.statements().toArray(String[]::new));
			// Leaves SQL that was declared in a file no way to other files, the network
			// or the settings; what is attached stays attached
			execute(connection, "SET enable_external_access = false", "SET lock_configuration = true");
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
		LOGGER.info(summary(System.nanoTime() - started));
		return connection;
	}

	private void loadOrders(Connection connection) throws SQLException {
		OrdersTable.Rows orders = new OrdersTable.Rows(this.properties.scaleFactor(),
				Runtime.getRuntime().availableProcessors(), this.progress);
		if (this.file != null) {
			this.file.attach(connection, orders);
			return;
		}
		execute(connection, "ATTACH ':memory:' AS snowflake_sample_data");
		OrdersTable.load(connection, orders);
	}

	private void loadLookUpTables(DuckDBConnection connection) throws SQLException {
		execute(connection, "ATTACH ':memory:' AS api", "CREATE SCHEMA api.data");
		for (TpcDsTable table : this.tables) {
			table.load(connection);
		}
	}

	/** Runs statements one after another. */
	static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private String summary(long nanos) {
		String lookUpTables = this.tables.stream().map(TpcDsTable::toString).collect(Collectors.joining(", "));
		return String.format(Locale.ROOT,
				"Embedded warehouse: %,d orders (scale factor %s) and %s, %s, ready in %.1f s",
				OrdersTable.rows(this.properties.scaleFactor()), this.properties.scaleFactorText(), lookUpTables,
				(this.file != null) ? "orders in " + this.file : "in memory", nanos / 1e9);
	}

	/**
	 * Waits until everything is loaded; throws what stopped the load, if anything did.
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

	/** Unpooled connections to the loaded databases, 16 microseconds each. */
	DataSource connections() {
		return new Connections();
	}

	@Override
	public void close() throws SQLException {
		this.progress.cancel();
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				LOGGER.warn("The embedded warehouse is still loading; the load ends with the process");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.loaded.state() == Future.State.SUCCESS) {
			this.loaded.resultNow().close();
		}
	}

	/** Duplicates of the connection that loaded the databases. */
	private final class Connections extends AbstractDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			requireLoaded();
			return DialectConnection.of(EmbeddedWarehouse.this.loaded.resultNow().duplicate());
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

		/** Hikari waits this many seconds for its threads when it closes. */
		@Override
		public int getLoginTimeout() {
			return 1;
		}

		/** Does nothing: a duplicate is made within the process, and takes no time. */
		@Override
		public void setLoginTimeout(int seconds) {
		}

	}

}
