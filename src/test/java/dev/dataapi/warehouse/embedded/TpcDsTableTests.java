package dev.dataapi.warehouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Items and stores: rows, types and keys as in Snowflake. */
class TpcDsTableTests {

	private static Connection connection;

	private static JdbcTemplate jdbc;

	@BeforeAll
	static void load() throws SQLException {
		connection = DriverManager.getConnection("jdbc:duckdb:");
		jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
		jdbc.execute("attach ':memory:' as api");
		jdbc.execute("create schema api.data");
		TpcDsTable.ITEM.load(connection.unwrap(DuckDBConnection.class), TpcDsTable.ITEM.lookUpTable());
		TpcDsTable.STORE.load(connection.unwrap(DuckDBConnection.class), TpcDsTable.STORE.lookUpTable());
	}

	@AfterAll
	static void close() throws SQLException {
		connection.close();
	}

	@Test
	void itemsWhenLoadedAreTheFirstCurrentRevisions() {
		assertThat(jdbc.queryForMap("""
				select count(*) n, count(distinct i_item_id) ids, count(i_rec_end_date) ended, min(i_item_sk) lowest,
					max(i_item_sk) highest from api.data.hybrid_item"""))
			.isEqualTo(Map.of("n", 10_000L, "ids", 10_000L, "ended", 0L, "lowest", 1L, "highest", 19_999L));
		assertThat(row("select * from api.data.hybrid_item where i_item_id = 'AAAAAAAAEAAAAAAA'")).containsExactly("6",
				"AAAAAAAAEAAAAAAA", "2001-10-27", null,
				"Normal systems would join simply different theories. Full, new clothes may eat instead achievements. D",
				"0.85", "1.76", "2002002", "exportiimporto #1", "3", "pants", "2", "Men", "212", "barableable", "large",
				"42214rosy28066558020", "moccasin", "Bundle", "Unknown", "6", "cally");
	}

	@Test
	void storesWhenLoadedAreAllWithAStartDate() {
		assertThat(jdbc.queryForMap("""
				select count(*) n, count(distinct (s_store_id, s_rec_start_date)) keys, count(distinct s_store_id) ids
				from api.data.hybrid_store""")).isEqualTo(Map.of("n", 1_491L, "keys", 1_491L, "ids", 749L));
		assertThat(row("""
				select * from api.data.hybrid_store
				where s_store_id = 'AAAAAAAACAAAAAAA' and s_rec_start_date = '1997-03-13'""")).containsExactly("2",
				"AAAAAAAACAAAAAAA", "1997-03-13", "2000-03-12", null, "able", "236", "5285950", "8AM-4PM",
				"Scott Smith", "8", "Unknown", "Parliamentary candidates wait then heavy, keen mil", "David Lamontagne",
				"1", "Unknown", "1", "Unknown", "255", "Sycamore ", "Dr.", "Suite 410", "Corinth", "Quay County", "NM",
				"87022", "United States", "-7.00", "0.03");
	}

