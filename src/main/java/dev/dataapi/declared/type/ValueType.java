package dev.dataapi.declared.type;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import dev.dataapi.warehouse.UnreadableValueException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The type of a key part, a parameter or a column: from a request's text to a value that
 * is bound, and from a result's column to JSON.
 */
public sealed interface ValueType permits PlainType, DecimalType {

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
	 * @throws UnreadableValueException if the value is not of this type, as a decimal
	 * with more places than declared
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

	/** A number at a scale that it fits. */
	static BigDecimal exact(BigDecimal value, int scale, ResultSet row, int column) throws SQLException {
		try {
			return value.setScale(scale, RoundingMode.UNNECESSARY);
		}
		catch (ArithmeticException ex) {
			throw new UnreadableValueException(row, column, "a value of more than " + scale + " decimals");
		}
	}

}
