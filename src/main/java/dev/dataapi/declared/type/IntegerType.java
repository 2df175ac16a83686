package dev.dataapi.declared.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * An integer: of 64 bits in requests, of any size in columns.
 */
public final class IntegerType extends ValueType {

	/** The digits of the largest integers of 64 bits. */
	private static final int LONG_DIGITS = 19;

	/** The digits of DuckDB's largest integers, of 128 bits. */
	private static final int MAX_DIGITS = 39;

	public IntegerType() {
		super("integer", "an integer of 64 bits", "DECIMAL(38,0)", Types.BIGINT, 1L, "integer", "int64");
	}

	/** Reads an integer of 64 bits, or nothing if the text is none. */
	public static @Nullable Long value(String text) {
		String number = strip(text);
		int start = number.startsWith("-") ? 1 : 0;
		if (start == number.length() || endOfDigits(number, start) < number.length()) {
			return null;
		}
		try {
			return Long.valueOf(number);
		}
		catch (NumberFormatException ex) {
			// more than 64 bits
			return null;
		}
	}

	@Override
	public @Nullable Object parse(String text) {
		return value(text);
	}

	@Override
	public @Nullable Object restore(String text) {
		Long small = value(text);
		int start = text.startsWith("-") ? 1 : 0;
		boolean large = small == null && text.length() - start >= LONG_DIGITS && text.length() - start <= MAX_DIGITS
				&& endOfDigits(text, start) == text.length();
		return large ? (Object) new BigInteger(text) : small;
	}

	/** Beyond 64 bits as a decimal, which both drivers take. */
	@Override
	public Object toJdbc(Object value) {
		return (value instanceof BigInteger large) ? new BigDecimal(large) : value;
	}

	@Override
	public boolean fits(ColumnType column) {
		return column.isExact() && column.scale() == 0;
	}

	@Override
	public @Nullable Object read(ResultSet row, int column) throws SQLException {
		// Both drivers have most integers as such, and make text of them for a decimal
		Object number = row.getObject(column);
		if (number == null || number instanceof Long) {
			return number;
		}
		BigDecimal value = row.getBigDecimal(column);
		if (value.scale() == 0 && value.precision() < LONG_DIGITS) {
			return value.longValue();
		}
		BigDecimal integer = exact(value, 0, row, column);
		return (integer.toBigInteger().bitLength() < Long.SIZE) ? (Object) integer.longValue() : integer.toBigInteger();
	}

	@Override
	void write(Object value, JsonGenerator json) {
		json.writeNumber(value.toString());
	}

	@Override
	public String pattern(@Nullable Object min) {
		return ((min != null && (Long) min >= 0) ? "" : "-?") + "[0-9]+";
	}

}
