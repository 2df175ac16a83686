package dev.dataapi.warehouse.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
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
		TpcDsTable.ITEM.load(connection.unwrap(DuckDBConnection.class));
		TpcDsTable.STORE.load(connection.unwrap(DuckDBConnection.class));
	}

	@AfterAll
	static void close() throws SQLException {
		connection.close();
	}

	@Test
	void itemsWhenLoadedAreTheCurrentRevisionsOfTheFirst() {
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

	/** What the scripts for Snowflake rely on: all stores, and a tenth of the items. */
	@Test
	void keysWhenRowsAreFilteredAreUnique() {
		List<String> currentItems = new ArrayList<>();
		for (List<String> row : first(40_200, Table.ITEM)) {
			if (row.get(3) == null) {
				currentItems.add(row.get(1));
			}
		}
		assertThat(currentItems).hasSize(20_100).doesNotHaveDuplicates();
		List<String> stores = new ArrayList<>();
		for (List<String> row : first(1_500, Table.STORE)) {
			if (row.get(2) != null) {
				stores.add(row.get(1) + "~" + row.get(2));
			}
		}
		assertThat(stores).hasSize(1_491).doesNotHaveDuplicates();
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

	private static List<List<String>> first(int count, Table table) {
		Session session = Session.getDefaultSession().withTable(table).withScale(10_000);
		List<List<String>> rows = new ArrayList<>();
		Results.constructResults(table, 1, count, session).forEach((tables) -> rows.add(tables.get(0)));
		return rows;
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
