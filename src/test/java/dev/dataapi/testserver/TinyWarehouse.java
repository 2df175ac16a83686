package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A DuckDB in memory with Snowflake's two catalogs and a few rows, for tests of the
 * server alone.
 */
final class TinyWarehouse implements AutoCloseable {

	private final String url = "jdbc:duckdb::memory:tiny-" + UUID.randomUUID();

	private final Connection kept;

	TinyWarehouse() throws SQLException {
		this.kept = DriverManager.getConnection(this.url);
		try (Statement sql = this.kept.createStatement()) {
			sql.execute("ATTACH ':memory:' AS snowflake_sample_data");
			sql.execute("CREATE SCHEMA snowflake_sample_data.tpch_sf10");
			sql.execute("CREATE TABLE snowflake_sample_data.tpch_sf10.orders (o_orderkey BIGINT PRIMARY KEY, "
					+ "o_custkey BIGINT, o_totalprice DECIMAL(12, 2), o_orderdate DATE, o_clerk VARCHAR)");
			sql.execute("INSERT INTO snowflake_sample_data.tpch_sf10.orders VALUES "
					+ "(1, 10, 100.50, DATE '1995-01-01', 'Clerk#000000002'), "
					+ "(2, 11, 2135098.37, DATE '1995-03-31', 'Clerk#000000002'), "
					+ "(3, 10, 0.01, DATE '1995-02-15', 'Clerk#000000003')");
			sql.execute("ATTACH ':memory:' AS api");
			sql.execute("CREATE SCHEMA api.data");
			sql.execute(
					"CREATE TABLE api.data.hybrid_customer (c_customer_sk BIGINT PRIMARY KEY, c_customer_id VARCHAR, "
							+ "c_first_name VARCHAR)");
			sql.execute("INSERT INTO api.data.hybrid_customer VALUES (1, 'AAAAAAAABAAAAAAA', 'Javier'), "
					+ "(2, 'AAAAAAAACAAAAAAA', NULL)");
		}
	}

	DataSource dataSource() {
		return new DriverManagerDataSource(this.url);
	}

	@Override
	public void close() throws SQLException {
		this.kept.close();
	}

}
