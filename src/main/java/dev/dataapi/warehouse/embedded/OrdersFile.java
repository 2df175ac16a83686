package dev.dataapi.warehouse.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * The DuckDB file that keeps the orders from one start to the next. DuckDB's lock keeps
 * other processes out during the load, and its transaction leaves an empty database
 * behind if the load is killed.
 */
final class OrdersFile {

	private static final String OURS = "name a DuckDB file that this service wrote and can read, or a file that does not exist yet";

	private final Path path;

	private final EmbeddedProperties properties;

	/** Refuses a path that cannot be a file without opening a database. */
	OrdersFile(Path path, EmbeddedProperties properties) {
		this.path = path;
		this.properties = properties;
		Path parent = path.getParent();
		if (Files.isDirectory(path)) {
			throw invalid("name a file, not a directory", null);
		}
		if (parent == null || !Files.isDirectory(parent)) {
			throw invalid("name a file in a directory that exists", null);
		}
	}

	/** Attaches the file read-only, after loading it if it holds nothing yet. */
	void attach(Connection connection, OrdersTable.Rows rows) throws SQLException {
		if (!attachLoaded(connection)) {
			load(connection, rows);
			attach(connection, "READ_ONLY", OURS);
		}
		requireOrders(connection);
	}

	private boolean attachLoaded(Connection connection) throws SQLException {
		if (Files.notExists(this.path)) {
			return false;
		}
		attach(connection, "READ_ONLY", OURS);
		if (holdsTables(connection)) {
			return true;
		}
		detach(connection);
		return false;
	}

	private void load(Connection connection, OrdersTable.Rows rows) throws SQLException {
		attach(connection, "READ_WRITE", "name a file in a directory that this process can write to");
		// Another process may have loaded it since we looked
		if (!holdsTables(connection)) {
			OrdersTable.load(connection, rows);
		}
		detach(connection);
	}

	/** Whether it has any tables, even of others, whose database is never written to. */
	private static boolean holdsTables(Connection connection) throws SQLException {
		return count(connection,
				"SELECT count(*) FROM information_schema.tables WHERE table_catalog = 'snowflake_sample_data'") > 0;
	}

	private void requireOrders(Connection connection) {
		long expected = OrdersTable.rows(this.properties.scaleFactor());
		long found;
		try {
			found = count(connection, "SELECT count(*) FROM snowflake_sample_data.tpch_sf10.orders");
		}
		catch (SQLException ex) {
			throw invalid(OURS, ex);
		}
		if (found != expected) {
			throw invalid(String.format(Locale.ROOT,
					"name a file of the %,d orders of scale factor %s, and this one holds %,d", expected,
					this.properties.scaleFactorText(), found), null);
		}
	}

	private void attach(Connection connection, String mode, String requirement) throws SQLException {
		String name = this.path.toString().replace("'", "''");
		try {
			// The type keeps DuckDB from fetching an extension for a file of another kind
			EmbeddedWarehouse.execute(connection,
					"ATTACH '%s' AS snowflake_sample_data (TYPE duckdb, %s)".formatted(name, mode));
		}
		catch (SQLException ex) {
			throw invalid(
					isLocked(ex) ? "name a file that nobody else is writing, and this one is in use" : requirement, ex);
		}
	}

	/** Also moves what was written from the log into the file. */
	private static void detach(Connection connection) throws SQLException {
		EmbeddedWarehouse.execute(connection, "DETACH snowflake_sample_data");
	}

	/** By another process, or by this one; DuckDB has no error codes to tell by. */
	private static boolean isLocked(SQLException ex) {
		String message = String.valueOf(ex.getMessage());
		return message.contains("Could not set lock") || message.contains("already attached");
	}

	private static long count(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getLong(1);
		}
	}

	private InvalidSettingException invalid(String requirement, @Nullable SQLException cause) {
		return new InvalidSettingException(EmbeddedProperties.PATH, this.path, requirement, cause);
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
