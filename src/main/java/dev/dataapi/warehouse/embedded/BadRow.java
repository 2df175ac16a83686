package dev.dataapi.warehouse.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the row of a file, and the value in it, that kept the file from being loaded.
 */
final class BadRow {

	private static final int SHOWN = 60;

	private final DataFile file;

	private final LoadStatements statements;

	BadRow(DataFile file, LoadStatements statements) {
		this.file = file;
		this.statements = statements;
	}

	/** What is wrong with the file, with line and column where there are any. */
	UnusableDataException explain(List<String> header, @Nullable TableDefinition definition, SQLException failure) {
		try {
			UnusableDataException found = switch (this.file.format()) {
				case CSV -> rejected(header, definition, failure);
				case NDJSON -> malformed(failure);
				case PARQUET -> null;
			};
			if (found == null && definition != null) {
				found = uncastable(header, definition, failure);
			}
			if (found == null && definition != null) {
				found = constraint(header, definition, failure);
			}
			return (found != null) ? found : unusable("", UnusableDataException.firstLine(failure), failure);
		}
		catch (SQLException | IOException ex) {
			failure.addSuppressed(ex);
			return unusable("", UnusableDataException.firstLine(failure), failure);
		}
	}

	/** What DuckDB's reader of CSV refuses, which knows the place. */
	private @Nullable UnusableDataException rejected(List<String> header, @Nullable TableDefinition definition,
			SQLException failure) throws SQLException, IOException {
		CsvPlace quote = CsvPlace.unclosedQuote(this.file.path());
		if (quote != null) {
			return unusable(quote.toString(), "the quote that begins here does not end", failure);
		}
		String options = (definition != null) ? this.file.typed(header, definition) : this.file.allRows();
		this.statements.query("SELECT count(COLUMNS(*)) FROM "
				+ this.file.reading(options + ", store_rejects = true, rejects_limit = 1"), (row) -> row);
		List<Rejection> found = this.statements.query("""
				SELECT byte_position - 1, line_byte_position - 1, column_name, error_type, error_message
				FROM reject_errors ORDER BY ALL LIMIT 1""", (row) -> new Rejection(row.getLong(1), row.getLong(2),
				row.getString(3), row.getString(4), row.getString(5)));
		if (found.isEmpty()) {
			return null;
		}
		Rejection rejection = found.getFirst();
		boolean cast = "CAST".equals(rejection.type);
		long offset = cast ? rejection.offset : rejection.lineOffset;
		String reason = cast ? wrongValue(CsvPlace.value(this.file.path(), offset, this.file.delimiter()),
				rejection.column, definition) : rejection.message.lines().findFirst().orElse("").strip();
		return unusable(CsvPlace.of(this.file.path(), offset).toString(), reason, failure);
	}

