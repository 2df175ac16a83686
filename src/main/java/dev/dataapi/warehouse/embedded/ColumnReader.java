package dev.dataapi.warehouse.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dataapi.dialect.Dialect;
import dev.dataapi.dialect.SnowflakeTypes;
import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.Tokens;

/**
 * Reads the columns of CREATE TABLE as one writes them for Snowflake. What only Snowflake
 * needs is left out: comments, policies, tags, indexes and references.
 */
final class ColumnReader {

	private static final Set<String> OUT_OF_LINE = Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "INDEX");

	/** What may follow the type; an expression of a default ends before it. */
	private static final Set<String> CLAUSES = Set.of("NOT", "NULL", "PRIMARY", "UNIQUE", "DEFAULT", "COMMENT",
			"COLLATE", "CONSTRAINT", "REFERENCES", "FOREIGN", "WITH", "MASKING", "TAG", "AUTOINCREMENT", "IDENTITY");

	private static final Set<String> UNKNOWN = Set.of("AUTOINCREMENT", "IDENTITY", "COLLATE");

	private final Tokens tokens;

	private final List<TableDefinition.Column> columns = new ArrayList<>();

	private List<String> primaryKey = List.of();

	private ColumnReader(Tokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * Reads the list that a parenthesis opens.
	 * @throws InvalidSqlException at what the embedded warehouse does not have
	 */
	static TableDefinition read(Tokens tokens, int opening) throws InvalidSqlException {
		ColumnReader reader = new ColumnReader(tokens);
		int end = tokens.afterClosing(opening) - 1;
		int start = opening + 1;
		while (start < end) {
			int next = reader.endOfItem(start, end);
			reader.item(start, next);
			start = next + 1;
		}
		return new TableDefinition(List.copyOf(reader.columns), reader.primaryKey);
	}

	private int endOfItem(int start, int end) {
		int i = start;
		while (i < end && !this.tokens.isSymbol(i, ",")) {
			i = this.tokens.isSymbol(i, "(") ? this.tokens.afterClosing(i) : i + 1;
		}
		return i;
	}

	private void item(int start, int end) throws InvalidSqlException {
		if (this.tokens.isWord(start, OUT_OF_LINE) && !isColumn(start)) {
			constraint(start, end);
			return;
		}
		SnowflakeTypes.Type type = SnowflakeTypes.read(this.tokens, start + 1);
		if (!this.tokens.isName(start) || type == null) {
			throw at((type == null && this.tokens.isName(start)) ? start + 1 : start,
					"a column is its name and a type that the embedded warehouse has");
		}
		column(name(this.tokens, start), source(start + 1, type.end()).toUpperCase(Locale.ROOT), type, end);
	}

	/** Whether a column has the name of a constraint, such as INDEX NUMBER. */
	private boolean isColumn(int start) {
		return !this.tokens.isWord(start, "CONSTRAINT") && !this.tokens.isSymbol(start + 1, "(")
				&& SnowflakeTypes.read(this.tokens, start + 1) != null;
	}

	private void constraint(int start, int end) {
		IntStream.range(start, end)
			.filter((i) -> this.tokens.isWord(i, "PRIMARY") && this.tokens.isSymbol(i + 2, "("))
			.findFirst()
			.ifPresent((i) -> this.primaryKey = names(i + 3, this.tokens.afterClosing(i + 2) - 1));
	}

	private List<String> names(int start, int end) {
		return IntStream.range(start, end).filter(this.tokens::isName).mapToObj((i) -> name(this.tokens, i)).toList();
	}

	private void column(String name, String typeName, SnowflakeTypes.Type type, int end) throws InvalidSqlException {
		boolean required = false;
		String byDefault = null;
		for (int i = type.end(); i < end; i++) {
			if (this.tokens.isWord(i, UNKNOWN)) {
				throw at(i, this.tokens.get(i).text().toUpperCase(Locale.ROOT)
						+ " is Snowflake's, and not on the embedded warehouse");
			}
			if (this.tokens.isWord(i, "PRIMARY")) {
				this.primaryKey = List.of(name);
			}
			else if (this.tokens.isWord(i, "NOT") && this.tokens.isWord(i + 1, "NULL")) {
				required = true;
			}
			else if (this.tokens.isWord(i, "DEFAULT")) {
				int stop = endOfDefault(i + 2, end);
				byDefault = Dialect.rewrite(source(i + 1, stop));
				i = stop - 1;
			}
			else if (this.tokens.isSymbol(i, "(")) {
				i = this.tokens.afterClosing(i) - 1;
			}
		}
		this.columns.add(new TableDefinition.Column(name, typeName, type.sql(), required, byDefault));
	}

	private String source(int start, int end) {
		return IntStream.range(start, end)
			.mapToObj((i) -> (this.tokens.isAdjacent(i) ? "" : " ") + this.tokens.get(i).source())
			.collect(Collectors.joining())
			.strip();
	}

	private int endOfDefault(int start, int end) {
		int i = start;
		while (i < end && !this.tokens.isWord(i, CLAUSES)) {
			i = this.tokens.isSymbol(i, "(") ? this.tokens.afterClosing(i) : i + 1;
		}
		return i;
	}

	private InvalidSqlException at(int index, String sentence) {
		return new InvalidSqlException(this.tokens.get(Math.min(index, this.tokens.size() - 1)).start(), sentence);
	}

	/** A name as Snowflake has it. */
	static String name(Tokens tokens, int index) {
		String text = tokens.get(index).text();
		return text.startsWith("\"") ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
				: text.toUpperCase(Locale.ROOT);
	}

}
