package dev.dataapi.warehouse.embedded;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Creates and fills {@code api.data.hybrid_customer} as it is made in Snowflake: the
 * first 10,000 rows by key of TPC-DS's customers at scale 10,000 (TPCDS_SF10TCL).
 */
final class CustomersTable {

	static final int ROWS = 10_000;

	private static final int TPCDS_SCALE = 10_000;

	private static final List<Column> COLUMNS = List.of(Column.number("C_CUSTOMER_SK"),
			Column.text("C_CUSTOMER_ID", 16), Column.number("C_CURRENT_CDEMO_SK"), Column.number("C_CURRENT_HDEMO_SK"),
			Column.number("C_CURRENT_ADDR_SK"), Column.number("C_FIRST_SHIPTO_DATE_SK"),
			Column.number("C_FIRST_SALES_DATE_SK"), Column.text("C_SALUTATION", 10), Column.text("C_FIRST_NAME", 20),
			Column.text("C_LAST_NAME", 30), Column.text("C_PREFERRED_CUST_FLAG", 1), Column.number("C_BIRTH_DAY"),
			Column.number("C_BIRTH_MONTH"), Column.number("C_BIRTH_YEAR"), Column.text("C_BIRTH_COUNTRY", 20),
			Column.text("C_LOGIN", 13), Column.text("C_EMAIL_ADDRESS", 50), Column.text("C_LAST_REVIEW_DATE", 10));

	private CustomersTable() {
	}

	/** TPC-DS's rows, each value as text or {@code null}. */
	static List<List<@Nullable String>> generate() {
		Session session = Session.getDefaultSession().withTable(Table.CUSTOMER).withScale(TPCDS_SCALE);
		List<List<@Nullable String>> rows = new ArrayList<>(ROWS);
		for (List<List<@Nullable String>> tables : Results.constructResults(Table.CUSTOMER, 1, ROWS, session)) {
			rows.add(tables.get(0));
		}
		return rows;
	}

	static void load(DuckDBConnection connection, List<List<@Nullable String>> rows) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("ATTACH ':memory:' AS api");
			statement.execute("CREATE SCHEMA api.data");
			statement.execute(COLUMNS.stream()
				.map(Column::definition)
				.collect(Collectors.joining(", ", "CREATE TABLE api.data.hybrid_customer (",
						", PRIMARY KEY (C_CUSTOMER_SK))")));
		}
		try (DuckDBAppender appender = connection.createAppender("api", "data", "hybrid_customer")) {
			for (List<@Nullable String> row : rows) {
				appender.beginRow();
				for (int i = 0; i < COLUMNS.size(); i++) {
					append(appender, COLUMNS.get(i), row.get(i));
				}
				appender.endRow();
			}
		}
	}

	private static void append(DuckDBAppender appender, Column column, @Nullable String value) throws SQLException {
		if (value == null) {
			appender.appendNull();
		}
		else if (column.number()) {
			appender.append(Long.parseLong(value));
		}
		else {
			appender.append(value);
		}
	}

	/** A column; Snowflake's {@code NUMBER(38,0)} is {@code BIGINT} here. */
	private record Column(String name, String type, boolean number) {

		static Column number(String name) {
			return new Column(name, "BIGINT", true);
		}

		static Column text(String name, int length) {
			return new Column(name, "VARCHAR(" + length + ")", false);
		}

		String definition() {
			return this.name + " " + this.type;
		}

	}

}
