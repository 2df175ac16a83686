package example.orders;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeExtension;
import dev.dataapi.testserver.SnowflakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Orders in Snowflake, without an account.
 */
@ExtendWith(SnowflakeExtension.class)
class OrdersTests {

	private Connection connection;

	@BeforeAll
	static void fill(SnowflakeServer server) {
		server.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer VARCHAR, total DECIMAL(12, 2))");
		server.execute("INSERT INTO orders VALUES (1, 'Ann', 12.50), (2, 'Ann', 7.50), (3, 'Bob', 99.00)");
	}

	@BeforeEach
	void connect(SnowflakeServer server) throws SQLException {
		this.connection = DriverManager.getConnection(server.jdbcUrl(), server.properties("APP"));
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
	}

	@Test
	void ordersOfACustomerAreAddedUp() throws SQLException {
		try (PreparedStatement query = this.connection
			.prepareStatement("SELECT SUM(total) AS total FROM orders WHERE customer = ?")) {
			query.setString(1, "Ann");
			ResultSet rows = query.executeQuery();
			assertTrue(rows.next());
			assertEquals(new BigDecimal("20.00"), rows.getBigDecimal("TOTAL"));
		}
	}

	@Test
	void orderIsInsertedOnceAlthoughTheFirstAnswerIsLost(SnowflakeServer server) throws SQLException {
		Fault lost = server.fail(Fault.loseAnswer().on(RequestKind.QUERY).matching("insert").once());
		try (PreparedStatement insert = this.connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?)")) {
			insert.setInt(1, 4);
			insert.setString(2, "Cid");
			insert.setBigDecimal(3, new BigDecimal("1.00"));
			assertEquals(1, insert.executeUpdate());
		}
		assertEquals(1, lost.struck());
		assertEquals(2, server.requests().count(RequestKind.QUERY));
		assertEquals(1, server.requests().statements().size());
	}

}
