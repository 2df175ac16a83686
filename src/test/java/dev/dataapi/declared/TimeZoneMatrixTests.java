package dev.dataapi.declared;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;

import dev.dataapi.cache.Loaded;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.declared.type.ValueTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.TypeMismatchDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Days and times as columns, keys and parameters, through each driver and each format of
 * a result, wherever this process is.
 */
@Timeout(300)
class TimeZoneMatrixTests {

	private static final TimeZone ZONE = TimeZone.getDefault();

	/**
	 * Skipped a day; skip midnights; has no whole hours; had a change of eight minutes.
	 */
	private static final List<String> ZONES = List.of("UTC", "Pacific/Apia", "America/Sao_Paulo", "Asia/Kolkata",
			"America/Los_Angeles");

	private static final List<LocalDate> DAYS = List
		.of("0001-01-01", "0001-03-01", "0099-12-31", "0100-03-01", "0300-02-28", "1000-01-01", "1500-02-28",
				"1500-03-01", "1500-03-10", "1582-09-24", "1582-09-25", "1582-10-04", "1582-10-05", "1582-10-14",
				"1582-10-15", "1883-11-18", "1892-07-04", "1969-12-31", "1970-01-01", "1995-02-14", "2000-02-29",
				"2011-12-29", "2011-12-30", "2011-12-31", "2018-11-04", "2024-03-10", "9999-12-31")
		.stream()
		.map(LocalDate::parse)
		.toList();

	private static final String TIME = "T23:59:59.999999";

	private static final String DECLARED = declared();

	private static Warehouses warehouses;

	private static String declared() {
		StringBuilder declared = new StringBuilder("""
				version: 1
				lookups:
				  days:
				    table: times
				    key: [{name: id, column: ID, type: integer}]
				    columns: [{name: DT, type: date}]
				  times:
				    table: times
				    key: [{name: id, column: ID, type: integer}]
				    columns: [{name: TS, type: timestamp}]
				  instants:
				    table: times
				    key: [{name: id, column: ID, type: integer}]
				    columns: [{name: TZ, type: timestamptz}]
				""");
		for (String column : List.of("DT date", "TS timestamp", "TZ timestamptz")) {
			declared.append("""
					  by_%s:
					    table: times
					    key: [{name: key, column: %1$s, type: %s}]
					    columns: [{name: ID, type: integer}]
					""".formatted((Object[]) column.split(" ")));
		}
		declared.append("reports:\n");
		for (String column : List.of("DT date", "TS timestamp", "TZ timestamptz")) {
			declared.append("""
					  is_%s:
					    parameters: [{name: p, type: %2$s}]
					    sql: SELECT ID FROM times WHERE %1$s = {{p}}
					    columns: [{name: ID, type: integer}]
					""".formatted((Object[]) column.split(" ")));
		}
		return declared.toString();
	}

	@BeforeAll
	static void connect() throws SQLException {
		warehouses = new Warehouses();
		try (Connection duck = warehouses.duck().getConnection(); Statement statement = duck.createStatement()) {
			statement.execute("CREATE TABLE times (ID BIGINT, DT DATE, TS TIMESTAMP, TZ TIMESTAMPTZ)");
			for (int i = 0; i < DAYS.size(); i++) {
				String time = DAYS.get(i) + TIME;
				statement.execute(
						"INSERT INTO times VALUES (%d, '%s', '%s', '%s+00:00')".formatted(i, DAYS.get(i), time, time));
			}
		}
	}

	@AfterAll
	static void close() {
		warehouses.close();
	}

	@AfterEach
	void restoreZone() {
		TimeZone.setDefault(ZONE);
	}

	static List<Arguments> zonesAndWarehouses() {
		List<Arguments> all = new ArrayList<>();
		for (String zone : ZONES) {
			for (String warehouse : Warehouses.NAMES) {
				all.add(Arguments.of(zone, warehouse));
			}
		}
		return all;
	}

