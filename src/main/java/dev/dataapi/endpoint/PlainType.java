package dev.dataapi.endpoint;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The types whose names have no numbers.
 */
enum PlainType implements ValueType {

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

	DATE("date", "a date YYYY-MM-DD from 1582-10-15 to 9999-12-31", Types.DATE, LocalDate.of(1995, 1, 1)) {

		@Override
		public @Nullable Object parse(String text) {
			return Literals.date(text);
		}

		@Override
		public Object toJdbc(Object value) {
			return Date.valueOf((LocalDate) value);
		}

		@Override
		public @Nullable Object read(ResultSet row, int column) throws SQLException {
			Date value = row.getDate(column);
			return (value != null) ? value.toLocalDate() : null;
		}

	},

	/**
	 * Bound as text that the statement converts: as a {@link Timestamp} it would depend
	 * on the time zones of this process and of the session.
	 */
	TIMESTAMP("timestamp",
			"a date and time YYYY-MM-DDTHH:MM:SS without zone, from 1582-10-15 to 9999-12-31, with up to 9 decimals"
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
			GregorianCalendar utc = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC));
			Timestamp value = row.getTimestamp(column, utc);
			return (value != null) ? wallClock(value, utc) : null;
		}

		/** By the calendar that JDBC's types keep, which is Julian before 1582. */
		private static LocalDateTime wallClock(Timestamp value, GregorianCalendar utc) {
			utc.setTimeInMillis(value.getTime());
			return LocalDateTime.of(utc.get(Calendar.YEAR), utc.get(Calendar.MONTH) + 1, utc.get(Calendar.DAY_OF_MONTH),
					utc.get(Calendar.HOUR_OF_DAY), utc.get(Calendar.MINUTE), utc.get(Calendar.SECOND),
					value.getNanos());
		}

	},

	/** Bound as text, as {@link #TIMESTAMP} is. */
	TIMESTAMPTZ("timestamptz",
			"a date and time YYYY-MM-DDTHH:MM:SS with its zone, Z or +HH:MM (in a query + is written %2B), from "
					+ "1582-10-15 to 9999-12-31, with up to 9 decimals of a second",
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
			Timestamp value = row.getTimestamp(column);
			return (value != null) ? value.toInstant() : null;
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
