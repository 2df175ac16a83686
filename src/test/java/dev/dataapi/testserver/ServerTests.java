package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of a server with a few rows in Snowflake's two catalogs, a user and a role.
 */
@ExtendWith(SnowflakeExtension.class)
abstract class ServerTests {

	static final String TOP = "SELECT o_custkey, SUM(o_totalprice) AS sum_totalprice FROM snowflake_sample_data.tpch_sf10.orders "
			+ "GROUP BY o_custkey ORDER BY sum_totalprice DESC";

	static final String CUSTOMER = "SELECT * FROM api.data.hybrid_customer WHERE c_customer_sk = ?";

	/** Runs until it is stopped. */
	static final String ENDLESS = "SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 2000000000)) a, "
			+ "TABLE(GENERATOR(ROWCOUNT => 2000000000)) b WHERE hash(a.range, b.range) = 1";

	SnowflakeServer server;

	@BeforeAll
	static void fill(SnowflakeServer server) {
		server.execute(
				"""
						ATTACH ':memory:' AS snowflake_sample_data;
						CREATE SCHEMA snowflake_sample_data.tpch_sf10;
						CREATE TABLE snowflake_sample_data.tpch_sf10.orders (o_orderkey BIGINT PRIMARY KEY, o_custkey BIGINT,
							o_totalprice DECIMAL(12, 2), o_orderdate DATE, o_clerk VARCHAR);
						INSERT INTO snowflake_sample_data.tpch_sf10.orders VALUES
							(1, 10, 100.50, DATE '1995-01-01', 'Clerk#000000002'),
							(2, 11, 2135098.37, DATE '1995-03-31', 'Clerk#000000002'),
							(3, 10, 0.01, DATE '1995-02-15', 'Clerk#000000003');
						ATTACH ':memory:' AS api;
						CREATE SCHEMA api.data;
						CREATE TABLE api.data.hybrid_customer (c_customer_sk BIGINT PRIMARY KEY, c_customer_id VARCHAR,
							c_first_name VARCHAR);
						INSERT INTO api.data.hybrid_customer VALUES (1, 'AAAAAAAABAAAAAAA', 'Javier'), (2, 'AAAAAAAACAAAAAAA', NULL)
						""");
		addUser(server);
	}

	static void addUser(SnowflakeServer server) {
		server.account().user("API").password("secret").roles("READER");
		server.account().warehouse("WH");
	}

	@BeforeEach
	void begin(SnowflakeServer started) {
		this.server = started;
		this.server.sessions().forgetAll();
		this.server.account().role("READER").unrestricted();
	}

	/** A client with the right password. */
	Client client() {
		return new Client(this.server);
	}

	/**
	 * Connects the real driver to a server, with timeouts short enough for a test, a
	 * warehouse, and no database.
	 */
	static final class Client {

		private final SnowflakeServer server;

		private final Properties properties;

		Client(SnowflakeServer server) {
			this.server = server;
			this.properties = server.properties("API");
			without("db").without("schema").with("warehouse", "WH");
		}

		Client with(String property, String value) {
			this.properties.setProperty(property, value);
			return this;
		}

		Client without(String property) {
			this.properties.remove(property);
			return this;
		}

		/**
		 * Limits a request to about three seconds, retries included. The driver shares
		 * socket timeouts among the clients of a JVM that have the same name: hence the
		 * suffix.
		 */
		Client impatient() {
			return with("networkTimeout", "3000").with("loginTimeout", "3")
				.with("HTTP_CLIENT_SOCKET_TIMEOUT", "1500")
				.with("HTTP_CLIENT_CONNECTION_TIMEOUT", "1000")
				.with("user_agent_suffix", "test-" + UUID.randomUUID());
		}

		Client password(String user, String password) {
			return with("user", user).with("password", password);
		}

		Connection connect() throws SQLException {
			return DriverManager.getConnection(this.server.jdbcUrl(), this.properties);
		}

	}

}
