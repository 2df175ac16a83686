package dev.dataapi.warehouse.embedded;

import java.util.ArrayList;
import java.util.List;
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

	static String quoted(List<String> names) {
		return names.stream().map(TableName::quoted).collect(Collectors.joining(", "));
	}

	/**
	 * A column.
	 *
	 * @param name as Snowflake has it: in capitals, unless it was quoted
	 * @param type one of DuckDB's
	 * @param required whether it refuses NULL
	 * @param byDefault the expression of its default, if it has one
	 */
	record Column(String name, String type, boolean required, @Nullable String byDefault) {

		private String sql(boolean withConstraint) {
			return TableName.quoted(this.name) + " " + this.type
					+ ((withConstraint && this.required) ? " NOT NULL" : "")
					+ ((this.byDefault != null) ? " DEFAULT " + this.byDefault : "");
		}

	}

}
