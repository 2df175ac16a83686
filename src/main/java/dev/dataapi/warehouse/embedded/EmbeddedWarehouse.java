package dev.dataapi.warehouse.embedded;

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

import javax.sql.DataSource;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.warehouse.SessionTimeZone;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
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

	private final SessionTimeZone zone;

	private final WarehouseData data;

	private final ExecutorService executor = Executors
		.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("embedded-warehouse").factory());

	private final Future<DuckDBConnection> loaded;

	EmbeddedWarehouse(EmbeddedProperties properties, SessionTimeZone zone, Set<TpcDsTable> tables, Set<TableName> reads,
			LoadProgress progress) {
		this.zone = zone;
		this.data = new WarehouseData(properties, tables, reads, progress);
		this.loaded = this.executor.submit(this::load);
	}

	/**
	 * Starts to load the orders, these look-up tables and what is read of the rest of the
	 * sample, and returns at once.
	 */
	static EmbeddedWarehouse start(EmbeddedProperties properties, SessionTimeZone zone, Set<TpcDsTable> tables,
			Set<TableName> reads) {
		return new EmbeddedWarehouse(properties, zone, tables, reads,
				new LoadProgress(TpchSample.orderCount(properties.scaleFactor()), System::nanoTime, LOGGER::info));
	}

	private DuckDBConnection load() throws SQLException {
		long started = System.nanoTime();
		DuckDBConnection connection = open();
		try {
			// For all connections, instead of the machine's
			execute(connection, "SET GLOBAL TimeZone = '" + this.zone.timeZone() + "'");
			this.data.load(connection, origin());
			// Leaves SQL that was declared in a file no way to other files, the network
			// or the settings; what is attached stays attached
			execute(connection, StreamedResult.ALLOWED, "SET enable_external_access = false",
					"SET lock_configuration = true");
			LOGGER.info(String.format(Locale.ROOT, "Embedded warehouse: %s, ready in %.1f s", this.data,
					(System.nanoTime() - started) / 1e9));
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
		return connection;
	}

	/**
	 * Without a name the database belongs to this connection and its duplicates alone.
	 */
	private static DuckDBConnection open() throws SQLException {
		try {
			return new DuckDBDriver().connect("jdbc:duckdb:", new Properties()).unwrap(DuckDBConnection.class);
		}
		catch (LinkageError ex) {
			throw new InvalidSettingException("spring.profiles.active", "embedded",
					"be snowflake on %s on %s, where DuckDB does not run: it needs Linux with glibc, macOS on ARM, or Windows on x86-64, and a jar that was built there or with -Djar.platform=all"
						.formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
					ex);
		}
	}

	/** Describes what is loaded: the same wherever the same is loaded. */
	String origin() {
		return this.zone.timeZone() + "\n" + this.data.origin();
	}

	/** Runs statements one after another. */
	static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
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
		this.data.cancel();
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
