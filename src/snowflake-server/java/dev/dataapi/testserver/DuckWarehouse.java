package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

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

	private final boolean own;

	/** Opens connections to the caller's DuckDB, or one in memory if there is none. */
	DuckWarehouse(@Nullable DataSource dataSource) throws SQLException {
		this.own = dataSource == null;
		this.base = (dataSource != null) ? dataSource.getConnection() : DriverManager.getConnection("jdbc:duckdb:");
		if (this.own) {
			// As Snowflake sorts
			execute("SET GLOBAL default_null_order = 'nulls_last_on_asc_first_on_desc'");
			execute("ATTACH ':memory:' AS " + DATABASE + "; CREATE SCHEMA " + DATABASE + "." + SCHEMA + "; USE "
					+ DATABASE + "." + SCHEMA);
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
		return new DuckSession(this.base.unwrap(DuckDBConnection.class).duplicate());
	}

	boolean hasDatabase(@Nullable String database) throws SQLException {
		return database != null && exists("SELECT 1 FROM duckdb_databases() WHERE upper(database_name) = ?"
				+ " AND NOT internal AND database_name <> 'memory'", database);
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
