package dev.dataapi.testserver;

import java.sql.SQLException;

import javax.sql.DataSource;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server over the tiny warehouse for one test class, reset before each test.
 */
final class TestServer implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

	static final String TOP = "SELECT o_custkey, SUM(o_totalprice) AS sum_totalprice FROM snowflake_sample_data.tpch_sf10.orders "
			+ "GROUP BY o_custkey ORDER BY sum_totalprice DESC";

	static final String CUSTOMER = "SELECT * FROM api.data.hybrid_customer WHERE c_customer_sk = ?";

	/** Runs until it is stopped. */
	static final String ENDLESS = "SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 2000000000)) a, "
			+ "TABLE(GENERATOR(ROWCOUNT => 2000000000)) b WHERE hash(a.range, b.range) = 1";

	private TinyWarehouse warehouse;

	private SnowflakeServer server;

	@Override
	public void beforeAll(ExtensionContext context) throws SQLException {
		this.warehouse = new TinyWarehouse();
		this.server = SnowflakeServer.over(this.warehouse.dataSource())
			.warehouse("WH")
			.role("READER")
			.user("API", (user) -> user.password("secret").roles("READER"))
			.start();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.server.reset();
		this.server.sessions().forgetAll();
		this.server.account().role("READER").unrestricted();
	}

	@Override
	public void afterAll(ExtensionContext context) throws SQLException {
		this.server.close();
		this.warehouse.close();
	}

	DataSource dataSource() {
		return this.warehouse.dataSource();
	}

	SnowflakeServer server() {
		return this.server;
	}

	/** A client with the right password. */
	Client client() {
		return Client.of(this.server).password("API", "secret");
	}

}
