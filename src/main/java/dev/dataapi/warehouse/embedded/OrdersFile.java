package dev.dataapi.warehouse.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

import org.duckdb.DuckDBConnection;

/**
 * The DuckDB file that keeps the orders from one start to the next. DuckDB's lock keeps
 * other processes out during the load, and its transaction leaves an empty database
 * behind if the load is killed.
 */
final class OrdersFile {

	private final DatabaseFile file;

	private final EmbeddedProperties properties;

	/** Refuses a path that cannot be a file without opening a database. */
	OrdersFile(Path path, EmbeddedProperties properties) {
		this.file = new DatabaseFile(path, "snowflake_sample_data");
		this.properties = properties;
		Path parent = path.getParent();
		if (Files.isDirectory(path)) {
			throw this.file.invalid("name a file, not a directory", null);
		}
		if (parent == null || !Files.isDirectory(parent)) {
			throw this.file.invalid("name a file in a directory that exists", null);
		}
	}

	/**
	 * Attaches the file read-only, after loading it if it holds nothing yet, and what it
	 * lacks of some more tables.
	 */
	void attach(DuckDBConnection connection, SampleTable orders, List<SampleTable> more) throws SQLException {
		if (!attachLoaded(connection)) {
			load(connection, orders);
			this.file.attach(connection);
		}
		requireOrders(connection);
		for (SampleTable table : more) {
			if (!table.isLoaded(connection)) {
				this.file.detach(connection);
				this.file.attachToWrite(connection);
				table.load(connection);
				this.file.detach(connection);
				this.file.attach(connection);
			}
		}
	}

	private boolean attachLoaded(Connection connection) throws SQLException {
		if (Files.notExists(this.file.path())) {
			return false;
		}
		this.file.attach(connection);
		if (holdsTables(connection)) {
			return true;
		}
		this.file.detach(connection);
		return false;
	}

	private void load(DuckDBConnection connection, SampleTable orders) throws SQLException {
		this.file.attachToWrite(connection);
		// Another process may have loaded it since we looked
		if (!holdsTables(connection)) {
			orders.load(connection);
		}
		this.file.detach(connection);
	}

	/** Whether it has any tables, even of others, whose database is never written to. */
	private boolean holdsTables(Connection connection) throws SQLException {
		return this.file.holdsTables(connection, "%");
	}

	private void requireOrders(Connection connection) {
		long expected = TpchSample.orderCount(this.properties.scaleFactor());
		long found;
		try {
			found = DatabaseFile.count(connection, "SELECT count(*) FROM snowflake_sample_data.tpch_sf10.orders");
		}
		catch (SQLException ex) {
			throw this.file.invalid(DatabaseFile.OURS, ex);
		}
		if (found != expected) {
			throw this.file.invalid(String.format(Locale.ROOT,
					"name a file of the %,d orders of scale factor %s, and this one holds %,d", expected,
					this.properties.scaleFactorText(), found), null);
		}
	}

	@Override
	public String toString() {
		return this.file.path().toString();
	}

}
