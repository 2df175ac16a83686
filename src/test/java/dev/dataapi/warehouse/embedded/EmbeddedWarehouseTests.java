package dev.dataapi.warehouse.embedded;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import dev.dataapi.warehouse.PoolConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a started application finds in its embedded warehouse. */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedWarehouseTests {

	private static ConfigurableApplicationContext context;

	private static JdbcTemplate jdbc;

	private static String startOutput;

	@BeforeAll
	static void start(CapturedOutput output) {
		context = new SpringApplicationBuilder(EmbeddedConfiguration.class, PoolConfiguration.class)
			.web(WebApplicationType.NONE)
			.run("--data-api.embedded.scale-factor=0.01");
		startOutput = output.toString();
		jdbc = new JdbcTemplate(context.getBean("lookupsDataSource", DataSource.class));
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void startWhenLoadedLogsWhatIsServed() {
		assertThat(startOutput).containsOnlyOnce("Embedded warehouse: 15,000 orders (scale factor 0.01) "
				+ "and 10,000 customers, in memory, ready in ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "lookupsDataSource", "reportsDataSource" })
	void tablesWhenAskedForInAnyCaseAreFound(String dataSource) {
		JdbcTemplate either = new JdbcTemplate(context.getBean(dataSource, DataSource.class));
		for (String orders : List.of("snowflake_sample_data.tpch_sf10.orders",
				"SNOWFLAKE_SAMPLE_DATA.TPCH_SF10.ORDERS")) {
			assertThat(either.queryForObject("select count(*) from " + orders, Long.class)).isEqualTo(15_000);
		}
		for (String customers : List.of("api.data.hybrid_customer", "API.DATA.HYBRID_CUSTOMER")) {
			assertThat(either.queryForObject("select count(*) from " + customers, Long.class)).isEqualTo(10_000);
		}
	}

	@Test
	void customersWhenReadAreTheFirstOfTpcDs() {
		assertThat(customer(1)).containsExactly(1L, "AAAAAAAABAAAAAAA", 980_124L, 7_135L, 27_782_946L, 2_452_238L,
				2_452_208L, "Mr.", "Javier", "Lewis", "Y", 9L, 12L, 1936L, "CHILE", null,
				"Javier.Lewis@VFAxlnZEvOx.org", "2452508");
		assertThat(customer(10_000)).containsExactly(10_000L, "AAAAAAAAABHCAAAA", 727_521L, 4_846L, 101_371L,
				2_449_447L, 2_449_417L, "Ms.", "Susan", "Barr", "Y", 6L, 3L, 1947L, "MALTA", null, "Susan.Barr@R.org",
				"2452617");
		assertThat(jdbc.queryForMap("""
				select min(c_customer_sk) lowest, max(c_customer_sk) highest, count(distinct c_customer_sk) keys
				from api.data.hybrid_customer""")).isEqualTo(Map.of("lowest", 1L, "highest", 10_000L, "keys", 10_000L));
	}

	@Test
	void customersWhenDescribedHaveTheHybridTablesColumns() {
		List<String> columns = jdbc.query("select * from api.data.hybrid_customer limit 0",
				EmbeddedWarehouseTests::columns);
		assertThat(columns).containsExactly("C_CUSTOMER_SK number", "C_CUSTOMER_ID text", "C_CURRENT_CDEMO_SK number",
				"C_CURRENT_HDEMO_SK number", "C_CURRENT_ADDR_SK number", "C_FIRST_SHIPTO_DATE_SK number",
				"C_FIRST_SALES_DATE_SK number", "C_SALUTATION text", "C_FIRST_NAME text", "C_LAST_NAME text",
				"C_PREFERRED_CUST_FLAG text", "C_BIRTH_DAY number", "C_BIRTH_MONTH number", "C_BIRTH_YEAR number",
				"C_BIRTH_COUNTRY text", "C_LOGIN text", "C_EMAIL_ADDRESS text", "C_LAST_REVIEW_DATE text");
	}

	@Test
	void customersWhenGeneratedWithoutAValueHaveNull() {
		long nulls = TpcDsTable.CUSTOMER.generate().flatMap(List::stream).filter((value) -> value == null).count();
		String counts = jdbc.queryForList("""
				select string_agg('count(*) - count(' || column_name || ')', ' + ') from information_schema.columns
				where table_catalog = 'api' and table_name = 'hybrid_customer'""", String.class).get(0);
		assertThat(jdbc.queryForObject("select " + counts + " from api.data.hybrid_customer", Long.class))
			.isEqualTo(nulls)
			.isEqualTo(14_570);
	}

	@Test
	void customersWhenKeyRepeatsRefuseIt() {
		assertThatThrownBy(() -> jdbc.update("insert into api.data.hybrid_customer (c_customer_sk) values (1)"))
			.hasMessageContaining("primary key");
	}

	@Test
	void ordersWhenReadHaveExactTypes() {
		Map<String, Object> first = jdbc
			.queryForMap("select * from snowflake_sample_data.tpch_sf10.orders where o_orderkey = 1");
		assertThat(first).containsOnlyKeys("O_ORDERKEY", "O_CUSTKEY", "O_ORDERSTATUS", "O_TOTALPRICE", "O_ORDERDATE",
				"O_ORDERPRIORITY", "O_CLERK", "O_SHIPPRIORITY");
		assertThat(first).containsEntry("O_ORDERKEY", 1L)
			.containsEntry("O_ORDERSTATUS", "O")
			.containsEntry("O_ORDERPRIORITY", "5-LOW")
			.containsEntry("O_CLERK", "Clerk#000000951")
			.containsEntry("O_SHIPPRIORITY", 0L);
		assertThat(first.get("O_TOTALPRICE")).isInstanceOf(BigDecimal.class);
		assertThat(first.get("O_ORDERDATE")).hasToString("1996-01-02");
	}

	private static List<Object> customer(long key) {
		return new ArrayList<>(
				jdbc.queryForMap("select * from api.data.hybrid_customer where c_customer_sk = ?", key).values());
	}

	private static List<String> columns(ResultSet rows) throws SQLException {
		ResultSetMetaData metaData = rows.getMetaData();
		List<String> columns = new ArrayList<>();
		for (int i = 1; i <= metaData.getColumnCount(); i++) {
			String type = switch (metaData.getColumnType(i)) {
				case Types.BIGINT -> "number";
				case Types.VARCHAR -> "text";
				default -> metaData.getColumnTypeName(i);
			};
			columns.add(metaData.getColumnName(i) + " " + type);
		}
		return columns;
	}

}
