package dev.dataapi.warehouse.embedded;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.dataapi.Eventually;
import dev.dataapi.RunningService;
import dev.dataapi.warehouse.SessionTimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The tables of TPC-H, with the counts and answers that its own generator gives at these
 * scale factors.
 */
class TpchSampleTests {

	private static EmbeddedWarehouse warehouse;

	private static JdbcTemplate jdbc;

	@BeforeAll
	static void start() throws InterruptedException {
		warehouse = start(null,
				Stream.of("customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier")
					.flatMap((table) -> Stream.of("TPCH_SF1", "tpch_sf10")
						.map((schema) -> new TableName("SNOWFLAKE_SAMPLE_DATA", schema, table)))
					.collect(Collectors.toSet()));
		jdbc = new JdbcTemplate(warehouse.connections());
	}

	@AfterAll
	static void stop() throws Exception {
		warehouse.close();
	}

	@ParameterizedTest
	@CsvSource({ "customer, 1500, 150", "lineitem, 60175, 6005", "nation, 25, 25", "orders, 15000, 1500",
			"part, 2000, 200", "partsupp, 8000, 800", "region, 5, 5", "supplier, 100, 10" })
	void tableHasTheRowsOfItsScaleFactor(String table, long rows, long tenth) {
		assertThat(count("tpch_sf10." + table)).isEqualTo(rows);
		assertThat(count("tpch_sf1." + table)).isEqualTo(tenth);
	}

	@Test
	void answersAreThoseOfTheBenchmark() {
		assertThat(jdbc.queryForObject("""
				select sum(l_extendedprice * l_discount) from snowflake_sample_data.tpch_sf10.lineitem
				where l_shipdate >= date '1994-01-01' and l_shipdate < date '1995-01-01'
				and l_discount between 0.05 and 0.07 and l_quantity < 24""", BigDecimal.class))
			.isEqualByComparingTo("1193053.2253");
		assertThat(jdbc.queryForObject("""
				select 100.00 * sum(case when p_type like 'PROMO%' then l_extendedprice * (1 - l_discount) else 0 end)
					/ sum(l_extendedprice * (1 - l_discount))
				from snowflake_sample_data.tpch_sf10.lineitem, snowflake_sample_data.tpch_sf10.part
				where l_partkey = p_partkey and l_shipdate >= date '1995-09-01' and l_shipdate < date '1995-10-01'""",
				Double.class))
			.isCloseTo(15.48654581228407, within(1e-9));
	}

	@Test
	void keysMeetTheTablesTheyName() {
		assertThat(jdbc.queryForObject("""
				select count(*) from snowflake_sample_data.tpch_sf10.lineitem
				join snowflake_sample_data.tpch_sf10.orders on o_orderkey = l_orderkey
				join snowflake_sample_data.tpch_sf10.customer on c_custkey = o_custkey
				join snowflake_sample_data.tpch_sf10.partsupp on ps_partkey = l_partkey and ps_suppkey = l_suppkey
				join snowflake_sample_data.tpch_sf10.supplier on s_suppkey = ps_suppkey
				join snowflake_sample_data.tpch_sf10.part on p_partkey = ps_partkey
				join snowflake_sample_data.tpch_sf10.nation on n_nationkey = s_nationkey
				join snowflake_sample_data.tpch_sf10.region on r_regionkey = n_regionkey""", Long.class))
			.isEqualTo(count("tpch_sf10.lineitem"));
	}

	@Test
	void tableThatADeclaredReportReadsIsThere(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("endpoints.yaml"), """
				version: 1
				reports:
				  regions:
				    sql: SELECT R_NAME FROM "SNOWFLAKE_SAMPLE_DATA".tpch_sf1."REGION" ORDER BY R_REGIONKEY
				    columns: [{name: R_NAME, type: text}]
				""");
		try (RunningService service = RunningService.start("test", List.of("data-api.endpoints=" + file,
				"data-api.embedded.scale-factor=0.001", "data-api.report.deadline=60s"))) {
			Eventually.assertThat(() -> assertThat(service.get("/readyz").status()).isEqualTo(200));
			assertThat(service.get("/reports/regions").body()).contains("AFRICA", "MIDDLE EAST");
			JdbcTemplate reports = new JdbcTemplate(service.bean("reportsDataSource", DataSource.class));
			assertThat(reports.queryForList(
					"select table_schema || '.' || table_name from information_schema.tables where table_schema like 'tpc%'",
					String.class))
				.containsExactlyInAnyOrder("tpch_sf1.region", "tpch_sf10.orders");
		}
	}

	@Test
	void fileOfOrdersGetsTheTablesThatAreReadLater(@TempDir Path directory) throws Exception {
		String file = directory.resolve("orders.duckdb").toString();
		start(file, Set.of()).close();
		for (int i = 0; i < 2; i++) {
			try (EmbeddedWarehouse later = start(file,
					Set.of(new TableName("snowflake_sample_data", "tpch_sf1", "supplier")))) {
				assertThat(new JdbcTemplate(later.connections())
					.queryForObject("select count(*) from snowflake_sample_data.tpch_sf1.supplier", Long.class))
					.isEqualTo(10);
			}
		}
	}

	private static long count(String table) {
		return jdbc.queryForObject("select count(*) from snowflake_sample_data." + table, Long.class);
	}

	private static EmbeddedWarehouse start(String path, Set<TableName> reads) throws InterruptedException {
		EmbeddedWarehouse started = EmbeddedWarehouse.start(new EmbeddedProperties(0.01, path, null, true),
				new SessionTimeZone("UTC"), EnumSet.of(TpcDsTable.CUSTOMER), reads);
		started.awaitLoaded();
		return started;
	}

}
