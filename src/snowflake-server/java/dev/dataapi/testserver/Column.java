package dev.dataapi.testserver;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One column of a result: its description as Snowflake gives it, and its cells as text.
 *
 * @param index the place in DuckDB's result, from 1
 * @param length of text and binary, otherwise null
 */
record Column(int index, String name, Type type, @Nullable Integer length, @Nullable Integer precision,
		@Nullable Integer scale, boolean nullable) {

	/**
	 * Snowflake's longest VARCHAR and BINARY, which is what a column without a length
	 * gets.
	 */
	private static final int TEXT_LENGTH = 16_777_216;

	private static final int BINARY_LENGTH = 8_388_608;

	/**
	 * Snowflake shows 3.141592654 for pi. A driver that needs all digits asks for Arrow.
	 */
	private static final int FLOAT_DIGITS = 10;

	/** All columns of a result, labelled as the given function says. */
	static List<Column> all(ResultSetMetaData meta, UnaryOperator<String> label) throws SQLException {
		List<Column> columns = new ArrayList<>();
		for (int i = 1; i <= meta.getColumnCount(); i++) {
			columns.add(of(meta, i, label.apply(meta.getColumnLabel(i))));
		}
		return columns;
	}

	private static Column of(ResultSetMetaData meta, int index, String name) throws SQLException {
		String duck = meta.getColumnTypeName(index).toUpperCase(Locale.ROOT);
		Type type = type(duck);
		return switch (type) {
			case FIXED -> duck.startsWith("DECIMAL")
					? fixed(index, name, meta.getPrecision(index), meta.getScale(index)) : fixed(index, name, 38, 0);
			case TEXT, VARIANT -> new Column(index, name, type, TEXT_LENGTH, null, null, true);
			case BINARY -> new Column(index, name, type, BINARY_LENGTH, null, null, true);
			case TIME, TIMESTAMP_NTZ, TIMESTAMP_LTZ -> new Column(index, name, type, null, 0, 9, true);
			case REAL, BOOLEAN, DATE -> new Column(index, name, type, null, null, null, true);
		};
	}

	static Column fixed(int index, String name, int precision, int scale) {
		return new Column(index, name, Type.FIXED, null, precision, scale, true);
	}

	/** A column that only says so: the status of DDL. */
	static Column text(int index, String name) {
		return new Column(index, name, Type.TEXT, TEXT_LENGTH, null, null, true);
	}

	static Type type(String duck) {
		if (duck.startsWith("DECIMAL") || duck.endsWith("INT") || duck.endsWith("INTEGER")) {
			return Type.FIXED;
		}
		return switch (duck) {
			case "FLOAT", "DOUBLE" -> Type.REAL;
			case "BOOLEAN" -> Type.BOOLEAN;
			case "DATE" -> Type.DATE;
			case "TIME", "TIME_NS" -> Type.TIME;
			case "JSON" -> Type.VARIANT;
			case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> Type.TIMESTAMP_NTZ;
			case "TIMESTAMP WITH TIME ZONE" -> Type.TIMESTAMP_LTZ;
			case "BLOB" -> Type.BINARY;
			default -> Type.TEXT;
		};
	}

	/** The same column with a type that its cells don't fit. */
	Column spoilt() {
		return (this.type == Type.TEXT) ? this : fixed(this.index, this.name, 38, 0);
	}

	/** A cell as Snowflake writes it in JSON, with ten digits of a FLOAT. */
	@Nullable String inJson(@Nullable String cell) {
		if (this.type != Type.REAL || cell == null) {
			return cell;
		}
		double number = Double.parseDouble(cell);
		if (!Double.isFinite(number)) {
			return cell.replace("Infinity", "inf");
		}
		return new BigDecimal(cell).round(new MathContext(FLOAT_DIGITS)).stripTrailingZeros().toString();
	}

	void describe(JsonGenerator json) {
		json.writeStartObject();
		json.writeStringProperty("name", this.name);
		json.writeStringProperty("database", "");
		json.writeStringProperty("schema", "");
		json.writeStringProperty("table", "");
		json.writeBooleanProperty("nullable", this.nullable);
		json.writeStringProperty("type", this.type.name().toLowerCase(Locale.ROOT));
		number(json, "length", this.length);
		number(json, "byteLength", this.length);
		number(json, "precision", this.precision);
		number(json, "scale", this.scale);
		json.writeNullProperty("collation");
		json.writeEndObject();
	}

	@Nullable String read(ResultSet rows) throws SQLException {
		Object value = switch (this.type) {
			// As DuckDB holds them: its other getters go by this process's time zone
			case DATE -> rows.getObject(this.index);
			case TIME -> rows.getObject(this.index, LocalTime.class);
			case TIMESTAMP_NTZ -> rows.getObject(this.index, LocalDateTime.class);
			case TIMESTAMP_LTZ -> Instant.EPOCH.plus(rows.getLong(this.index), ChronoUnit.MICROS);
			case BINARY -> rows.getBytes(this.index);
			case TEXT -> rows.getString(this.index);
			case VARIANT -> Json.indented(rows.getString(this.index));
			case FIXED, REAL, BOOLEAN -> rows.getObject(this.index);
		};
		return (value == null || rows.wasNull()) ? null : text(value);
	}

	private static String text(Object value) {
		return switch (value) {
			case String text -> text;
			case BigDecimal number -> number.toPlainString();
			case Boolean truth -> truth ? "1" : "0";
			case LocalDate date -> Long.toString(date.toEpochDay());
			case LocalTime time -> seconds(time.toSecondOfDay(), time.getNano());
			case LocalDateTime time -> seconds(time.toEpochSecond(ZoneOffset.UTC), time.getNano());
			case Instant time -> seconds(time.getEpochSecond(), time.getNano());
			case byte[] bytes -> HexFormat.of().withUpperCase().formatHex(bytes);
			default -> value.toString();
		};
	}

	/** Before 1970 the fraction counts down from the second, as in a decimal number. */
	private static String seconds(long seconds, int nanos) {
		return BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9)).toPlainString();
	}

	private static void number(JsonGenerator json, String name, @Nullable Integer value) {
		if (value != null) {
			json.writeNumberProperty(name, value);
		}
		else {
			json.writeNullProperty(name);
		}
	}

	/** Snowflake's names of types in results. */
	enum Type {

		FIXED, REAL, TEXT, BOOLEAN, DATE, TIME, TIMESTAMP_NTZ, TIMESTAMP_LTZ, BINARY, VARIANT

	}

}
