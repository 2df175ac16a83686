package dev.dataapi.warehouse.embedded;

import java.util.Locale;

/**
 * The full name of a table or view. Case does not count, as in DuckDB.
 *
 * @param database its first part
 * @param schema its second part
 * @param table its last part
 */
record TableName(String database, String schema, String table) {

	static final int PARTS = 3;

	TableName {
		database = database.toLowerCase(Locale.ROOT);
		schema = schema.toLowerCase(Locale.ROOT);
		table = table.toLowerCase(Locale.ROOT);
	}

	/** As it stands in a statement. */
	String sql() {
		return schemaSql() + "." + quoted(this.table);
	}

	String schemaSql() {
		return quoted(this.database) + "." + quoted(this.schema);
	}

	static String quoted(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	static String literal(String text) {
		return '\'' + text.replace("'", "''") + '\'';
	}

	/** Such as {@code shop.public.orders}. */
	@Override
	public String toString() {
		return this.database + "." + this.schema + "." + this.table;
	}

}
