package dev.dataapi.warehouse.embedded;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import io.trino.tpcds.column.CustomerColumn;
import io.trino.tpcds.column.ItemColumn;
import io.trino.tpcds.column.StoreColumn;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The look-up tables {@code api.data.hybrid_…}, with the rows that the scripts in
 * {@code sql/} copy from Snowflake's TPCDS_SF10TCL, which is TPC-DS at scale 10,000.
 */
enum TpcDsTable {

	/** The first 10,000 customers by key. */
	CUSTOMER(Table.CUSTOMER, 10_000, (row) -> true, "C_CUSTOMER_SK"),

	/**
	 * The first 10,000 items by key that are current: an item id has up to three
	 * revisions, and only the current one has no end date.
	 */
	ITEM(Table.ITEM, 10_000, (row) -> row.get(ItemColumn.I_REC_END_DATE.getPosition()) == null, "I_ITEM_ID"),

	/** All stores whose start date is known: 1,491 of 1,500. */
	STORE(Table.STORE, 1_491, (row) -> row.get(StoreColumn.S_REC_START_DATE.getPosition()) != null, "S_STORE_ID",
			"S_REC_START_DATE");

	private static final int SCALE = 10_000;

	private final Table table;

	private final int rows;

	private final Predicate<List<@Nullable String>> filter;

	private final List<String> primaryKey;

	TpcDsTable(Table table, int rows, Predicate<List<@Nullable String>> filter, String... primaryKey) {
		this.table = table;
		this.rows = rows;
		this.filter = filter;
		this.primaryKey = List.of(primaryKey);
	}

	/** The table that the service reads. */
	TableName lookUpTable() {
		return new TableName("api", "data", "hybrid_" + this.table.getName());
	}

	/** The table of Snowflake's that it is copied from, with the same rows. */
	SampleTable sampleTable() {
		TableName name = new TableName("snowflake_sample_data", "tpcds_sf10tcl", this.table.getName());
		return new SampleTable() {

			@Override
			public TableName name() {
				return name;
			}

			@Override
			public void fill(DuckDBConnection connection) throws SQLException {
				TpcDsTable.this.load(connection, name);
			}

		};
	}

	/** Creates the table in its existing schema, and fills it. */
	void load(DuckDBConnection connection, TableName name) throws SQLException {
		Column[] columns = this.table.getColumns();
		try (Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE %s (%s, PRIMARY KEY (%s))".formatted(name.sql(),
					Arrays.stream(columns).map(TpcDsTable::definition).collect(Collectors.joining(", ")),
					String.join(", ", this.primaryKey)));
		}
		try (DuckDBAppender appender = connection.createAppender(name.database(), name.schema(), name.table());
				var generated = generate()) {
			for (Iterator<List<@Nullable String>> rows = generated.iterator(); rows.hasNext();) {
				List<@Nullable String> row = rows.next();
				appender.beginRow();
				for (int i = 0; i < columns.length; i++) {
					append(appender, columns[i], row.get(i));
				}
				appender.endRow();
			}
		}
	}

	/** The rows as TPC-DS generates them, each value as text or {@code null}. */
	Stream<List<@Nullable String>> generate() {
		Session session = Session.getDefaultSession().withTable(this.table).withScale(SCALE);
		long available = session.getScaling().getRowCount(this.table);
		Results results = Results.constructResults(this.table, 1, available, session);
		return StreamSupport.stream(results.spliterator(), false)
			.<List<@Nullable String>>map((tables) -> tables.get(0))
			.filter(this.filter)
			.limit(this.rows);
	}

	/** As in Snowflake, except that its {@code NUMBER(38,0)} is {@code BIGINT} here. */
	private static String definition(Column column) {
		// Text in Snowflake, and without the suffix of the generator's name
		if (column == CustomerColumn.C_LAST_REVIEW_DATE_SK) {
			return "C_LAST_REVIEW_DATE VARCHAR(10)";
		}
		ColumnType type = column.getType();
		String name = column.getName().toUpperCase(Locale.ROOT);
		return switch (type.getBase()) {
			case IDENTIFIER, INTEGER -> name + " BIGINT";
			case DECIMAL ->
				"%s DECIMAL(%d,%d)".formatted(name, type.getPrecision().orElseThrow(), type.getScale().orElseThrow());
			case DATE -> name + " DATE";
			case CHAR, VARCHAR -> "%s VARCHAR(%d)".formatted(name, type.getPrecision().orElseThrow());
			case TIME -> throw new IllegalArgumentException("a time is in none of these tables: " + name);
		};
	}

	private static void append(DuckDBAppender appender, Column column, @Nullable String value) throws SQLException {
		if (value == null) {
			appender.appendNull();
			return;
		}
		if (column == CustomerColumn.C_LAST_REVIEW_DATE_SK) {
			appender.append(value);
			return;
		}
		ColumnType type = column.getType();
		switch (type.getBase()) {
			case IDENTIFIER, INTEGER -> appender.append(Long.parseLong(value));
			case DECIMAL -> appender.append(new BigDecimal(value).setScale(type.getScale().orElseThrow()));
			case DATE -> appender.append(LocalDate.parse(value));
			default -> appender.append(value);
		}
	}

	/** Such as {@code 10,000 customers}. */
	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%,d %ss", this.rows, this.table.getName());
	}

}
