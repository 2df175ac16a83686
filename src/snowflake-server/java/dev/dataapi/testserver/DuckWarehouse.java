package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import dev.dataapi.dialect.Dialect;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The DuckDB behind all sessions: the caller's, or one in memory.
 */
final class DuckWarehouse implements AutoCloseable {

	/** What a DuckDB in memory holds from the start. */
	static final String DATABASE = "TEST";

	static final String SCHEMA = "PUBLIC";

	private final Connection base;

	/** The database and schema of a session that has chosen none. */
	private final String start;

	/** The database and schema of the macros, which each session finds as well. */
	private final String macros;

	/** The database of the macros, so that a caller's keeps DuckDB's functions. */
	private static final String MACROS = "snowflake_macros";

	private final boolean own;

	/** Opens connections to the caller's DuckDB, or one in memory if there is none. */
	DuckWarehouse(@Nullable DataSource dataSource) throws SQLException {
		this.own = dataSource == null;
		this.base = (dataSource != null) ? dataSource.getConnection() : DriverManager.getConnection("jdbc:duckdb:");
		this.start = text("SELECT '\"' || current_database() || '\".\"' || current_schema() || '\"'");
		this.macros = macros();
		if (this.own) {
			execute("ATTACH ':memory:' AS " + DATABASE + "; CREATE SCHEMA " + DATABASE + "." + SCHEMA + "; USE "
					+ DATABASE + "." + SCHEMA);
		}
	}

	/** Where the macros are: in a database of their own, unless the caller's has them. */
	private String macros() throws SQLException {
		String there = "SELECT coalesce(max(database_name || '.' || schema_name), '') FROM duckdb_functions()"
				+ " WHERE function_name = 'to_varchar'";
		if (text(there).isEmpty()) {
			execute("ATTACH ':memory:' AS " + MACROS + "; USE " + MACROS);
			execute(Dialect.script());
			execute("USE " + this.start);
		}
		return text(there);
	}

	private String text(String sql) throws SQLException {
		try (Statement statement = this.base.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getString(1);
		}
	}

	/** Whether the DuckDB is this server's, with a database and a schema. */
	boolean own() {
		return this.own;
	}

	void execute(String sql) throws SQLException {
		try (Statement statement = this.base.createStatement()) {
			statement.execute(sql);
		}
	}

	Rows rows(String sql) throws SQLException {
		try (Statement statement = this.base.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			return Rows.read(Column.all(rows.getMetaData(), Account::upper), rows, Long.MAX_VALUE);
		}
	}

	DuckSession session() throws SQLException {
		DuckSession session = new DuckSession(this.base.unwrap(DuckDBConnection.class).duplicate(), this.macros);
		session.use(this.start);
		return session;
	}

	boolean hasDatabase(@Nullable String database) throws SQLException {
		return database != null && exists("SELECT 1 FROM duckdb_databases() WHERE upper(database_name) = ?"
				+ " AND NOT internal AND database_name NOT IN ('memory', '" + MACROS + "')", database);
	}

	boolean hasSchema(@Nullable String database, @Nullable String schema) throws SQLException {
		return database != null && schema != null
				&& exists("SELECT 1 FROM duckdb_schemas() WHERE upper(database_name) = ? AND upper(schema_name) = ?",
						database, schema);
	}

	private boolean exists(String sql, String... names) throws SQLException {
		try (Connection connection = this.base.unwrap(DuckDBConnection.class).duplicate();
				PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < names.length; i++) {
				statement.setString(i + 1, Account.upper(names[i]));
			}
			try (ResultSet found = statement.executeQuery()) {
				return found.next();
			}
		}
	}

	@Override
	public void close() throws SQLException {
		this.base.close();
	}

}
