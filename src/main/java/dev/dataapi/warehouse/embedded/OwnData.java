package dev.dataapi.warehouse.embedded;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.dataapi.InvalidSettingException;

/**
 * The tables of a folder: of files, and of Snowflake's DDL beside them. A file whose
 * table is created in SQL is loaded there; the others are loaded before any SQL runs.
 */
final class OwnData {

	private final DataFolder folder;

	private final List<SqlScript.Statement> statements = new ArrayList<>();

	/** Reads the folder, but not the rows in it. */
	OwnData(Path path) {
		try {
			this.folder = DataFolder.read(path);
			for (Path script : this.folder.scripts()) {
				this.statements.addAll(SqlScript.read(path, script));
			}
		}
		catch (UnusableDataException ex) {
			throw unusable(path, ex);
		}
	}

	/** The databases that it needs. */
	Set<String> databases() {
		Set<String> databases = new LinkedHashSet<>();
		tables().forEach((table) -> databases.add(table.database()));
		return databases;
	}

	/** Whether a table or view is one of its own. */
	boolean defines(TableName name) {
		return tables().anyMatch(name::equals);
	}

	/** What tells whether anything in the folder has changed. */
	String fingerprint() {
		try {
			return this.folder.fingerprint();
		}
		catch (UnusableDataException ex) {
			throw unusable(this.folder.path(), ex);
		}
	}

	/** Whether its SQL names something, given in small letters, such as a table. */
	boolean mentions(String name) {
		return this.statements.stream().anyMatch((each) -> each.sql().toLowerCase(Locale.ROOT).contains(name));
	}

	private Stream<TableName> tables() {
		return Stream.concat(this.folder.tables().keySet().stream(),
				this.statements.stream().map(SqlScript.Statement::creates).filter(Objects::nonNull));
	}

	/** Fills its databases, which are attached. */
	void load(LoadStatements load) throws SQLException {
		try {
			createSchemas(load);
			Set<TableName> declared = new HashSet<>();
			for (SqlScript.Statement statement : this.statements) {
				if (statement.definition() != null) {
					declared.add(Objects.requireNonNull(statement.creates()));
				}
			}
			for (DataFile file : this.folder.tables().values()) {
				if (!declared.contains(file.table())) {
					file.load(load);
				}
			}
			for (SqlScript.Statement statement : this.statements) {
				run(statement, load);
			}
		}
		catch (UnusableDataException ex) {
			throw unusable(this.folder.path(), ex);
		}
	}

	private void createSchemas(LoadStatements load) throws SQLException {
		Set<String> schemas = new LinkedHashSet<>();
		tables().forEach((table) -> schemas.add(table.schemaSql()));
		for (String schema : schemas) {
			load.run(schema, "CREATE SCHEMA IF NOT EXISTS " + schema);
		}
	}

	private void run(SqlScript.Statement statement, LoadStatements load) throws UnusableDataException, SQLException {
		TableName created = statement.creates();
		TableDefinition definition = statement.definition();
		DataFile file = (created != null) ? this.folder.tables().get(created) : null;
		try {
			if (statement.searchPath() != null) {
				// The first for macros, which DuckDB finds in no other way
				load.run(statement.place(),
						"SET search_path = " + TableName.literal("memory.main," + statement.searchPath()));
			}
			if (definition != null) {
				load.run(statement.place(), statement.sql() + definition.columnsSql(file == null));
			}
			else if (!statement.sql().isEmpty()) {
				load.run(statement.place(), statement.sql());
			}
		}
		catch (SQLException ex) {
			throw new UnusableDataException(statement.place(), UnusableDataException.firstLine(ex), ex);
		}
		finally {
			load.run(statement.place(), "RESET search_path");
		}
		if (file != null && definition != null) {
			file.load(load, definition);
		}
	}

	/** How many tables and views there are, for the log. */
	@Override
	public String toString() {
		long tables = tables().filter((name) -> !name.table().isEmpty()).distinct().count();
		return tables + ((tables == 1) ? " own table" : " own tables");
	}

	private static InvalidSettingException unusable(Path path, UnusableDataException ex) {
		return new InvalidSettingException(EmbeddedProperties.DATA, path,
				"hold data that can be loaded, and " + ex.getMessage(), ex);
	}

}