	@ParameterizedTest
	@MethodSource("zonesAndWarehouses")
	void columnHasTheDayAndTimeOfTheTable(String zone, String warehouse) throws Exception {
		TimeZone.setDefault(TimeZone.getTimeZone(zone));
		for (int i = 0; i < DAYS.size(); i++) {
			String time = DAYS.get(i) + TIME;
			assertThat(row(warehouse, "days", i)).as(time).isEqualTo("{\"DT\":\"" + DAYS.get(i) + "\"}");
			if (warehouse.equals("duck") || !isUntold(DAYS.get(i))) {
				assertThat(row(warehouse, "times", i)).as(time).isEqualTo("{\"TS\":\"" + time + "\"}");
				assertThat(row(warehouse, "instants", i)).as(time).isEqualTo("{\"TZ\":\"" + time + "Z\"}");
			}
		}
	}

	/** Snowflake's driver gives the same for a time in these days and ten days later. */
	private static boolean isUntold(LocalDate day) {
		return !day.isBefore(LocalDate.of(1582, 9, 25)) && day.isBefore(LocalDate.of(1582, 10, 15));
	}

	@ParameterizedTest
	@ValueSource(strings = { "snowflake", "snowflake-arrow" })
	void timeThatTheDriverDoesNotTellIsRefused(String warehouse) {
		for (int i = 0; i < DAYS.size(); i++) {
			int id = i;
			if (isUntold(DAYS.get(i))) {
				assertThatExceptionOfType(TypeMismatchDataAccessException.class)
					.isThrownBy(() -> row(warehouse, "times", id))
					.withMessage("The column TS has a time between 1582-09-25 and 1582-10-14, "
							+ "whose day Snowflake's driver does not tell.");
				assertThatExceptionOfType(TypeMismatchDataAccessException.class)
					.isThrownBy(() -> row(warehouse, "instants", id))
					.withMessageContaining("The column TZ has a time between 1582-09-25 and 1582-10-14");
			}
		}
	}

