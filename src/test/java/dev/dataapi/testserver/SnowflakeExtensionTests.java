package dev.dataapi.testserver;

import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One server for a class and its nested classes, without the faults of an earlier test.
 */
@ExtendWith(SnowflakeExtension.class)
class SnowflakeExtensionTests {

	private static SnowflakeServer first;

	private final SnowflakeServer server;

	SnowflakeExtensionTests(SnowflakeServer server) {
		this.server = server;
	}

	@BeforeAll
	static void remember(SnowflakeServer server) {
		first = server;
	}

	@RepeatedTest(2)
	void testBeginsWithoutFaultsAndRecords() throws SQLException {
		assertThat(this.server).isSameAs(first);
		assertThat(this.server.requests().total()).isZero();
		DriverManager.getConnection(this.server.jdbcUrl(), this.server.properties("APP")).close();
		this.server.fail(Fault.stall());
		this.server.refuseConnections();
	}

	/** Begins after the other nested class has ended, or before it. */
	@Nested
	class OneInside {

		@Test
		void hasTheSameServer(SnowflakeServer nested) {
			assertThat(nested).isSameAs(first);
			assertThat(nested.execute("SELECT 1")).isSameAs(first);
		}

	}

	/** The same. */
	@Nested
	class AnotherInside {

		@Test
		void hasTheSameServer(SnowflakeServer nested) {
			assertThat(nested).isSameAs(first);
			assertThat(nested.execute("SELECT 1")).isSameAs(first);
		}

	}

}