	private @Nullable UnusableDataException malformed(SQLException failure) throws IOException {
		JsonMapper mapper = JsonMapper.shared();
		try (BufferedReader lines = Files.newBufferedReader(this.file.path(), StandardCharsets.UTF_8)) {
			int number = 0;
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				number++;
				try {
					if (!line.isBlank() && !mapper.readTree(line).isObject()) {
						return unusable(":" + number + ":1", "each line must be a JSON object", failure);
					}
				}
				catch (JacksonException ex) {
					TokenStreamLocation at = ex.getLocation();
					return unusable(":%d:%d".formatted(number, (at != null) ? at.getColumnNr() : 1),
							"this is no JSON object", failure);
				}
			}
			return null;
		}
	}

	/** The first value that its column does not take, asked column by column. */
	private @Nullable UnusableDataException uncastable(List<String> header, TableDefinition definition,
			SQLException failure) throws SQLException, IOException {
		List<Found> all = new ArrayList<>();
		for (String name : header) {
			String quoted = TableName.quoted(name);
			String options = (this.file.format() == DataFile.Format.NDJSON) ? this.file.column(name, definition)
					: this.file.allRows();
			all.addAll(this.statements.query(
					"""
							SELECT n, CAST(%1$s AS VARCHAR) FROM (SELECT row_number() OVER () AS n, %1$s FROM %2$s)
							WHERE %1$s IS NOT NULL AND TRY(%3$s) IS NULL ORDER BY n LIMIT 1""".formatted(quoted,
							this.file.reading(options), this.file.value(name, definition)),
					(row) -> new Found(row.getLong(1), name, row.getString(2))));
		}
		Found found = all.stream().min(Comparator.comparingLong(Found::row)).orElse(null);
		return (found == null) ? null : unusable(place(header, found.row, found.column),
				wrongValue(found.value, found.column, definition), failure);
	}

	/** The first row that breaks a constraint; rows are in the table as in the file. */
	private @Nullable UnusableDataException constraint(List<String> header, TableDefinition definition,
			SQLException failure) throws SQLException, IOException {
		String table = this.file.table().sql();
		for (TableDefinition.Column column : definition.columns()) {
			if (column.required() || definition.primaryKey().contains(column.name())) {
				List<Long> empty = this.statements
					.query("SELECT min(rowid) + 1 FROM %s WHERE %s IS NULL HAVING count(*) > 0".formatted(table,
							TableName.quoted(column.name())), (row) -> row.getLong(1));
				if (!empty.isEmpty()) {
					return unusable(place(header, empty.getFirst(), column.name()),
							"the column " + column.name() + " must have a value, and this row has none", failure);
				}
			}
		}
		if (definition.primaryKey().isEmpty()) {
			return null;
		}
		String keys = TableDefinition.quoted(definition.primaryKey());
		List<Found> again = this.statements.query(
				"""
						SELECT rowid + 1, concat_ws(', ', %2$s) FROM %1$s
						QUALIFY row_number() OVER (PARTITION BY %2$s ORDER BY rowid) > 1 ORDER BY rowid LIMIT 1"""
					.formatted(table, keys),
				(row) -> new Found(row.getLong(1), definition.primaryKey().getFirst(), row.getString(2)));
		return again.isEmpty() ? null : unusable(place(header, again.getFirst().row, again.getFirst().column),
				"the primary key '%s' is there a second time".formatted(shortened(again.getFirst().value)), failure);
	}

	/** A row is counted from 1. */
	private String place(List<String> header, long row, String column) throws IOException {
		return switch (this.file.format()) {
			case CSV ->
				CsvPlace.ofValue(this.file.path(), row, index(header, column), this.file.delimiter()).toString();
			case NDJSON -> placeInJson(row, column);
			case PARQUET -> ":row " + row;
		};
	}

	/** The place of a column in the file, or 0 if it has none. */
	private static int index(List<String> header, String column) {
		return IntStream.range(0, header.size())
			.filter((i) -> header.get(i).equalsIgnoreCase(column))
			.findFirst()
			.orElse(0);
	}

	private String placeInJson(long row, String column) throws IOException {
		try (BufferedReader lines = Files.newBufferedReader(this.file.path(), StandardCharsets.UTF_8)) {
			long number = 0;
			long left = row;
			String line = "";
			while (left > 0 && line != null) {
				line = lines.readLine();
				number++;
				left -= (line == null || line.isBlank()) ? 0 : 1;
			}
			return ":%d:%d".formatted(number, columnInJson(String.valueOf(line), column));
		}
	}

	private static int columnInJson(String line, String column) {
		try (JsonParser parser = JsonMapper.shared().createParser(line)) {
			parser.nextToken();
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String name = parser.currentName();
				parser.nextToken();
				if (name.equalsIgnoreCase(column)) {
					return parser.currentTokenLocation().getColumnNr();
				}
				parser.skipChildren();
			}
			return 1;
		}
	}

	private static String wrongValue(String value, String column, @Nullable TableDefinition definition) {
		TableDefinition.Column declared = (definition != null) ? definition.column(column) : null;
		return (declared != null)
				? "'%s' is no %s, which the column %s is".formatted(shortened(value), declared.typeName(),
						declared.name())
				: "'%s' does not fit the other values of the column %s".formatted(shortened(value), column);
	}

	private static String shortened(String value) {
		String line = value.replaceAll("\\p{Cntrl}", " ");
		return (line.length() <= SHOWN) ? line : line.substring(0, SHOWN) + "…";
	}

	private UnusableDataException unusable(String place, String reason, SQLException failure) {
		return new UnusableDataException(this.file.name() + place, reason, failure);
	}

	/** What DuckDB notes of a line that it refuses; offsets are in bytes from 0. */
	private record Rejection(long offset, long lineOffset, String column, String type, String message) {
	}

	/** A row counted from 1, and a value in it. */
	private record Found(long row, String column, String value) {
	}

}
