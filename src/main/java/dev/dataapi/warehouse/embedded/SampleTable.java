package dev.dataapi.warehouse.embedded;

import java.sql.SQLException;
import java.sql.Statement;

import org.duckdb.DuckDBConnection;

/**
 * A table of {@code snowflake_sample_data}.
 */
interface SampleTable {

	TableName name();

	/** Creates the table in its existing schema, and fills it. */
	void fill(DuckDBConnection connection) throws SQLException;

	/**
	 * Loads the table in one transaction: all of it, or no table at all. If this fails,
	 * the transaction ends when the connection closes.
	 */
	default void load(DuckDBConnection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			// Each thread writes its own rows instead of handing them on in order
			statement.execute("SET preserve_insertion_order = false");
			connection.setAutoCommit(false);
			statement.execute("CREATE SCHEMA IF NOT EXISTS " + name().schemaSql());
			fill(connection);
			connection.commit();
			connection.setAutoCommit(true);
			statement.execute("RESET preserve_insertion_order");
		}
	}

	/** Whether an attached database has it. */
	default boolean isLoaded(DuckDBConnection connection) throws SQLException {
		return DatabaseFile.count(connection, """
				SELECT count(*) FROM information_schema.tables
				WHERE table_catalog = '%s' AND table_schema = '%s' AND table_name = '%s'""".formatted(name().database(),
				name().schema(), name().table())) > 0;
	}

}
