package dev.dataapi.testserver;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;

import net.snowflake.client.api.statement.SnowflakeStatement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is sent as binds and returned as rows, counts and metadata.
 */
class SnowflakeServerResultTests extends ServerTests {

	@Test
	void numbersKeepPrecisionAndScale() throws SQLException {
		try (Connection connection = client().connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(TOP)) {
			assertThat(rows.next()).isTrue();
			assertThat(rows.getLong(1)).isEqualTo(11);
			assertThat(rows.getObject(1)).isEqualTo(11L);
			assertThat(rows.getBigDecimal("SUM_TOTALPRICE")).isEqualTo(new BigDecimal("2135098.37"));
			assertThat(rows.next()).isTrue();
			assertThat(rows.getString(2)).isEqualTo("100.51");
			assertThat(rows.next()).isFalse();
			ResultSetMetaData meta = rows.getMetaData();
			assertThat(meta.getColumnName(1)).isEqualTo("O_CUSTKEY");
			assertThat(meta.getColumnType(1)).isEqualTo(Types.BIGINT);
			assertThat(meta.getColumnType(2)).isEqualTo(Types.DECIMAL);
			assertThat(meta.getPrecision(2)).isEqualTo(38);
			assertThat(meta.getScale(2)).isEqualTo(2);
		}
	}

