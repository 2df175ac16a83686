package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The DuckDB behind all sessions.
 */
final class DuckWarehouse implements AutoCloseable {

	private final Connection base;

	DuckWarehouse(DataSource dataSource) throws SQLException {
		this.base = dataSource.getConnection();
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
