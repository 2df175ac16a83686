package dev.dataapi.warehouse.embedded;

import java.sql.SQLException;
import java.sql.Statement;

import org.duckdb.DuckDBConnection;

/**
 * A table of {@code snowflake_sample_data} that is there only if something reads it.
 */
interface SampleTable {

	TableName name();

	/** Creates the table in its existing schema, and fills it. */
	void fill(DuckDBConnection connection) throws SQLException;

	/** Loads the table in one transaction: all of it, or no table at all. */
	default void load(DuckDBConnection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("CREATE SCHEMA IF NOT EXISTS " + name().schemaSql());
			fill(connection);
			connection.commit();
			connection.setAutoCommit(true);
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