	@Test
	void labelsAreUpperCaseUnlessQuoted() throws SQLException {
		try (Connection connection = client().connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(
						"SELECT 1 AS one, 2 AS \"Two\", CURRENT_ROLE(), COUNT(*) FROM api.data.hybrid_customer")) {
			ResultSetMetaData meta = rows.getMetaData();
			assertThat(meta.getColumnLabel(1)).isEqualTo("ONE");
			assertThat(meta.getColumnLabel(2)).isEqualTo("Two");
			assertThat(meta.getColumnLabel(3)).isEqualTo("CURRENT_ROLE()");
			assertThat(meta.getColumnLabel(4)).isEqualTo("COUNT(*)");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everyTypeSurvivesARoundTrip(boolean arrow) throws SQLException {
		if (arrow) {
			this.server.arrow();
		}
		Timestamp timestamp = Timestamp.valueOf(LocalDateTime.of(2026, 11, 22, 8, 30, 15, 123_456_000));
		Timestamp early = Timestamp.valueOf(LocalDateTime.of(1950, 1, 2, 3, 4, 5, 250_000_000));
		try (Connection connection = client().with("TIMEZONE", TimeZone.getDefault().getID()).connect();
				PreparedStatement statement = connection.prepareStatement(
						"SELECT ?::BIGINT, ?::DECIMAL(12,2), ?::DOUBLE, ?::VARCHAR, ?::BOOLEAN, ?::DATE, ?::TIME, "
								+ "?::TIMESTAMP_LTZ, ?::TIMESTAMP_LTZ, ?::BLOB, ?::VARCHAR, ?::TIMESTAMP_NTZ")) {
			statement.setLong(1, Long.MAX_VALUE);
			statement.setBigDecimal(2, new BigDecimal("1234567890.12"));
			statement.setDouble(3, 0.1);
			statement.setString(4, "O'Brien \u00e9 \u20ac \ud83d\ude00 \"quoted\" \\ \n");
			statement.setBoolean(5, true);
			statement.setDate(6, Date.valueOf(LocalDate.of(1995, 1, 1)));
			statement.setTime(7, Time.valueOf("23:59:58"));
			statement.setTimestamp(8, timestamp);
			statement.setTimestamp(9, early);
			statement.setBytes(10, new byte[] { 0, -1, 127 });
			statement.setString(11, null);
			statement.setString(12, "2026-11-22 08:30:15.5");
			try (ResultSet rows = statement.executeQuery()) {
				assertThat(rows.next()).isTrue();
				assertThat(rows.getLong(1)).isEqualTo(Long.MAX_VALUE);
				assertThat(rows.getBigDecimal(2)).isEqualTo(new BigDecimal("1234567890.12"));
				assertThat(rows.getDouble(3)).isEqualTo(0.1);
				assertThat(rows.getString(4)).isEqualTo("O'Brien \u00e9 \u20ac \ud83d\ude00 \"quoted\" \\ \n");
				assertThat(rows.getBoolean(5)).isTrue();
				assertThat(rows.getDate(6).toLocalDate()).isEqualTo(LocalDate.of(1995, 1, 1));
				assertThat(rows.getTime(7).toLocalTime()).isEqualTo("23:59:58");
				assertThat(rows.getTimestamp(8)).isEqualTo(timestamp);
				assertThat(rows.getTimestamp(9)).isEqualTo(early);
				assertThat(rows.getBytes(10)).containsExactly(0, -1, 127);
				assertThat(rows.getString(11)).isNull();
				assertThat(rows.wasNull()).isTrue();
				assertThat(rows.getTimestamp(12).toLocalDateTime())
					.isEqualTo(LocalDateTime.of(2026, 11, 22, 8, 30, 15, 500_000_000));
				assertThat(rows.getMetaData().getColumnTypeName(9)).isEqualTo("TIMESTAMPLTZ");
			}
		}
		assertThat(this.server.requests().count(RequestKind.QUERY)).isOne();
		assertThat(this.server.requests().statements().getFirst().binds()).containsEntry(1, "FIXED:9223372036854775807")
			.containsEntry(6, "DATE:788918400000")
			.containsEntry(11, "TEXT:null");
	}

	@Test
	void lookUpWhenRepeatedIsOneRequestEach() throws SQLException {
		try (Connection connection = client().connect();
				PreparedStatement statement = connection.prepareStatement(CUSTOMER)) {
			for (long id : new long[] { 1, 2, 999 }) {
				statement.setLong(1, id);
				try (ResultSet rows = statement.executeQuery()) {
					assertThat(rows.next()).isEqualTo(id != 999);
				}
			}
		}
		assertThat(this.server.requests().count(RequestKind.QUERY)).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void answerWhenGivenReplacesDuckDbs(boolean arrow) throws SQLException {
		Rows customers = this.server.rows("SELECT c_customer_sk, c_first_name FROM api.data.hybrid_customer");
		this.server.answer((sql) -> sql.startsWith("CALL customers"), (asked) -> customers.with("c_customer_sk",
				asked.binds().values().stream().map((bind) -> bind.replace("FIXED:", "")).toList()));
		if (arrow) {
			this.server.arrow();
		}
		try (Connection connection = client().connect();
				PreparedStatement call = connection.prepareStatement("CALL customers(?, ?, ?) /* ? */")) {
			assertThat(call.getMetaData().getColumnType(1)).isEqualTo(Types.BIGINT);
			assertThat(call.getParameterMetaData().getParameterCount()).isEqualTo(3);
			assertThat(rows(call, 2, 1, 1)).containsExactly("2 null", "1 Javier");
			assertThat(rows(call, 99, 99, 1)).containsExactly("1 Javier");
			call.setMaxRows(1);
			assertThat(rows(call, 2, 1, 1)).containsExactly("2 null");
		}
	}

	@Test
	void semicolonThatDividesNothingIsPartOfTheStatement() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertThat(one(statement, "SELECT ';' || $$;$$ AS \";\" -- ; \n;;")).isEqualTo(";;");
		}
	}

	@Test
	void longTextInAStatementIsNotTooMuch() throws SQLException {
		String text = "it''s; ".repeat(20_000);
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertThat(one(statement, "SELECT LENGTH('" + text + "') -- it's")).isEqualTo("120000");
		}
	}

