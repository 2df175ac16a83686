package dev.dataapi.testserver;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The bind variables of a statement, typed and textual as they travel, put into DuckDB's
 * statement.
 */
final class Bindings {

	private static final long NANOS = 1_000_000_000L;

	private final JsonNode values;

	Bindings(JsonNode values) {
		this.values = values;
	}

	int count() {
		return this.values.size();
	}

	/** How many rows an array bind carries; 1 for plain values. */
	int rows() {
		JsonNode first = this.values.path("1").path("value");
		return (first.isArray() && !"ARRAY".equals(this.values.path("1").path("type").asString(""))) ? first.size() : 1;
	}

	void set(PreparedStatement statement, int row) throws SQLException {
		for (int i = 1; i <= count(); i++) {
			JsonNode binding = this.values.path(Integer.toString(i));
			JsonNode value = binding.path("value");
			JsonNode cell = value.isArray() ? value.path(row) : value;
			statement.setObject(i, decode(Account.upper(binding.path("type").asString("TEXT")),
					cell.isNull() ? null : cell.asString("")));
		}
	}

	/** What was sent, for assertions: {@code FIXED:42} under its position. */
	Map<Integer, String> recorded() {
		Map<Integer, String> recorded = new LinkedHashMap<>();
		for (int i = 1; i <= count(); i++) {
			JsonNode binding = this.values.path(Integer.toString(i));
			JsonNode value = binding.path("value");
			recorded.put(i, binding.path("type").asString("") + ":" + (value.isString() ? value.stringValue() : value));
		}
		return recorded;
	}

	private static @Nullable Object decode(String type, @Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			return switch (type) {
				case "FIXED" -> fixed(text);
				case "REAL" -> Double.valueOf(text);
				case "BOOLEAN" -> Boolean.valueOf(text);
				case "DATE" -> LocalDate.ofEpochDay(Math.floorDiv(Long.parseLong(text), 86_400_000L));
				case "TIME" -> LocalTime.ofNanoOfDay(Long.parseLong(text));
				case "TIMESTAMP_NTZ" -> LocalDateTime.ofInstant(instant(text), ZoneOffset.UTC);
				case "TIMESTAMP_LTZ", "TIMESTAMP" -> instant(text).atOffset(ZoneOffset.UTC);
				case "TIMESTAMP_TZ" -> instant(text.split(" ", 2)[0]).atOffset(ZoneOffset.UTC);
				case "BINARY" -> HexFormat.of().parseHex(text);
				default -> text;
			};
		}
		catch (IllegalArgumentException ex) {
			throw new SqlProblem("100038", "22018", "Value '" + text + "' of a bind variable is not a " + type);
		}
	}

	private static Object fixed(String text) {
		BigDecimal value = new BigDecimal(text);
		return (value.scale() <= 0 && value.precision() <= 18) ? (Object) value.longValueExact() : value;
	}

	private static Instant instant(String nanos) {
		long value = Long.parseLong(nanos);
		return Instant.ofEpochSecond(Math.floorDiv(value, NANOS), Math.floorMod(value, NANOS));
	}

}
