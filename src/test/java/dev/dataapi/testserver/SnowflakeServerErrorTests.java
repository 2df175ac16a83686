package dev.dataapi.testserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The codes and SQLStates that the client gets for a failing statement.
 */
class SnowflakeServerErrorTests extends ServerTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			SELEC 1                                                     | 1003   | 42000
			SELECT 1 FROM                                               | 1003   | 42000
			SELECT * FROM api.data.no_table                             | 2003   | 42S02
			SELECT * FROM no_database.data.t                            | 2003   | 02000
			SELECT * FROM api.no_schema.t                               | 2003   | 02000
			SELECT * FROM no_table                                      | 90105  | 22000
			SELECT no_column FROM api.data.hybrid_customer              | 904    | 42000
			SELECT c.no_column FROM api.data.hybrid_customer c          | 904    | 42000
			SELECT c_first_name FROM api.data.hybrid_customer GROUP BY c_customer_sk| 979    | 42601
			SELECT no_function(1)                                       | 2140   | 42601
			SELECT 'abc'::NUMBER                                        | 100038 | 22018
			SELECT 1000::NUMBER(2,0)                                    | 100039 | 22003
			SELECT '1995-13-01'::DATE                                   | 100040 | 22007
			SELECT 'noon'::TIMESTAMP_NTZ                                | 100035 | 22007
			INSERT INTO api.data.hybrid_customer VALUES (1, NULL, NULL) | 200001 | 22000
			INSERT INTO api.data.hybrid_customer VALUES (1)             | 2020   | 21S01
			CREATE TABLE api.data.hybrid_customer (id NUMBER)           | 2002   | 42710
			SELECT 1; SELECT 2                                          | 8      | 0A000
			USE WAREHOUSE no_warehouse                                  | 2043   | 02000
			USE ROLE no_role                                            | 2043   | 02000
			USE SCHEMA api.no_schema                                    | 2043   | 02000
			""")
	void statementWhenWrongHasSnowflakesCode(String sql, int code, String state) throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertFails(() -> statement.execute(sql), code, state);
		}
	}

	@Test
	void sessionStillWorksAfterAnError() throws SQLException {
		try (Connection connection = client().connect();
				PreparedStatement statement = connection.prepareStatement(CUSTOMER)) {
			for (int i = 0; i < 2; i++) {
				statement.setString(1, "abc");
				assertFails(statement::executeQuery, 100038, "22018");
				statement.setString(1, "1");
				assertThat(statement.executeQuery().next()).isTrue();
			}
		}
	}

	@Test
	void bindWhenMissingIsAnError() throws SQLException {
		try (Connection connection = client().connect();
				PreparedStatement statement = connection.prepareStatement(CUSTOMER)) {
			assertFails(statement::executeQuery, 2049, "42601");
		}
	}

	@Test
	void queryWhenNoWarehouseIsRefusedButConstantsAreNot() throws SQLException {
		try (Connection connection = client().without("warehouse").connect();
				Statement statement = connection.createStatement()) {
			assertThat(statement.executeQuery("SELECT 'from nowhere'").next()).isTrue();
			assertFails(() -> statement.executeQuery(TOP), 606, "57P03");
			statement.execute("USE WAREHOUSE wh");
			assertThat(statement.executeQuery(TOP).next()).isTrue();
		}
	}

	@Test
	void roleWhenRestrictedIsRefusedByAccessControl() throws SQLException {
		this.server.account().role("READER").readOnly().cannotSee("api.data.hybrid_customer");
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertFails(() -> statement.executeQuery("SELECT * FROM api.data.hybrid_customer"), 2003, "42S02");
			assertFails(() -> statement.execute("DELETE FROM snowflake_sample_data.tpch_sf10.orders"), 3001, "42501");
			assertThat(statement.executeQuery(TOP).next()).isTrue();
		}
	}

	@Test
	void resultsWhenJsonIsNotAskedForAreRefused() throws SQLException {
		try (Connection connection = client().without("JDBC_QUERY_RESULT_FORMAT").connect();
				Statement statement = connection.createStatement()) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery("SELECT 1"))
				.withMessageContaining("JDBC_QUERY_RESULT_FORMAT=JSON");
			statement.execute("ALTER SESSION SET JDBC_QUERY_RESULT_FORMAT = 'JSON'");
			assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
		}
	}

	private static void assertFails(ThrowingCallable call, int code, String state) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(call)
			.returns(code, SQLException::getErrorCode)
			.returns(state, SQLException::getSQLState);
	}

}