	@Test
	void nullsAreSortedAsInSnowflake() throws SQLException {
		String sql = "SELECT c_first_name FROM api.data.hybrid_customer ORDER BY 1";
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertThat(one(statement, sql)).isEqualTo("Javier");
			assertThat(one(statement, sql + " DESC")).isNull();
		}
	}

	@Test
	void functionThatDuckDbLacksCanBeAMacro() throws SQLException {
		this.server.execute("CREATE OR REPLACE MACRO iff(test, yes, no) AS if(test, yes, no)");
		try (Connection connection = DriverManager.getConnection(this.server.jdbcUrl(), this.server.properties("APP"));
				Statement statement = connection.createStatement()) {
			assertThat(one(statement, "SELECT IFF(1 < 2, 'less', 'more')")).isEqualTo("less");
		}
	}

	@Test
	void answerWhenGivenAgainReplacesTheFirstUntilTheServerIsReset() throws SQLException {
		this.server.answer("SELECT 1"::equals, this.server.rows("SELECT 2"));
		this.server.answer("SELECT 1"::equals, this.server.rows("SELECT 3"));
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertThat(one(statement, "SELECT 1")).isEqualTo("3");
			this.server.reset();
			assertThat(one(statement, "SELECT 1")).isEqualTo("1");
		}
	}

	@Test
	void answerWhenItCannotBeGivenIsAnErrorOfTheStatement() throws SQLException {
		this.server.answer("SELECT 1"::equals, (asked) -> this.server.rows("SELECT 2").with("missing", List.of()));
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> one(statement, "SELECT 1"))
				.withMessageContaining("No column missing")
				.returns(603, SQLException::getErrorCode);
		}
	}

	@Test
	void numberOfMoreThan64BitsIsADecimalInArrow() throws SQLException {
		this.server.arrow();
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			for (String number : List.of("12345678901234567890", "-99999999999999999999999999999999999999", "1")) {
				assertThat(one(statement, "SELECT " + number + "::NUMBER(38,0)")).isEqualTo(number);
			}
			assertThat(one(statement, "SELECT 9.9999999999999999999999999999999999999::NUMBER(38,37)"))
				.isEqualTo("9.9999999999999999999999999999999999999");
		}
	}

	@Test
	void floatHasTenDigitsInJson() throws SQLException {
		try (Connection connection = client().connect();
				PreparedStatement statement = connection.prepareStatement("SELECT ?::DOUBLE")) {
			statement.setDouble(1, Math.PI);
			assertThat(number(statement)).isEqualTo(3.141592654);
			statement.setDouble(1, 0.08072205302271099);
			assertThat(number(statement)).isEqualTo(0.08072205302);
			statement.setDouble(1, 1e300 / 3);
			assertThat(number(statement)).isEqualTo(3.333333333e299);
			statement.setDouble(1, Double.NEGATIVE_INFINITY);
			assertThat(number(statement)).isEqualTo(Double.NEGATIVE_INFINITY);
			statement.setDouble(1, Double.NaN);
			assertThat(number(statement)).isNaN();
		}
	}

	@Test
	void floatHasAllDigitsForAStatementThatAsksForArrow() throws SQLException {
		try (Connection connection = client().connect();
				PreparedStatement statement = connection.prepareStatement("SELECT ?::DOUBLE")) {
			statement.unwrap(SnowflakeStatement.class).setParameter("JDBC_QUERY_RESULT_FORMAT", "ARROW");
			for (double number : new double[] { Math.PI, Double.MAX_VALUE, Double.MIN_VALUE, -0.0, 0.1 + 0.2,
					Double.POSITIVE_INFINITY }) {
				statement.setDouble(1, number);
				assertThat(number(statement)).isEqualTo(number);
			}
		}
	}

	private static double number(PreparedStatement statement) throws SQLException {
		try (ResultSet rows = statement.executeQuery()) {
			rows.next();
			return rows.getDouble(1);
		}
	}

	@Test
	void textBindMatchesADateColumn() throws SQLException {
		try (Connection connection = client().connect();
				PreparedStatement statement = connection.prepareStatement("SELECT COUNT(*) FROM "
						+ "snowflake_sample_data.tpch_sf10.orders WHERE o_orderdate BETWEEN ? AND ?")) {
			statement.setString(1, "1995-01-01");
			statement.setDate(2, Date.valueOf("1995-03-30"));
			try (ResultSet rows = statement.executeQuery()) {
				assertThat(rows.next()).isTrue();
				assertThat(rows.getInt(1)).isEqualTo(2);
			}
		}
	}

	@Test
	void listAsOneBindIsExpanded() throws SQLException {
		try (Connection connection = client().connect()) {
			assertThat(count(connection,
					"SELECT COUNT(*) FROM api.data.hybrid_customer c, "
							+ "TABLE(FLATTEN(INPUT => PARSE_JSON(?))) f WHERE c.c_customer_sk = f.value::NUMBER",
					"[1,2,3]"))
				.isEqualTo(2);
			assertThat(
					count(connection,
							"SELECT COUNT(*) FROM api.data.hybrid_customer WHERE c_customer_sk IN "
									+ "(SELECT value::NUMBER FROM TABLE(SPLIT_TO_TABLE(?, ',')))",
							"1,2,3"))
				.isEqualTo(2);
		}
	}

	@Test
	void updatesAreCounted() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			statement
				.execute("CREATE OR REPLACE HYBRID TABLE api.data.counted (id NUMBER(38,0) PRIMARY KEY, name VARCHAR)");
			assertThat(statement.executeUpdate("INSERT INTO api.data.counted VALUES (1, 'a'), (2, 'b')")).isEqualTo(2);
			assertThat(statement.executeUpdate("UPDATE api.data.counted SET name = 'c' WHERE id = 1")).isOne();
			assertThat(statement.executeUpdate("DELETE FROM api.data.counted")).isEqualTo(2);
			try (PreparedStatement insert = connection.prepareStatement("INSERT INTO api.data.counted VALUES (?, ?)")) {
				for (int i = 1; i <= 3; i++) {
					insert.setInt(1, i);
					insert.setString(2, "name " + i);
					insert.addBatch();
				}
				assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
			}
			assertThat(this.server.requests().statements().getLast().binds()).containsEntry(1,
					"FIXED:[\"1\",\"2\",\"3\"]");
			statement.execute("DROP TABLE api.data.counted");
		}
	}

	@Test
	void transactionWhenRolledBackLeavesNothing() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.executeUpdate("DELETE FROM api.data.hybrid_customer");
			connection.rollback();
			connection.setAutoCommit(true);
			try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM api.data.hybrid_customer")) {
				rows.next();
				assertThat(rows.getInt(1)).isEqualTo(2);
			}
		}
	}

	@Test
	void describeReturnsColumnsWithoutRunning() throws SQLException {
		try (Connection connection = client().connect();
				PreparedStatement statement = connection.prepareStatement(CUSTOMER)) {
			assertThat(statement.getMetaData().getColumnName(3)).isEqualTo("C_FIRST_NAME");
			assertThat(statement.getParameterMetaData().getParameterCount()).isOne();
		}
		assertThat(this.server.requests().statements()).allMatch(Requests.Statement::describeOnly);
	}

	private static List<String> rows(PreparedStatement lookUp, long... ids) throws SQLException {
		for (int i = 0; i < ids.length; i++) {
			lookUp.setLong(i + 1, ids[i]);
		}
		List<String> found = new ArrayList<>();
		try (ResultSet rows = lookUp.executeQuery()) {
			while (rows.next()) {
				found.add(rows.getLong("C_CUSTOMER_SK") + " " + rows.getString(2));
			}
		}
		return found;
	}

	private static String one(Statement statement, String sql) throws SQLException {
		try (ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

	private static int count(Connection connection, String sql, String bind) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setString(1, bind);
			try (ResultSet rows = statement.executeQuery()) {
				rows.next();
				return rows.getInt(1);
			}
		}
	}

	@Test
	void resultHasNoMoreRowsThanTheClientWants() throws SQLException {
		try (Connection connection = client().connect(); Statement statement = connection.createStatement()) {
			statement.setMaxRows(3);
			try (ResultSet rows = statement.executeQuery("SELECT * FROM range(10)")) {
				int count = 0;
				while (rows.next()) {
					count++;
				}
				assertThat(count).isEqualTo(3);
			}
		}
	}

}
