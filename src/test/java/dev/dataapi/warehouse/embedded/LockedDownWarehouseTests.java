package dev.dataapi.warehouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.dataapi.warehouse.SessionTimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What SQL cannot do on a pooled connection, with the orders in memory, in a file, and
 * with own data: reach other files, the network, or the settings.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LockedDownWarehouseTests {

	@TempDir
	private static Path directory;

	private List<EmbeddedWarehouse> warehouses;

	private List<GatedDataSource> pools;

	@BeforeAll
	void start() throws InterruptedException, IOException {
		Path own = Files.createDirectories(directory.resolve("own/shop/public"));
		Files.writeString(own.resolve("sales.csv"), "id,amount\n1,2.50\n");
		Files.writeString(own.resolve("views.sql"), "CREATE VIEW totals AS SELECT SUM(amount) AS total FROM sales;\n");
		String path = directory.resolve("orders.duckdb").toString();
		this.warehouses = Stream
			.of(new EmbeddedProperties(0.01, null, null, true), new EmbeddedProperties(0.01, path, null, true),
					new EmbeddedProperties(0.01, null, directory.resolve("own").toString(), true))
			.map((properties) -> EmbeddedWarehouse.start(properties, new SessionTimeZone("UTC"),
					EnumSet.of(TpcDsTable.CUSTOMER), Set.of()))
			.toList();
		for (EmbeddedWarehouse warehouse : this.warehouses) {
			warehouse.awaitLoaded();
		}
		this.pools = this.warehouses.stream()
			.map((warehouse) -> new GatedDataSource(warehouse, "locked-down", 2, Duration.ofSeconds(30)))
			.toList();
	}

	@AfterAll
	void stop() throws Exception {
		for (GatedDataSource pool : this.pools) {
			pool.close();
		}
		for (EmbeddedWarehouse warehouse : this.warehouses) {
			warehouse.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "select * from read_csv('/etc/passwd')", "select * from read_text('/etc/passwd')",
			"select * from read_blob('/etc/passwd')", "select * from read_json('/etc/passwd')",
			"select * from read_parquet('/etc/passwd')", "select * from sniff_csv('/etc/passwd')",
			"select * from '/etc/passwd.csv'", "select * from glob('/etc/*')",
			"select * from read_csv('http://127.0.0.1:9/a.csv')", "select * from 's3://bucket/a.parquet'",
			"copy (select 1) to '%s/copy.csv'", "copy api.data.hybrid_customer to '%s/copy.csv'",
			"copy api.data.hybrid_customer from '/etc/passwd'", "export database '%s/export'",
			"import database '%s/export'", "attach '%s/other.duckdb'", "attach 'http://127.0.0.1:9/other.duckdb'",
			"install httpfs", "load httpfs", "load '%s/extension.duckdb_extension'" })
	void filesAndNetworkWhenAskedForAreRefused(String sql) {
		assertRefused(sql, "disabled (by|through) configuration");
	}

	@ParameterizedTest
	@ValueSource(strings = { "set enable_external_access = true", "reset enable_external_access",
			"set lock_configuration = false", "reset lock_configuration", "set threads = 1", "pragma threads = 1",
			"set global memory_limit = '1GB'", "set temp_directory = '%s'", "set allowed_directories = ['/etc']",
			"set TimeZone = 'Asia/Tokyo'", "set autoinstall_known_extensions = true", "call enable_logging()" })
	void settingsWhenChangedAreRefused(String sql) {
		assertRefused(sql, "configuration.* locked|disabled by configuration|cannot be changed|Cannot change");
	}

	@Test
	void tablesWhenReadAreServed() {
		for (DataSource pool : this.pools) {
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			assertThat(jdbc.queryForObject("select c_customer_id from api.data.hybrid_customer where c_customer_sk = ?",
					String.class, 1))
				.isEqualTo("AAAAAAAABAAAAAAA");
			assertThat(jdbc.queryForList("""
					select o_custkey, sum(o_totalprice) total from snowflake_sample_data.tpch_sf10.orders
					group by o_custkey order by total desc limit 10""")).hasSize(10);
		}
	}

	@Test
	void ownDataWhenReadIsServed() {
		assertThat(new JdbcTemplate(this.pools.getLast()).queryForMap("select * from shop.public.totals"))
			.containsEntry("total", 2.5);
	}

	@Test
	void timeZonesAndJsonWhenUsedNeedNoExternalExtension() {
		for (DataSource pool : this.pools) {
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			assertThat(jdbc.queryForObject("select timestamp '2020-07-01 12:00:00' at time zone 'Europe/Berlin'",
					OffsetDateTime.class))
				.isEqualTo(OffsetDateTime.parse("2020-07-01T10:00:00Z"));
			assertThat(jdbc.queryForObject("select json_extract_string('{\"a\": 1}', '$.a')", String.class))
				.isEqualTo("1");
		}
	}

	@Test
	void connectionWhenItsQueryTimedOutServesTheNext() {
		for (DataSource pool : this.pools) {
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			jdbc.setQueryTimeout(1);
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> jdbc.queryForObject("select sum(range * 3) from range(1000000000000)", Object.class))
				.withMessageContaining("Interrupted");
			assertThat(jdbc.queryForObject("select 1", Integer.class)).isEqualTo(1);
		}
	}

	private void assertRefused(String sql, String reason) {
		for (DataSource pool : this.pools) {
			assertThatThrownBy(() -> new JdbcTemplate(pool).execute(sql.replace("%s", directory.toString())))
				.isInstanceOf(DataAccessException.class)
				.hasMessageFindingMatch(reason);
		}
		assertThat(directory).isDirectoryNotContaining("glob:**{copy.csv,export,other.duckdb}");
	}

}
