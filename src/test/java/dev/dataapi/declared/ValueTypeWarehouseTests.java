package dev.dataapi.declared;

import dev.dataapi.declared.type.ValueTypes;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.declared.type.ValueTypes;
import dev.dataapi.declared.file.DeclaredFiles;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;

import dev.dataapi.warehouse.UnreadableValueException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Binds and reads the extremes of each type through both drivers, whatever the time zone
 * of this process.
 */
class ValueTypeWarehouseTests {

	private static final TimeZone ZONE = TimeZone.getDefault();

	private static final List<String> ZONES = List.of("UTC", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Apia");

	private static Warehouses warehouses;

	private static Connection duck;

	private static Connection snowflake;

	@BeforeAll
	static void connect() throws SQLException {
		warehouses = new Warehouses();
		duck = warehouses.of("duck").getConnection();
		snowflake = warehouses.of("snowflake").getConnection();
	}

	@AfterEach
	void restoreZone() {
		TimeZone.setDefault(ZONE);
	}

	@AfterAll
	static void close() {
		warehouses.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "text | VARCHAR | 'abc' | \"abc\"",
			"text | VARCHAR | '' | \"\"", "text | VARCHAR | '  a ' | \"  a \"", "text | VARCHAR | '😀 é' | \"😀 é\"",
			"text | VARCHAR | NULL | null", "integer | BIGINT | 9223372036854775807 | 9223372036854775807",
			"integer | BIGINT | -9223372036854775808 | -9223372036854775808", "integer | INTEGER | 0 | 0",
			"integer | DECIMAL(38,0) | 99999999999999999999999999999999999999 | 99999999999999999999999999999999999999",
			"integer | DECIMAL(38,0) | -99999999999999999999999999999999999999 | -99999999999999999999999999999999999999",
			"integer | DECIMAL(38,0) | 9223372036854775808 | 9223372036854775808", "integer | DECIMAL(7,2) | 5.00 | 5",
			"integer | BIGINT | NULL | null", "decimal(7,2) | DECIMAL(7,2) | 1.50 | \"1.50\"",
			"decimal(7,2) | DECIMAL(7,1) | 1.5 | \"1.50\"", "decimal(7,2) | INTEGER | 3 | \"3.00\"",
			"decimal(7,2) | DECIMAL(7,2) | -99999.99 | \"-99999.99\"",
			"decimal(38,0) | DECIMAL(38,0) | 99999999999999999999999999999999999999 | \"99999999999999999999999999999999999999\"",
			"decimal(38,37) | DECIMAL(38,37) | 9.9999999999999999999999999999999999999 | \"9.9999999999999999999999999999999999999\"",
			"decimal(38,37) | DECIMAL(38,37) | 0 | \"0.0000000000000000000000000000000000000\"",
			"decimal(38,38) | DECIMAL(38,38) | 0.00000000000000000000000000000000000001 | \"0.00000000000000000000000000000000000001\"",
			"decimal(7,2) | DECIMAL(7,2) | NULL | null", "double | DOUBLE | 0.1 | 0.1",
			"double | DECIMAL(3,1) | 0.1 | 0.1", "double | BIGINT | 9007199254740993 | 9.007199254740992E15",
			"double | DOUBLE | 1e308 | 1.0E308", "double | DOUBLE | 'NaN' | null",
			"double | DOUBLE | 'Infinity' | null", "double | DOUBLE | '-Infinity' | null",
			"double | DOUBLE | NULL | null", "boolean | BOOLEAN | true | true", "boolean | BOOLEAN | false | false",
			"boolean | BOOLEAN | NULL | null", "date | DATE | '1995-01-01' | \"1995-01-01\"",
			"date | DATE | '1582-10-15' | \"1582-10-15\"", "date | DATE | '0001-01-01' | \"0001-01-01\"",
			"date | DATE | '1500-02-28' | \"1500-02-28\"", "date | DATE | '9999-12-31' | \"9999-12-31\"",
			"date | DATE | '2020-03-08' | \"2020-03-08\"", "date | DATE | NULL | null",
			"timestamp | TIMESTAMP | '1995-01-01 00:00:00' | \"1995-01-01T00:00:00\"",
			"timestamp | TIMESTAMP | '2020-03-08 02:30:00.123456' | \"2020-03-08T02:30:00.123456\"",
			"timestamp | TIMESTAMP_NS | '2020-03-08 02:30:00.123456789' | \"2020-03-08T02:30:00.123456789\"",
			"timestamp | TIMESTAMP | '1969-12-31 23:59:59.5' | \"1969-12-31T23:59:59.5\"",
			"timestamp | TIMESTAMP | '1582-10-15 00:00:00' | \"1582-10-15T00:00:00\"",
			"timestamp | TIMESTAMP | '0001-01-01 00:00:00' | \"0001-01-01T00:00:00\"",
			"timestamp | TIMESTAMP | '9999-12-31 23:59:59.999999' | \"9999-12-31T23:59:59.999999\"",
			"timestamp | TIMESTAMP | NULL | null",
			"timestamptz | TIMESTAMPTZ | '2020-01-01 00:00:00+01:00' | \"2019-12-31T23:00:00Z\"",
			"timestamptz | TIMESTAMPTZ | '2020-03-07 10:30:00.123456+00:00' | \"2020-03-07T10:30:00.123456Z\"",
			"timestamptz | TIMESTAMPTZ | '1969-12-31 23:59:59.5+00:00' | \"1969-12-31T23:59:59.5Z\"",
			"timestamptz | TIMESTAMPTZ | '9999-12-31 23:59:59.999999+00:00' | \"9999-12-31T23:59:59.999999Z\"",
			"timestamptz | TIMESTAMPTZ | NULL | null" })
	void columnIsTheSameJsonFromBothWarehouses(String type, String sqlType, String value, String json)
			throws SQLException {
		for (String zone : ZONES) {
			TimeZone.setDefault(TimeZone.getTimeZone(zone));
			String sql = "SELECT CAST(" + value + " AS " + sqlType + ") AS C";
			assertThat(List.of(json(duck, type, sql), json(snowflake, type, sql))).as(zone).containsExactly(json, json);
		}
	}

