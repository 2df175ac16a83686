package dev.dataapi.warehouse.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.dialect.Dialect;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the embedded warehouse holds, and how it is loaded: the sample, Snowflake's
 * functions, look-up tables and own data.
 */
final class WarehouseData {

	private static final Logger LOGGER = LoggerFactory.getLogger(WarehouseData.class);

	/** The database of the look-up tables. */
	private static final String LOOK_UPS = "api";

	private static final int THREADS = Runtime.getRuntime().availableProcessors();

	private final EmbeddedProperties properties;

	private final Set<TpcDsTable> tables;

	/** What declared SQL reads. */
	private final Set<TableName> reads;

	private final @Nullable OrdersFile file;

	private final @Nullable OwnData own;

	private final LoadProgress progress;

	private volatile @Nullable LoadStatements ownLoad;

	/** Refuses settings that do not hold, and reads no rows. */
	WarehouseData(EmbeddedProperties properties, Set<TpcDsTable> tables, Set<TableName> reads, LoadProgress progress) {
		Path path = properties.file();
		Path folder = properties.folder();
		this.properties = properties;
		this.tables = tables;
		this.reads = reads;
		this.own = (folder != null) ? new OwnData(folder) : null;
		this.file = (path != null) ? new OrdersFile(path, properties) : null;
		this.progress = progress;
	}

	/**
	 * Loads everything.
	 * @param origin what tells whether anything that was kept has changed
	 */
	void load(DuckDBConnection connection, String origin) throws SQLException {
		if (this.properties.sample()) {
			loadOrders(connection, samples());
		}
		// After the orders, whose own SQL is DuckDB's, and before views that use them
		EmbeddedWarehouse.execute(connection, Dialect.script());
		attachDatabases(connection, origin);
	}

	/** Ends what is being loaded. */
	void cancel() throws SQLException {
		this.progress.cancel();
		LoadStatements statements = this.ownLoad;
		if (statements != null) {
			statements.cancel();
		}
	}

	/** The tables that only some SQL reads. */
	private List<SampleTable> samples() {
		if (this.reads.isEmpty() && this.own == null) {
			return List.of();
		}
		return Stream
			.concat(Arrays.stream(TpcDsTable.values()).map(TpcDsTable::sampleTable),
					TpchSample.others(this.properties.scaleFactor(), THREADS, this.progress).stream())
			.filter((table) -> this.reads.contains(table.name())
					|| (this.own != null && this.own.mentions(table.name().toString())))
			.toList();
	}

	private void loadOrders(DuckDBConnection connection, List<SampleTable> more) throws SQLException {
		SampleTable orders = TpchSample.orders(this.properties.scaleFactor(), THREADS, this.progress);
		if (this.file != null) {
			this.file.attach(connection, orders, more);
			return;
		}
		EmbeddedWarehouse.execute(connection, "ATTACH ':memory:' AS snowflake_sample_data");
		orders.load(connection);
		for (SampleTable table : more) {
			table.load(connection);
		}
	}

	private void attachDatabases(DuckDBConnection connection, String origin) throws SQLException {
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
		new KeptData(orders, databases, origin + "\n" + version()).attach(connection,
				() -> fill(connection, own, lookUps));
	}

	/** Views were made by this version, with these macros. */
	static String version() {
		return WarehouseData.class.getPackage().getImplementationVersion() + " " + Dialect.script().hashCode();
	}

	/** Describes what is loaded. */
	String origin() {
		return String.join("\n", this.properties.scaleFactorText(), String.valueOf(this.properties.sample()),
				this.tables.toString(), (this.own != null) ? this.own.fingerprint() : "");
	}

	private static void attachInMemory(Connection connection, Set<String> databases) throws SQLException {
		for (String database : databases) {
			EmbeddedWarehouse.execute(connection, "ATTACH ':memory:' AS " + TableName.quoted(database));
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
		EmbeddedWarehouse.execute(connection, "CREATE SCHEMA IF NOT EXISTS api.data");
		for (TpcDsTable table : this.tables) {
			if (this.properties.sample() && (own == null || !own.defines(table.lookUpTable()))) {
				table.load(connection, table.lookUpTable());
			}
		}
	}

	/** What there is, for the log. */
	@Override
	public String toString() {
		List<String> held = new ArrayList<>();
		if (this.properties.sample()) {
			held.add(String.format(Locale.ROOT, "%,d orders (scale factor %s) and %s",
					TpchSample.orderCount(this.properties.scaleFactor()), this.properties.scaleFactorText(),
					this.tables.stream().map(TpcDsTable::toString).collect(Collectors.joining(", "))));
		}
		if (this.own != null) {
			held.add(this.own.toString());
		}
		held.add((this.file != null) ? "orders in " + this.file : "in memory");
		return String.join(", ", held);
	}

}
