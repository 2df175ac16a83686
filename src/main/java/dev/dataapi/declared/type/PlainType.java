package dev.dataapi.declared.type;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import dev.dataapi.warehouse.TimeColumns;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The types whose names have no numbers.
 */
public enum PlainType implements ValueType {

	TEXT("text", "text", Types.VARCHAR, "x") {

		@Override
		public @Nullable Object parse(String text) {
			return Literals.isText(text) ? text : null;
		}

		@Override
		public boolean isOrdered() {
			return false;
		}

		@Override
		public @Nullable Object read(ResultSet row, int column) throws SQLException {
			return row.getString(column);
		}

	},

	INTEGER("integer", "an integer of 64 bits", Types.BIGINT, 1L) {

		@Override
		public @Nullable Object parse(String text) {
			return Literals.integer(text);
		}

		@Override
		public @Nullable Object read(ResultSet row, int column) throws SQLException {
			BigDecimal value = row.getBigDecimal(column);
			if (value == null) {
				return null;
			}
			if (value.scale() == 0 && value.precision() < Literals.LONG_DIGITS) {
				return value.longValue();
			}
			BigDecimal integer = ValueType.exact(value, 0, row, column);
			return (integer.toBigInteger().bitLength() < Long.SIZE) ? (Object) integer.longValue()
					: integer.toBigInteger();
		}

		@Override
		public void write(Object value, JsonGenerator json) {
			json.writeNumber(value.toString());
		}

	},

	/** For columns only. */
	DOUBLE("double", "a number", Types.DOUBLE, 1.0) {

		@Override
		public @Nullable Object parse(String text) {
			return null;
		}

		@Override
		public @Nullable Object read(ResultSet row, int column) throws SQLException {
			// DuckDB's FLOAT has 32 bits: as a double, 0.1 would be 0.10000000149011612
			if (row.getObject(column) instanceof Float real) {
				return Double.valueOf(real.toString());
			}
			double value = row.getDouble(column);
			return row.wasNull() ? null : value;
		}

		@Override
		public void write(Object value, JsonGenerator json) {
			double number = (Double) value;
			if (Double.isFinite(number)) {
				json.writeNumber(number);
			}
			else {
				json.writeNull();
			}
		}

	},

	BOOLEAN("boolean", "true or false", Types.BOOLEAN, true) {

		@Override
		public @Nullable Object parse(String text) {
			return switch (Literals.strip(text)) {
				case "true" -> true;
				case "false" -> false;
				default -> null;
			};
		}

		@Override
		public boolean isOrdered() {
			return false;
		}

		@Override
		public @Nullable Object read(ResultSet row, int column) throws SQLException {
			boolean value = row.getBoolean(column);
			return row.wasNull() ? null : value;
		}

		@Override
		public void write(Object value, JsonGenerator json) {
			json.writeBoolean((Boolean) value);
		}

	},

	/**
	 * Bound as text that the statement converts: {@link java.sql.Date} has no day that
	 * this process's time zone skips.
	 */
	DATE("date", "a date YYYY-MM-DD from 0001-01-01 to 9999-12-31", Types.VARCHAR, LocalDate.of(1995, 1, 1)) {

		@Override
		public @Nullable Object parse(String text) {
			return Literals.date(text);
		}

		@Override
		public Object toJdbc(Object value) {
			return format(value);
		}

		@Override
		public String placeholder() {
			return "CAST(? AS DATE)";
		}

		@Override
		public @Nullable Object read(ResultSet row, int column) throws SQLException {
			return TimeColumns.date(row, column);
		}

	},

	/**
	 * Bound as text that the statement converts: as a {@link java.sql.Timestamp} it would
	 * depend on the time zones of this process and of the session.
	 */
	TIMESTAMP("timestamp",
			"a date and time YYYY-MM-DDTHH:MM:SS without zone, from 0001-01-01 to 9999-12-31, with up to 9 decimals"
					+ " of a second",
			Types.VARCHAR, LocalDateTime.of(1995, 1, 1, 0, 0)) {

		@Override
		public @Nullable Object parse(String text) {
			return Literals.timestamp(text);
		}

		@Override
		public String format(Object value) {
			return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format((LocalDateTime) value);
		}

		@Override
		public Object toJdbc(Object value) {
			return format(value);
		}

		@Override
		public String placeholder() {
			return "CAST(? AS TIMESTAMP WITHOUT TIME ZONE)";
		}

		@Override
		public @Nullable Object read(ResultSet row, int column) throws SQLException {
			return TimeColumns.timestamp(row, column);
		}

	},

	/** Bound as text, as {@link #TIMESTAMP} is. */
	TIMESTAMPTZ("timestamptz",
			"a date and time YYYY-MM-DDTHH:MM:SS with its zone, Z or +HH:MM (in a query + is written %2B), from "
					+ "0001-01-01 to 9999-12-31, with up to 9 decimals of a second",
			Types.VARCHAR, Instant.parse("1995-01-01T00:00:00Z")) {

		@Override
		public @Nullable Object parse(String text) {
			return Literals.timestamptz(text);
		}

		@Override
		public String format(Object value) {
			return TIMESTAMP.format(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC)) + "Z";
		}

		@Override
		public Object toJdbc(Object value) {
			return TIMESTAMP.format(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC)) + "+00:00";
		}

		@Override
		public String placeholder() {
			return "CAST(? AS TIMESTAMP WITH TIME ZONE)";
		}

		@Override
		public @Nullable Object read(ResultSet row, int column) throws SQLException {
			return TimeColumns.instant(row, column);
		}

	};

	private final String typeName;

	private final String accepted;

	private final int jdbcType;

	private final Object sample;

	PlainType(String typeName, String accepted, int jdbcType, Object sample) {
		this.typeName = typeName;
		this.accepted = accepted;
		this.jdbcType = jdbcType;
		this.sample = sample;
	}

	@Override
	public String typeName() {
		return this.typeName;
	}

	@Override
	public String accepted() {
		return this.accepted;
	}

	@Override
	public Object sample() {
		return this.sample;
	}

	@Override
	public int jdbcType() {
		return this.jdbcType;
	}

}
