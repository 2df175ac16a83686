package dev.dataapi.warehouse.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * A DuckDB file that keeps a database from one start to the next. DuckDB's lock keeps
 * other processes out while it is written.
 *
 * @param path the file
 * @param database the name under which it is attached
 */
record DatabaseFile(Path path, String database) {

	static final String OURS = "name a DuckDB file that this service wrote and can read, or a file that does not exist yet";

	static final String WRITABLE = "name a file in a directory that this process can write to";

	/** Attaches it to be read only. */
	void attach(Connection connection) throws SQLException {
		attach(connection, "READ_ONLY", OURS);
	}

	/** Attaches it to be written, which creates it. */
	void attachToWrite(Connection connection) throws SQLException {
		attach(connection, "READ_WRITE", WRITABLE);
	}

	private void attach(Connection connection, String mode, String requirement) throws SQLException {
		try {
			// The type keeps DuckDB from fetching an extension for a file of another kind
			EmbeddedWarehouse.execute(connection, "ATTACH %s AS %s (TYPE duckdb, %s)"
				.formatted(TableName.literal(this.path.toString()), TableName.quoted(this.database), mode));
		}
		catch (SQLException ex) {
			throw invalid(
					isLocked(ex) ? "name a file that nobody else is writing, and this one is in use" : requirement, ex);
		}
	}

	/** Also moves what was written from the log into the file. */
	void detach(Connection connection) throws SQLException {
		EmbeddedWarehouse.execute(connection, "DETACH " + TableName.quoted(this.database));
	}

	/** By another process, or by this one; DuckDB has no error codes to tell by. */
	private static boolean isLocked(SQLException ex) {
		String message = String.valueOf(ex.getMessage());
		return message.contains("Could not set lock") || message.contains("already attached");
	}

	/** Whether it has tables of a schema, given as a pattern of LIKE. */
	boolean holdsTables(Connection connection, String schema) throws SQLException {
		return count(connection,
				"SELECT count(*) FROM information_schema.tables WHERE table_catalog = %s AND table_schema LIKE %s"
					.formatted(TableName.literal(this.database), TableName.literal(schema))) > 0;
	}

	static long count(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getLong(1);
		}
	}

	/** The first column of a query. */
	static List<String> texts(Connection connection, String sql) throws SQLException {
		List<String> texts = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				texts.add(rows.getString(1));
			}
		}
		return texts;
	}

	InvalidSettingException invalid(String requirement, @Nullable SQLException cause) {
		return new InvalidSettingException(EmbeddedProperties.PATH, this.path, requirement, cause);
	}

}
