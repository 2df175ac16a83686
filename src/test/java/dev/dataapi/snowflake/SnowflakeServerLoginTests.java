package dev.dataapi.snowflake;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who gets in, and what the others are told. */
class SnowflakeServerLoginTests {

	private static TinyWarehouse warehouse;

	private static SnowflakeServer server;

	@BeforeAll
	static void start() throws SQLException {
		warehouse = new TinyWarehouse();
		server = SnowflakeServer.over(warehouse.dataSource())
			.account("TESTING")
			.warehouse("WH")
			.user("API", (user) -> user.password("secret"))
			.start();
	}

	@AfterAll
	static void stop() throws SQLException {
		server.close();
		warehouse.close();
	}

	@Test
	void passwordWhenRightOpensSession() throws SQLException {
		try (Connection connection = Client.of(server).password("API", "secret").connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(
						"select o_custkey, o_totalprice, o_orderdate from snowflake_sample_data.tpch_sf10.orders order by 1")) {
			assertThat(rows.next()).isTrue();
			assertThat(server.requests().count(RequestKind.QUERY)).isOne();
			assertThat(server.sessions().open()).isOne();
		}
		assertThat(server.sessions().open()).isZero();
	}

}
