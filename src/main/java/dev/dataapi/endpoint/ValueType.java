package dev.dataapi.endpoint;

import java.math.BigDecimal;
import java.math.RoundingMode;
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
 * The type of a key part, a parameter or a column: from a request's text to a value that
 * is bound, and from a result's column to JSON.
 */
sealed interface ValueType {

	/** The types' names, for a sentence. */
	String NAMES = "text, integer, decimal(p,s), double, boolean, date, timestamp and timestamptz";

	/**
	 * Reads a type's name.
	 * @param text such as {@code date} or {@code decimal(7,2)}
	 * @return the type, or nothing if there is none of that name
	 */
	static @Nullable ValueType of(String text) {
		for (Plain type : Plain.values()) {
			if (type.typeName.equals(text)) {
				return type;
			}
		}
		return Decimal.of(text);
	}

	/** The type's name in the file, such as {@code decimal(7,2)}. */
	String typeName();

	/** What a request's text must be, for a sentence, such as "an integer of 64 bits". */
	String accepted();

	/** A value of the type, for a description and for the first run of a statement. */
	Object sample();

	/**
	 * Reads a request's text.
	 * @param text the text, decoded
	 * @return the value, equal to that of every other spelling of it, or nothing if the
	 * text is not of this type
	 */
	@Nullable Object parse(String text);

	/** The one spelling of a value; {@link #parse} reads it back. */
	default String format(Object value) {
		return value.toString();
	}

	/** The value as both warehouses' drivers take it: neither of java.time, for one. */
	default Object toJdbc(Object value) {
		return value;
	}

	/** The type of {@link #toJdbc}, one of {@link Types}. */
	int jdbcType();

	/** How a value stands in a statement. */
	default String placeholder() {
		return "?";
	}

	/** Whether {@code min}, {@code max} and {@code not_before} make sense. */
	default boolean isOrdered() {
		return true;
	}

	/** Compares two values of this type. */
	@SuppressWarnings("unchecked")
	default int compare(Object one, Object other) {
		return ((Comparable<Object>) one).compareTo(other);
	}

	/**
	 * Reads a column of the row at which the result stands.
	 * @return the value, or nothing for NULL
	 * @throws SQLException also if the value is not of this type, as a decimal with more
	 * places than declared
	 */
	@Nullable Object read(ResultSet row, int column) throws SQLException;

	/** Writes a value to JSON. */
	default void write(Object value, JsonGenerator json) {
		json.writeString(format(value));
	}

	/** Writes a column of the row at which the result stands to JSON. */
	default void write(ResultSet row, int column, JsonGenerator json) throws SQLException {
		Object value = read(row, column);
		if (value == null) {
			json.writeNull();
		}
		else {
			write(value, json);
		}
	}

	/**
	 * The types without parameters.
	 */
	enum Plain implements ValueType {

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
				BigDecimal integer = exact(value, 0, row, column);
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
		 * Bound as text that the statement converts: as a {@link Timestamp} it would
		 * depend on the time zones of this process and of the session.
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
				return LocalDateTime.of(utc.get(Calendar.YEAR), utc.get(Calendar.MONTH) + 1,
						utc.get(Calendar.DAY_OF_MONTH), utc.get(Calendar.HOUR_OF_DAY), utc.get(Calendar.MINUTE),
						utc.get(Calendar.SECOND), value.getNanos());
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

		Plain(String typeName, String accepted, int jdbcType, Object sample) {
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

	/**
	 * An exact number, a string in JSON.
	 *
	 * @param precision how many digits it has at most, 1 to 38
	 * @param scale how many of them are decimals
	 */
	record Decimal(int precision, int scale) implements ValueType {

		static final int MAX_PRECISION = 38;

		private static @Nullable Decimal of(String text) {
			if (!text.startsWith("decimal(") || !text.endsWith(")")) {
				return null;
			}
			int comma = text.indexOf(',');
			if (comma < 0) {
				return null;
			}
			Long precision = Literals.integer(text.substring("decimal(".length(), comma));
			Long scale = Literals.integer(text.substring(comma + 1, text.length() - 1));
			if (precision == null || scale == null || precision < 1 || precision > MAX_PRECISION || scale < 0
					|| scale > precision) {
				return null;
			}
			return new Decimal(precision.intValue(), scale.intValue());
		}

		@Override
		public String typeName() {
			return "decimal(" + this.precision + "," + this.scale + ")";
		}

		@Override
		public String accepted() {
			return "a number of up to %d digits before the point and %d after it".formatted(this.precision - this.scale,
					this.scale);
		}

		@Override
		public Object sample() {
			return BigDecimal.ZERO.setScale(this.scale);
		}

		@Override
		public @Nullable Object parse(String text) {
			return Literals.decimal(text, this.precision, this.scale);
		}

		@Override
		public String format(Object value) {
			return ((BigDecimal) value).toPlainString();
		}

		/**
		 * With as few decimals as it needs: DuckDB makes the column compared with it fit
		 * the bound value's scale, or fails.
		 */
		@Override
		public Object toJdbc(Object value) {
			BigDecimal stripped = ((BigDecimal) value).stripTrailingZeros();
			return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
		}

		@Override
		public int jdbcType() {
			return Types.DECIMAL;
		}

		@Override
		public @Nullable Object read(ResultSet row, int column) throws SQLException {
			BigDecimal value = row.getBigDecimal(column);
			return (value != null) ? exact(value, this.scale, row, column) : null;
		}

	}

	private static BigDecimal exact(BigDecimal value, int scale, ResultSet row, int column) throws SQLException {
		try {
			return value.setScale(scale, RoundingMode.UNNECESSARY);
		}
		catch (ArithmeticException ex) {
			throw new SQLException("Column %s has a value of more than %d decimals"
				.formatted(row.getMetaData().getColumnLabel(column), scale), ex);
		}
	}

}
