package dev.dataapi.deploy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The query of what was spent, run on DuckDB over a few hours of an account's history.
 */
@Tag("deploy")
class SpendingQueryTests {

	@Test
	void queryWhenRunSumsPoolAndWarehouseByDay() throws SQLException {
		String query = SqlScript.read("sql/08e_costs.sql")
			.statements()
			.stream()
			.filter((statement) -> statement.get(0).equals("SELECT"))
			.map(PrivilegeTable::text)
			.findFirst()
			.orElseThrow();
		List<String> rows = new ArrayList<>();
		try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
				Statement database = connection.createStatement()) {
			database.execute("ATTACH ':memory:' AS snowflake");
			database.execute("CREATE SCHEMA snowflake.account_usage");
			database.execute(
					"CREATE TABLE snowflake.account_usage.snowpark_container_services_history AS SELECT * REPLACE (CAST(credits_used AS DECIMAL(38, 9)) AS credits_used) FROM (VALUES "
							+ "(TIMESTAMP '2026-03-01 01:00:00', 'API_POOL', 0.06), (TIMESTAMP '2026-03-01 02:00:00', 'API_POOL', 0.12), "
							+ "(TIMESTAMP '2026-03-02 01:00:00', 'API_POOL', 0.06), (TIMESTAMP '2026-03-02 01:00:00', 'OTHER', 9)) "
							+ "AS history(start_time, compute_pool_name, credits_used)");
			database.execute(
					"CREATE TABLE snowflake.account_usage.warehouse_metering_history AS SELECT * REPLACE (CAST(credits_used AS DECIMAL(38, 9)) AS credits_used) FROM (VALUES "
							+ "(TIMESTAMP '2026-03-02 05:00:00', 'DATA_API_WH', 1.5), (TIMESTAMP '2026-03-02 05:00:00', 'WH', 9)) "
							+ "AS history(start_time, warehouse_name, credits_used)");
			try (ResultSet found = database.executeQuery(query)) {
				while (found.next()) {
					rows.add(found.getDate(1) + " " + found.getString(2) + " " + found.getDouble(3));
				}
			}
		}
		assertThat(rows).containsExactly("2026-03-02 API_POOL 0.06", "2026-03-02 DATA_API_WH 1.5",
				"2026-03-01 API_POOL 0.18");
	}

}
