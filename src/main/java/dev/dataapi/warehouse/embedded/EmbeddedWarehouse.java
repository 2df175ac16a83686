package dev.dataapi.warehouse.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

	/** The database of the look-up tables. */
	private static final String LOOK_UPS = "api";

	private final EmbeddedProperties properties;

	private final SessionTimeZone zone;

	private final Set<TpcDsTable> tables;

	/** What declared SQL reads. */
	private final Set<TableName> reads;

	private final @Nullable OrdersFile file;

	private final @Nullable OwnData own;

	private final LoadProgress progress;

	private volatile @Nullable LoadStatements ownLoad;

	private final ExecutorService executor = Executors
		.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("embedded-warehouse").factory());

	private final Future<DuckDBConnection> loaded;

	EmbeddedWarehouse(EmbeddedProperties properties, SessionTimeZone zone, Set<TpcDsTable> tables, Set<TableName> reads,
			LoadProgress progress) {
		Path path = properties.file();
		this.properties = properties;
		this.zone = zone;
		this.tables = tables;
		this.reads = reads;
		Path folder = properties.folder();
		this.own = (folder != null) ? new OwnData(folder) : null;
		this.file = (path != null) ? new OrdersFile(path, properties) : null;
		this.progress = progress;
		this.loaded = this.executor.submit(this::load);
	}

	/**
	 * Starts to load the orders, these look-up tables and what is read of the rest of the
	 * sample, and returns at once.
	 */
	static EmbeddedWarehouse start(EmbeddedProperties properties, SessionTimeZone zone, Set<TpcDsTable> tables,
			Set<TableName> reads) {
		return new EmbeddedWarehouse(properties, zone, tables, reads,
				new LoadProgress(OrdersTable.rows(properties.scaleFactor()), System::nanoTime, LOGGER::info));
	}

	private DuckDBConnection load() throws SQLException {
		long started = System.nanoTime();
		DuckDBConnection connection = open();
		try {
			// For all connections, instead of the machine's
			execute(connection, "SET GLOBAL TimeZone = '" + this.zone.timeZone() + "'");
			if (this.properties.sample()) {
				loadOrders(connection, samples());
			}
			// After the orders, whose own SQL is DuckDB's, and before views that use them
			execute(connection, Dialect.statements().toArray(String[]::new));
			attachDatabases(connection);
			// Leaves SQL that was declared in a file no way to other files, the network
			// or the settings; what is attached stays attached
			execute(connection, "SET enable_external_access = false", "SET lock_configuration = true");
			LOGGER.info(summary(System.nanoTime() - started));
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
		return connection;
	}

	/** Without a name the database belongs to this connection and its duplicates alone. */
	private static DuckDBConnection open() throws SQLException {
		try {
			return new DuckDBDriver().connect("jdbc:duckdb:", new Properties()).unwrap(DuckDBConnection.class);
		}
		catch (LinkageError ex) {
			throw new InvalidSettingException("spring.profiles.active", "embedded",
					"be snowflake on %s on %s, where DuckDB does not run: it needs Linux with glibc, macOS on ARM, or Windows on x86-64"
						.formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
					ex);
		}
	}

	/** The tables that only some SQL reads. */
	private List<SampleTable> samples() {
		if (this.reads.isEmpty() && this.own == null) {
			return List.of();
		}
		return Stream
			.concat(Arrays.stream(TpcDsTable.values()).map(TpcDsTable::sampleTable),
					TpchSample.all(this.properties.scaleFactor(), this.progress).stream())
			.filter((table) -> this.reads.contains(table.name())
					|| (this.own != null && this.own.mentions(table.name().toString())))
			.toList();
	}

	private void loadOrders(DuckDBConnection connection, List<SampleTable> more) throws SQLException {
		OrdersTable.Rows orders = new OrdersTable.Rows(this.properties.scaleFactor(),
				Runtime.getRuntime().availableProcessors(), this.progress);
		if (this.file != null) {
			this.file.attach(connection, orders, more);
			return;
		}
		execute(connection, "ATTACH ':memory:' AS snowflake_sample_data");
		OrdersTable.load(connection, orders);
		for (SampleTable table : more) {
			table.load(connection);
		}
	}

	private void attachDatabases(DuckDBConnection connection) throws SQLException {
		OwnData own = this.own;
		Set<String> databases = new LinkedHashSet<>((own != null) ? own.databases() : Set.of());
		Path orders = this.properties.file();
		if (own == null || orders == null) {
			databases.add(LOOK_UPS);
			attachInMemory(connection, databases);
			fill(connection, own, true);
			return;
		}
		boolean lookUps = databases.contains(LOOK_UPS);
		if (!lookUps) {
			attachInMemory(connection, Set.of(LOOK_UPS));
			fill(connection, null, true);
		}
		new KeptData(orders, databases, origin()).attach(connection, () -> fill(connection, own, lookUps));
	}

	/** Describes what is loaded: the same wherever the same is loaded. */
	String origin() {
		return String.join("\n", this.zone.timeZone(), this.properties.scaleFactorText(),
				String.valueOf(this.properties.sample()), this.tables.toString(),
				(this.own != null) ? this.own.fingerprint() : "");
	}

	private static void attachInMemory(Connection connection, Set<String> databases) throws SQLException {
		for (String database : databases) {
			execute(connection, "ATTACH ':memory:' AS " + TableName.quoted(database));
		}
	}

	private void fill(DuckDBConnection connection, @Nullable OwnData own, boolean lookUps) throws SQLException {
		if (lookUps) {
			loadLookUpTables(connection, own);
		}
		if (own != null) {
			try (LoadStatements statements = new LoadStatements(connection, LOGGER::info)) {
				this.ownLoad = statements;
				// Whoever closed this before has not seen the statements
				this.progress.requireNotCancelled();
				own.load(statements);
			}
		}
	}

	/** Own tables of the same names take their place. */
	private void loadLookUpTables(DuckDBConnection connection, @Nullable OwnData own) throws SQLException {
		execute(connection, "CREATE SCHEMA IF NOT EXISTS api.data");
		for (TpcDsTable table : this.tables) {
			if (this.properties.sample() && (own == null || !own.defines(table.lookUpTable()))) {
				table.load(connection, table.lookUpTable());
			}
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
		List<String> held = new ArrayList<>();
		if (this.properties.sample()) {
			held.add(String.format(Locale.ROOT, "%,d orders (scale factor %s) and %s",
					OrdersTable.rows(this.properties.scaleFactor()), this.properties.scaleFactorText(),
					this.tables.stream().map(TpcDsTable::toString).collect(Collectors.joining(", "))));
		}
		if (this.own != null) {
			held.add(this.own.toString());
		}
		held.add((this.file != null) ? "orders in " + this.file : "in memory");
		return String.format(Locale.ROOT, "Embedded warehouse: %s, ready in %.1f s", String.join(", ", held),
				nanos / 1e9);
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
		LoadStatements own = this.ownLoad;
		if (own != null) {
			own.cancel();
		}
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
