package dev.dataapi.warehouse.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What CREATE TABLE says of a table.
 *
 * @param columns its columns in their order
 * @param primaryKey the columns of its primary key, or none
 */
record TableDefinition(List<Column> columns, List<String> primaryKey) {

	/** The columns as DuckDB takes them, within parentheses. */
	String columnsSql(boolean withConstraints) {
		List<String> items = new ArrayList<>();
		this.columns.forEach((column) -> items.add(column.sql(withConstraints)));
		if (withConstraints && !this.primaryKey.isEmpty()) {
			items.add("PRIMARY KEY (" + quoted(this.primaryKey) + ")");
		}
		return "(" + String.join(", ", items) + ")";
	}

	/** What is added after the rows: faster, and a row that breaks it can be found. */
	List<String> constraintsSql(TableName table) {
		List<String> statements = new ArrayList<>();
		for (Column column : this.columns) {
			if (column.required()) {
				statements.add("ALTER TABLE %s ALTER COLUMN %s SET NOT NULL".formatted(table.sql(),
						TableName.quoted(column.name())));
			}
		}
		if (!this.primaryKey.isEmpty()) {
			statements.add("ALTER TABLE %s ADD PRIMARY KEY (%s)".formatted(table.sql(), quoted(this.primaryKey)));
		}
		return statements;
	}

	/** The column of a name, in which case does not count. */
	@Nullable Column column(String name) {
		return this.columns.stream().filter((column) -> column.name().equalsIgnoreCase(name)).findFirst().orElse(null);
	}

	/** The column of a name that it has. */
	Column of(String name) {
		return Objects.requireNonNull(column(name), name);
	}

	static String quoted(List<String> names) {
		return names.stream().map(TableName::quoted).collect(Collectors.joining(", "));
	}

	/**
	 * A column.
	 *
	 * @param name as Snowflake has it: in capitals, unless it was quoted
	 * @param typeName its type as declared
	 * @param type the same as DuckDB has it
	 * @param required whether it refuses NULL
	 * @param byDefault the expression of its default, if it has one
	 */
	record Column(String name, String typeName, String type, boolean required, @Nullable String byDefault) {

		private boolean isVariant() {
			return this.type.startsWith("VARIANT");
		}

		/** As what a file's text is read to make a value of it. */
		String readType(boolean json) {
			return isVariant() ? (json ? "JSON" : "VARCHAR") : this.type.equals("BLOB") ? "VARCHAR" : this.type;
		}

		/** As what it is read to find one that is no value of the column. */
		String textType() {
			return isVariant() ? "JSON" : "VARCHAR";
		}

		/**
		 * Makes a value of the column of what a file has. Bytes are written in
		 * hexadecimal digits, as Snowflake loads them, but for a file that has bytes.
		 */
		String value(String read, boolean bytes) {
			return switch (this.type) {
				case "BLOB" -> bytes ? read : "unhex(" + read + ")";
				case "VARIANT" -> "CAST(CAST(" + read + " AS JSON) AS VARIANT)";
				case "VARIANT[]" -> "CAST(CAST(CAST(" + read + " AS JSON) AS VARIANT) AS VARIANT[])";
				default -> "CAST(" + read + " AS " + this.type + ")";
			};
		}

		private String sql(boolean withConstraint) {
			return TableName.quoted(this.name) + " " + this.type
					+ ((withConstraint && this.required) ? " NOT NULL" : "")
					+ ((this.byDefault != null) ? " DEFAULT " + this.byDefault : "");
		}

	}

}
