package dev.dataapi.warehouse.embedded;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A file that becomes a table.
 *
 * @param path where it is
 * @param name its name below the folder of own data
 * @param table the table
 * @param format how its rows are written
 * @param delimiter what separates columns in a CSV
 */
record DataFile(Path path, String name, TableName table, Format format, char delimiter) {

	/** Loads the rows into a new table, whose types DuckDB finds out. */
	void load(LoadStatements statements) throws SQLException, UnusableDataException {
		List<String> header = header(statements);
		try {
			create(statements, header, this.format.sampled);
		}
		catch (SQLException ex) {
			try {
				// What the first rows show does not hold for all of them
				create(statements, header, this.format.all);
			}
			catch (SQLException again) {
				throw new BadRow(this, statements).explain(header, null, again);
			}
		}
	}

	private void create(LoadStatements statements, List<String> header, String options) throws SQLException {
		String columns = header.stream()
			.map((column) -> TableName.quoted(column) + " AS " + TableName.quoted(inCapitals(column)))
			.collect(Collectors.joining(", "));
		statements.run(this.table.toString(),
				"CREATE TABLE %s AS SELECT %s FROM %s".formatted(this.table.sql(), columns, reading(options)));
	}

	/** Loads the rows into an empty table. */
	void load(LoadStatements statements, TableDefinition definition) throws SQLException, UnusableDataException {
		List<String> header = header(statements);
		for (String column : header) {
			if (definition.column(column) == null) {
				throw new UnusableDataException(this.name, "%s has no column '%s'".formatted(this.table, column), null);
			}
		}
		try {
			statements.run(this.table.toString(), "INSERT INTO %s (%s) SELECT %s FROM %s".formatted(this.table.sql(),
					TableDefinition.quoted(header),
					header.stream().map((column) -> value(column, definition)).collect(Collectors.joining(", ")),
					reading(typed(header, definition))));
			for (String constraint : definition.constraintsSql(this.table)) {
				statements.run(this.table.toString(), constraint);
			}
		}
		catch (SQLException ex) {
			throw new BadRow(this, statements).explain(header, definition, ex);
		}
	}

	/**
	 * Makes a value of a table's column of what the file has in the column of its name.
	 */
	String value(String column, TableDefinition definition) {
		return definition.of(column).value(TableName.quoted(column), this.format == Format.PARQUET);
	}

	/** The options that give each column its type. */
	String typed(List<String> header, TableDefinition definition) {
		return this.format.types.formatted(header.stream()
			.map((column) -> "%s: '%s'".formatted(TableName.literal(column),
					definition.of(column).readType(this.format == Format.NDJSON)))
			.collect(Collectors.joining(", ")));
	}

	/** The options that read a file with types that hold for all rows. */
	String allRows() {
		return this.format.all;
	}

	/** The options that read a JSON file's values of one column, whatever they are. */
	String column(String column, TableDefinition definition) {
		return this.format.types
			.formatted("%s: '%s'".formatted(TableName.literal(column), definition.of(column).textType()));
	}

	/** The names of the columns as the file has them. */
	private List<String> header(LoadStatements statements) throws UnusableDataException {
		try {
			return statements.query("DESCRIBE SELECT * FROM " + reading(this.format.header),
					(rows) -> rows.getString("column_name"));
		}
		catch (SQLException ex) {
			throw new BadRow(this, statements).explain(List.of(), null, ex);
		}
	}

	String reading(String options) {
		String csv = (this.format == Format.CSV) ? ", delim = " + TableName.literal(String.valueOf(this.delimiter))
				: "";
		return "%s(%s%s%s)".formatted(this.format.function, TableName.literal(this.path.toString()), csv, options);
	}

	/** As Snowflake names a column that is not quoted; others stay as they are. */
	private static String inCapitals(String column) {
		boolean plain = column.chars()
			.allMatch((each) -> each == '_' || each == '$' || (each < 128 && Character.isLetterOrDigit(each)));
		return plain ? column.toUpperCase(Locale.ROOT) : column;
	}

	/**
	 * How rows are written in a file, and how DuckDB reads them.
	 */
	enum Format {

		/**
		 * With a header; an empty value is NULL and "" an empty text, as in Snowflake.
		 */
		CSV("read_csv",
				", header = true, quote = '\"', escape = '\"', comment = '', skip = 0, allow_quoted_nulls = false",
				", all_varchar = true", ", sample_size = -1", ", types = {%s}"),

		NDJSON("read_json", ", format = 'newline_delimited', records = true, maximum_depth = 1, sample_size = -1", "",
				"", ", columns = {%s}"),

		PARQUET("read_parquet", "", "", "", "");

		private final String function;

		private final String sampled;

		private final String header;

		private final String all;

		private final String types;

		Format(String function, String options, String header, String all, String types) {
			this.function = function;
			this.sampled = options;
			this.header = options + header;
			this.all = options + all;
			this.types = options + types;
		}

		static @Nullable Format of(Path file) {
			String extension = DataFolder.extension(file);
			return Arrays.stream(values())
				.filter((format) -> format.name().toLowerCase(Locale.ROOT).equals(extension))
				.findFirst()
				.orElse(null);
		}

	}

}