	/** Run twice, over all stores and a tenth of the items that Snowflake has. */
	@Test
	void rowsWhenLoadedAreThoseThatTheScriptCopies() throws Exception {
		try (Connection snowflake = DriverManager.getConnection("jdbc:duckdb:")) {
			JdbcTemplate script = new JdbcTemplate(new SingleConnectionDataSource(snowflake, true));
			script.execute("attach ':memory:' as snowflake_sample_data");
			script.execute("create schema snowflake_sample_data.tpcds_sf10tcl");
			script.execute("attach ':memory:' as api");
			script.execute("create schema api.data");
			copyGenerated(snowflake.unwrap(DuckDBConnection.class), Table.ITEM, 40_200);
			copyGenerated(snowflake.unwrap(DuckDBConnection.class), Table.STORE, 1_500);
			for (int run = 1; run <= 2; run++) {
				for (String statement : statements()) {
					script.execute(statement);
				}
			}
			for (String table : List.of("api.data.hybrid_item", "api.data.hybrid_store")) {
				String all = "select * from " + table + " order by 1";
				assertThat(script.queryForList(all)).isEqualTo(jdbc.queryForList(all));
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ITEM", "STORE" })
	void nullsWhenLoadedAreTheGenerators(TpcDsTable table) {
		long nulls = table.generate().flatMap(List::stream).filter((value) -> value == null).count();
		String name = "hybrid_" + table.name().toLowerCase();
		String counts = jdbc.queryForObject("""
				select string_agg('count(*) - count(' || column_name || ')', ' + ') from information_schema.columns
				where table_name = ?""", String.class, name);
		assertThat(jdbc.queryForObject("select " + counts + " from api.data." + name, Long.class)).isEqualTo(nulls)
			.isPositive();
	}

	@Test
	void columnsWhenDescribedAreSnowflakes() {
		assertThat(columns("hybrid_item")).containsExactly("I_ITEM_SK BIGINT", "I_ITEM_ID VARCHAR",
				"I_REC_START_DATE DATE", "I_REC_END_DATE DATE", "I_ITEM_DESC VARCHAR", "I_CURRENT_PRICE DECIMAL(7,2)",
				"I_WHOLESALE_COST DECIMAL(7,2)", "I_BRAND_ID BIGINT", "I_BRAND VARCHAR", "I_CLASS_ID BIGINT",
				"I_CLASS VARCHAR", "I_CATEGORY_ID BIGINT", "I_CATEGORY VARCHAR", "I_MANUFACT_ID BIGINT",
				"I_MANUFACT VARCHAR", "I_SIZE VARCHAR", "I_FORMULATION VARCHAR", "I_COLOR VARCHAR", "I_UNITS VARCHAR",
				"I_CONTAINER VARCHAR", "I_MANAGER_ID BIGINT", "I_PRODUCT_NAME VARCHAR");
		assertThat(columns("hybrid_store")).containsExactly("S_STORE_SK BIGINT", "S_STORE_ID VARCHAR",
				"S_REC_START_DATE DATE", "S_REC_END_DATE DATE", "S_CLOSED_DATE_SK BIGINT", "S_STORE_NAME VARCHAR",
				"S_NUMBER_EMPLOYEES BIGINT", "S_FLOOR_SPACE BIGINT", "S_HOURS VARCHAR", "S_MANAGER VARCHAR",
				"S_MARKET_ID BIGINT", "S_GEOGRAPHY_CLASS VARCHAR", "S_MARKET_DESC VARCHAR", "S_MARKET_MANAGER VARCHAR",
				"S_DIVISION_ID BIGINT", "S_DIVISION_NAME VARCHAR", "S_COMPANY_ID BIGINT", "S_COMPANY_NAME VARCHAR",
				"S_STREET_NUMBER VARCHAR", "S_STREET_NAME VARCHAR", "S_STREET_TYPE VARCHAR", "S_SUITE_NUMBER VARCHAR",
				"S_CITY VARCHAR", "S_COUNTY VARCHAR", "S_STATE VARCHAR", "S_ZIP VARCHAR", "S_COUNTRY VARCHAR",
				"S_GMT_OFFSET DECIMAL(5,2)", "S_TAX_PRECENTAGE DECIMAL(5,2)");
	}

	@Test
	void keysWhenRepeatedAreRefused() {
		assertThatThrownBy(
				() -> jdbc.update("insert into api.data.hybrid_item (i_item_id) values ('AAAAAAAABAAAAAAA')"))
			.hasMessageContaining("primary key");
		assertThatThrownBy(() -> jdbc.update("""
				insert into api.data.hybrid_store (s_store_id, s_rec_start_date)
				values ('AAAAAAAABAAAAAAA', '1997-03-13')""")).hasMessageContaining("primary key");
	}

	/** All values as text, except the number that the script orders by. */
	private static void copyGenerated(DuckDBConnection connection, Table table, int rows) throws SQLException {
		String columns = Arrays.stream(table.getColumns())
			.map((column) -> column.getName() + (column.getPosition() == 0 ? " bigint" : " varchar"))
			.collect(Collectors.joining(", "));
		try (Statement statement = connection.createStatement()) {
			statement
				.execute("create table snowflake_sample_data.tpcds_sf10tcl." + table.getName() + " (" + columns + ")");
		}
		Session session = Session.getDefaultSession().withTable(table).withScale(10_000);
		try (DuckDBAppender appender = connection.createAppender("snowflake_sample_data", "tpcds_sf10tcl",
				table.getName())) {
			for (List<List<String>> generated : Results.constructResults(table, 1, rows, session)) {
				List<String> row = generated.get(0);
				appender.beginRow().append(Long.parseLong(row.get(0)));
				row.stream().skip(1).forEach((value) -> append(appender, value));
				appender.endRow();
			}
		}
	}

	private static void append(DuckDBAppender appender, String value) {
		try {
			if (value != null) {
				appender.append(value);
			}
			else {
				appender.appendNull();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The script's statements in DuckDB's dialect. */
	private static List<String> statements() throws IOException {
		String script = Files.readAllLines(Path.of("sql/03c_items_and_stores.sql"))
			.stream()
			.filter((line) -> !line.startsWith("--"))
			.collect(Collectors.joining("\n"))
			.replace("HYBRID TABLE", "TABLE")
			.replace("NUMBER(38,0)", "BIGINT")
			.replace("NUMBER(", "DECIMAL(");
		return Arrays.stream(script.split(";"))
			.map(String::strip)
			.filter((statement) -> !statement.isEmpty() && !statement.startsWith("USE"))
			.toList();
	}

	private static List<String> row(String sql) {
		return jdbc.queryForObject(sql, (row, number) -> {
			List<String> values = new ArrayList<>();
			for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
				values.add(row.getString(i));
			}
			return values;
		});
	}

	private static List<String> columns(String table) {
		return jdbc.queryForList("""
				select column_name || ' ' || data_type from information_schema.columns where table_name = ?
				order by ordinal_position""", String.class, table);
	}

}