	/** A FLOAT of Snowflake has 64 bits, one of DuckDB 32. */
	@ParameterizedTest
	@CsvSource({ "0.1, 0.1", "-1.1, -1.1", "16777217, 1.6777216E7", "1e-40, 1.0E-40", "'NaN', null", "'Infinity', null",
			"'-Infinity', null", "NULL, null" })
	void realOfDuckDbHasNoMoreDigitsThanItHolds(String value, String json) throws SQLException {
		assertThat(json(duck, "double",
				"SELECT CAST(" + (value.matches("[NI-].*y|NaN") ? "'" + value + "'" : value) + " AS FLOAT) AS C"))
			.isEqualTo(json);
	}

	@ParameterizedTest
	@CsvSource({ "integer, 1.5", "'decimal(7,2)', 1.505" })
	void columnWhenValueIsOfMoreDecimalsThanDeclaredFails(String type, String value) {
		for (Connection connection : List.of(duck, snowflake)) {
			assertThatExceptionOfType(UnreadableValueException.class)
				.isThrownBy(() -> json(connection, type, "SELECT " + value + " AS C"))
				.withMessageContaining("The column C has a value of more than");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "text | VARCHAR | '  a ' | `  a `", "text | VARCHAR | '😀' | 😀",
					"integer | BIGINT | 9223372036854775807 | 9223372036854775807", "integer | DECIMAL(38,0) | 7 | 007",
					"integer | INTEGER | 7 | 7", "decimal(7,2) | DECIMAL(7,2) | 1.50 | 1.5",
					"decimal(12,2) | DECIMAL(38,0) | 5 | 5.00", "decimal(38,38) | DECIMAL(38,38) | 0.5 | 0.50",
					"boolean | BOOLEAN | true | true", "date | DATE | '9999-12-31' | 9999-12-31",
					"date | DATE | '1582-10-15' | 1582-10-15",
					"timestamp | TIMESTAMP | '2020-03-08 02:30:00.123456' | 2020-03-08T02:30:00.123456",
					"timestamp | TIMESTAMP | '1582-10-15 00:00:00' | 1582-10-15T00:00",
					"timestamp | TIMESTAMP | '1969-12-31 23:59:59.5' | 1969-12-31T23:59:59.5",
					"timestamptz | TIMESTAMPTZ | '2020-01-01 00:00:00+01:00' | 2019-12-31T23:00:00Z",
					"timestamptz | TIMESTAMPTZ | '2020-01-01 00:00:00+01:00' | 2020-01-01T04:45:00+05:45" })
	void boundValueMeetsItsColumnInBothWarehouses(String name, String sqlType, String value, String text)
			throws SQLException {
		ValueType type = type(name);
		Object parsed = type.parse(text);
		assertThat(parsed).isNotNull();
		String sql = "SELECT COUNT(*) FROM (SELECT CAST(%s AS %s) AS C) WHERE C = %s AND C IN (%s, %s)".formatted(value,
				sqlType, type.placeholder(), type.placeholder(), type.placeholder());
		for (String zone : ZONES) {
			TimeZone.setDefault(TimeZone.getTimeZone(zone));
			for (Connection connection : List.of(duck, snowflake)) {
				try (PreparedStatement statement = connection.prepareStatement(sql)) {
					for (int i = 1; i <= 3; i++) {
						statement.setObject(i, type.toJdbc(parsed));
					}
					try (ResultSet rows = statement.executeQuery()) {
						assertThat(rows.next()).isTrue();
						assertThat(rows.getInt(1)).as(zone + " " + connection.getMetaData().getDatabaseProductName())
							.isOne();
					}
				}
			}
		}
	}