	@ParameterizedTest
	@MethodSource("zonesAndWarehouses")
	void keyAndParameterFindTheirRow(String zone, String warehouse) throws Exception {
		TimeZone.setDefault(TimeZone.getTimeZone(zone));
		for (int i = 0; i < DAYS.size(); i++) {
			String time = DAYS.get(i) + TIME;
			for (String sent : List.of("DT " + DAYS.get(i), "TS " + time, "TZ " + time + "Z")) {
				String[] parts = sent.split(" ");
				boolean told = parts[0].equals("DT") || warehouse.equals("duck") || !isUntold(DAYS.get(i));
				if (told) {
					assertThat(rowOf(warehouse, "by_" + parts[0], parts[1])).as(sent).isEqualTo("{\"ID\":" + i + "}");
				}
				assertThat(rows(warehouse, "is_" + parts[0], parts[1])).as(sent).isEqualTo("[{\"ID\":" + i + "}]");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "DATE 'infinity'", "DATE '-infinity'", "DATE '0044-03-15 (BC)'", "DATE '0002-12-31 (BC)'",
			"DATE '10000-01-01'", "TIMESTAMP 'infinity'", "TIMESTAMP '-infinity'",
			"TIMESTAMP '0044-03-15 (BC) 12:00:00'", "TIMESTAMP '10000-01-01 00:00:00'", "TIMESTAMPTZ 'infinity'",
			"TIMESTAMPTZ '-infinity'", "TIMESTAMPTZ '0044-03-15 (BC) 12:00:00+00'",
			"TIMESTAMPTZ '10000-01-01 00:00:00+00'", "TIMESTAMP_NS 'infinity'", "TIMESTAMP_NS '-infinity'",
			"TIMESTAMP_MS 'infinity'", "TIMESTAMP_S 'infinity'", "TIMESTAMP_S '-infinity'" })
	void valueOutsideOfFourDigitsOfYearIsRefused(String value) {
		String type = value.startsWith("DATE") ? "date" : value.startsWith("TIMESTAMPTZ") ? "timestamptz" : "timestamp";
		for (String warehouse : Warehouses.NAMES) {
			// only DuckDB has a value for infinity
			if (warehouse.equals("duck") || !value.contains("infinity")) {
				assertThatExceptionOfType(TypeMismatchDataAccessException.class).as(warehouse)
					.isThrownBy(() -> value(warehouse, type, value))
					.withMessage("The column C has a " + (type.equals("date") ? "date" : "time")
							+ " that is not in the years 0000 to 9999.");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0001-01-01 (BC)", "0001-12-31 (BC)" })
	void yearBeforeTheFirstIsYearZero(String day) throws Exception {
		String written = day.replace("0001", "0000").replace(" (BC)", "");
		for (String zone : ZONES) {
			TimeZone.setDefault(TimeZone.getTimeZone(zone));
			for (String warehouse : Warehouses.NAMES) {
				assertThat(value(warehouse, "date", "DATE '" + day + "'")).isEqualTo(LocalDate.parse(written));
				assertThat(value(warehouse, "timestamp", "TIMESTAMP '" + day + " 12:30:00'"))
					.isEqualTo(LocalDateTime.parse(written + "T12:30:00"));
				assertThat(value(warehouse, "timestamptz", "TIMESTAMPTZ '" + day + " 12:30:00+00'"))
					.isEqualTo(Instant.parse(written + "T12:30:00Z"));
			}
		}
	}

	/** Every day before calendars changed, so that no step of a correction is missed. */
	@ParameterizedTest
	@ValueSource(strings = { "snowflake", "snowflake-arrow" })
	void everyDayBeforeTheCalendarsChangedIsExact(String warehouse) {
		String sql = "SELECT TIMESTAMP '0000-01-01 00:00:00' + to_days(d::INTEGER) AS C, d AS N "
				+ "FROM range(0, 578000) t(d) WHERE d %% 53 = %d OR d %% 36524 < 70";
		for (String zone : List.of("UTC", "Pacific/Apia", "America/Los_Angeles")) {
			TimeZone.setDefault(TimeZone.getTimeZone(zone));
			LocalDateTime first = LocalDateTime.parse("0000-01-01T00:00:00");
			ValueType type = Objects.requireNonNull(ValueTypes.of("timestamp"));
			new JdbcTemplate(warehouses.of(warehouse)).query(sql.formatted(zone.length() % 7), (row) -> {
				LocalDateTime expected = first.plusDays(row.getLong(2));
				if (!isUntold(expected.toLocalDate())) {
					assertThat(type.read(row, 1)).isEqualTo(expected);
				}
			});
		}
	}

	private static Object value(String warehouse, String type, String sql) {
		List<Object> values = new ArrayList<>();
		ValueType read = ValueTypes.of(type);
		assertThat(read).isNotNull();
		new JdbcTemplate(warehouses.of(warehouse)).query("SELECT " + sql + " AS C", (row) -> {
			values.add(read.read(row, 1));
		});
		return values.getFirst();
	}

	private static String row(String warehouse, String lookup, int id) throws Exception {
		return rowOf(warehouse, lookup, Integer.toString(id));
	}

	private static String rowOf(String warehouse, String name, String key) throws Exception {
		LookupDeclaration lookup = endpoints().lookups()
			.stream()
			.filter((each) -> each.name().equals(name))
			.findFirst()
			.orElseThrow();
		List<LookupKey> keys = LookupKey.parseAll(lookup, key);
		LookupSource source = new LookupSource(new LookupStatements(lookup), new JdbcTemplate(warehouses.of(warehouse)),
				JsonMapper.shared());
		Loaded<LookupKey> loaded = Loaded.unlimited();
		source.load(keys, loaded);
		for (LookupKey each : keys) {
			RuntimeException failure = loaded.failure(each);
			if (failure != null) {
				throw failure;
			}
		}
		Map<LookupKey, byte[]> rows = loaded.values();
		return rows.isEmpty() ? "" : new String(rows.values().iterator().next(), StandardCharsets.UTF_8);
	}

	private static String rows(String warehouse, String name, String parameter) throws Exception {
		ReportDeclaration report = endpoints().reports()
			.stream()
			.filter((each) -> each.name().equals(name))
			.findFirst()
			.orElseThrow();
		dev.dataapi.declared.Arguments arguments = dev.dataapi.declared.Arguments.parse(report.parameters(),
				"p=" + parameter);
		ReportSource source = new ReportSource(new ReportStatements(report, Clock.systemUTC()),
				new JdbcTemplate(warehouses.of(warehouse)), JsonMapper.shared());
		Loaded<dev.dataapi.declared.Arguments> loaded = Loaded.unlimited();
		source.load(List.of(arguments), loaded);
		return new String(loaded.values().get(arguments), StandardCharsets.UTF_8);
	}

	private static Endpoints endpoints() throws InvalidEndpointsException {
		return EndpointFiles.declared("f", DECLARED.getBytes(StandardCharsets.UTF_8)).endpoints();
	}

}