	/** DuckDB casts both sides of a comparison to the greater scale, or fails. */
	@Test
	void boundDecimalWithoutFractionMeetsAColumnOfAllDigits() throws SQLException {
		ValueType type = type("decimal(12,2)");
		Object value = type.parse("5.00");
		assertThat(value).isNotNull();
		for (Connection connection : List.of(duck, snowflake)) {
			try (PreparedStatement statement = connection.prepareStatement("SELECT COUNT(*) FROM (SELECT "
					+ "CAST(99999999999999999999999999999999999999 AS DECIMAL(38,0)) AS C) WHERE C > ?")) {
				statement.setObject(1, type.toJdbc(value));
				try (ResultSet rows = statement.executeQuery()) {
					assertThat(rows.next()).isTrue();
					assertThat(rows.getInt(1)).isOne();
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "integer", "decimal(12,2)", "boolean", "date", "timestamp", "timestamptz" })
	void sampleCanBeSelectedInBothWarehousesAndReadsBack(String name) throws SQLException {
		ValueType type = type(name);
		for (Connection connection : List.of(duck, snowflake)) {
			try (PreparedStatement statement = connection.prepareStatement("SELECT " + type.placeholder() + " AS C")) {
				statement.setObject(1, type.toJdbc(type.sample()));
				try (ResultSet rows = statement.executeQuery()) {
					assertThat(rows.next()).isTrue();
					assertThat(type.read(rows, 1)).isEqualTo(type.sample());
				}
			}
		}
	}

	@Test
	void lookupRowsFindTheirKeysInBothWarehouses() throws Exception {
		LookupDeclaration lookup = EndpointFiles.declared("f", """
				version: 1
				lookups:
				  l:
				    table: t
				    key:
				      - {name: a, column: A, type: text}
				      - {name: b, column: B, type: "decimal(7,2)"}
				      - {name: c, column: C, type: timestamptz}
				    columns:
				      - {name: B, type: "decimal(7,3)"}
				      - {name: D, type: double}
				""".getBytes(java.nio.charset.StandardCharsets.UTF_8)).endpoints().lookups().getFirst();
		try (Statement statement = duck.createStatement()) {
			statement.execute("CREATE OR REPLACE TABLE t (a VARCHAR, b DECIMAL(7,3), c TIMESTAMPTZ, d DOUBLE)");
			statement.execute("INSERT INTO t VALUES ('x', 1.5, '2020-01-01 00:00:00+00', 0.5), "
					+ "('X', 1.5, '2020-01-01 00:00:00+00', 1), ('x', 1.5, '2020-01-01 00:00:01+00', 2)");
		}
		LookupStatements statements = new LookupStatements(lookup);
		List<LookupKey> keys = LookupKey.parseAll(lookup,
				"x~1.50~2020-01-01T01:00+01:00,y~1~2020-01-01T00:00Z,x~1.5~2020-01-01T00:00:01Z");
		for (Connection connection : List.of(duck, snowflake)) {
			List<LookupKey> found = new ArrayList<>();
			dev.dataapi.declared.BoundStatement sql = statements.of(keys);
			try (PreparedStatement statement = connection.prepareStatement(sql.sql())) {
				for (int i = 0; i < sql.arguments().size(); i++) {
					statement.setObject(i + 1, sql.arguments().get(i));
				}
				try (ResultSet rows = statement.executeQuery()) {
					while (rows.next()) {
						found.add(statements.keyOf(rows));
					}
				}
			}
			assertThat(found).containsExactlyInAnyOrder(keys.get(0), keys.get(2));
		}
	}

	private static ValueType type(String name) {
		ValueType type = ValueTypes.of(name);
		assertThat(type).as(name).isNotNull();
		return type;
	}

	private static String json(Connection connection, String type, String sql) throws SQLException {
		StringWriter text = new StringWriter();
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql);
				JsonGenerator json = JsonMapper.shared().createGenerator(text)) {
			assertThat(rows.next()).isTrue();
			type(type).write(rows, 1, json);
		}
		return text.toString();
	}

}
