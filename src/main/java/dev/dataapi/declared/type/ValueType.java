package dev.dataapi.declared.type;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.function.Consumer;

import dev.dataapi.warehouse.UnreadableValueException;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * The type of a key part, a parameter or a column: from a request's text to a value that
 * is bound, from a result's column to JSON, and how both are described. Types of one name
 * are equal.
 */
public abstract class ValueType {

	private final String typeName;

	private final String accepted;

	private final String sqlType;

	private final int jdbcType;

	private final Object sample;

	private final String jsonType;

	private final boolean string;

	private final @Nullable String format;

	/**
	 * Creates a type.
	 * @param typeName its name in the file
	 * @param accepted what a request's text must be, for a sentence
	 * @param sqlType what both warehouses call it in a CAST
	 * @param jdbcType the type of what is bound, one of {@link Types}
	 * @param sample a value
	 * @param jsonType the JSON Schema's type: all but a string is JSON's own value
	 * @param format the JSON Schema's format, if it has one
	 */
	ValueType(String typeName, String accepted, String sqlType, int jdbcType, Object sample, String jsonType,
			@Nullable String format) {
		this.typeName = typeName;
		this.accepted = accepted;
		this.sqlType = sqlType;
		this.jdbcType = jdbcType;
		this.sample = sample;
		this.jsonType = jsonType;
		this.string = jsonType.equals("string");
		this.format = format;
	}

	/** The type's name in the file, such as {@code decimal(7,2)}. */
	public final String typeName() {
		return this.typeName;
	}

	/** What a request's text must be, for a sentence, such as "an integer of 64 bits". */
	public final String accepted() {
		return this.accepted;
	}

	/** What both warehouses call the type in a CAST. */
	public final String sqlType() {
		return this.sqlType;
	}

	/** The type of {@link #toJdbc}, one of {@link Types}. */
	public final int jdbcType() {
		return this.jdbcType;
	}

	/** A value of the type, for a description and for the first run of a statement. */
	public final Object sample() {
		return this.sample;
	}

	/**
	 * Reads a request's text. Blanks around a value are dropped, except around text. The
	 * text is read in one pass, whatever its length.
	 * @param text the text, decoded
	 * @return the value, equal to that of every other spelling of it, or nothing if the
	 * text is not of this type
	 */
	public abstract @Nullable Object parse(String text);

	/** The one spelling of a value; {@link #parse} reads it back. */
	public String format(Object value) {
		return value.toString();
	}

	/** How many characters the shortest text of a value has, as far as known. */
	public int shortest() {
		return 1;
	}

	/** The value as both warehouses' drivers take it: neither of java.time, for one. */
	public Object toJdbc(Object value) {
		return value;
	}

	/** How a value stands in a statement. */
	public String placeholder() {
		return "?";
	}

	/**
	 * How a value that a column has stands in a comparison with that column. No CAST may
	 * change it.
	 */
	public String comparand() {
		return placeholder();
	}

	/**
	 * Reads back what {@link #format} wrote of a column's value, which may be beyond what
	 * requests send.
	 * @return the value, or nothing if the text is not of this type
	 */
	public @Nullable Object restore(String text) {
		return parse(text);
	}

	/**
	 * Whether a column of this type can tell rows apart: whether each of its values is
	 * read as it is and compares as it was read.
	 */
	public boolean isExact() {
		return true;
	}

	/** Whether {@code min}, {@code max} and {@code not_before} make sense. */
	public boolean isOrdered() {
		return true;
	}

	/** Compares two values of this type. */
	@SuppressWarnings("unchecked")
	public final int compare(Object one, Object other) {
		return ((Comparable<Object>) one).compareTo(other);
	}

	/** Whether every value of a column, or all that can be foreseen, is of this type. */
	public abstract boolean fits(ColumnType column);

	/**
	 * Reads a column of the row at which the result stands.
	 * @return the value, or nothing for NULL
	 * @throws UnreadableValueException if the value is not of this type, as a decimal
	 * with more places than declared
	 */
	public abstract @Nullable Object read(ResultSet row, int column) throws SQLException;

	/** Writes a column of the row at which the result stands to JSON. */
	public final void write(ResultSet row, int column, JsonGenerator json) throws SQLException {
		Object value = read(row, column);
		if (value == null) {
			json.writeNull();
		}
		else {
			write(value, json);
		}
	}

	/** Writes a value to JSON. */
	void write(Object value, JsonGenerator json) {
		json.writeString(format(value));
	}

	/**
	 * A value as CSV has it: the text of its JSON.
	 * @return the field, or nothing for NULL
	 */
	public @Nullable String csv(Object value) {
		return format(value);
	}

	/** Whether a value's field is text, which a spreadsheet may take for a formula. */
	public boolean isText(Object value) {
		return isString();
	}

	/** A value as JSON has it in an example, a default or an enumeration. */
	public final Object json(Object value) {
		return isString() ? format(value) : value;
	}

	/** Whether a request's body may write a value as such a token. */
	public boolean isWrittenAs(@Nullable JsonToken token) {
		return switch (this.jsonType) {
			case "integer" -> token == JsonToken.VALUE_NUMBER_INT;
			case "boolean" -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
			default -> token == JsonToken.VALUE_STRING;
		};
	}

	/** How a request's body writes a value, for a sentence. */
	public String inJson() {
		return switch (this.jsonType) {
			case "integer" -> "a JSON number";
			case "boolean" -> "a JSON boolean";
			default -> "a JSON string";
		};
	}

	private boolean isString() {
		return this.string;
	}

	/** The JSON Schema of a value, whoever sends it. */
	public final Schema<Object> schema() {
		Schema<Object> schema = new Schema<>(SpecVersion.V31);
		schema.addType(this.jsonType);
		schema.setFormat(this.format);
		return schema;
	}

	/** The JSON Schema of what a column holds, if it is not NULL. */
	public Schema<Object> columnSchema() {
		return schema();
	}

	/**
	 * The JSON Schema of what a request sends: refuses what is plainly invalid, and
	 * accepts every valid value without blanks around it.
	 * @param min the least value, if there is one
	 * @param max the greatest value, if there is one
	 */
	public Schema<Object> schema(@Nullable Object min, @Nullable Object max) {
		Schema<Object> schema = schema();
		if (isString()) {
			schema.setPattern("^" + pattern(min) + "$");
		}
		limit(min, "formatMinimum", schema, schema::setMinimum);
		limit(max, "formatMaximum", schema, schema::setMaximum);
		return schema;
	}

	/**
	 * The words for text are of date and time in Ajv; those of a decimal are as plain.
	 */
	private void limit(@Nullable Object value, String word, Schema<?> schema, Consumer<BigDecimal> number) {
		if (value != null && isString()) {
			schema.addExtension(word, format(value));
		}
		else if (value != null) {
			number.accept(new BigDecimal(value.toString()));
		}
	}

	/**
	 * A regular expression of what a request sends, without anchors.
	 * @param min the least value, if there is one
	 */
	public abstract String pattern(@Nullable Object min);

	/** A number at a scale that it fits. */
	static BigDecimal exact(BigDecimal value, int scale, ResultSet row, int column) throws SQLException {
		try {
			return value.setScale(scale, RoundingMode.UNNECESSARY);
		}
		catch (ArithmeticException ex) {
			throw new UnreadableValueException(row, column, "a value of more than " + scale + " decimals");
		}
	}

	/** Where the digits that begin at an index end. */
	static int endOfDigits(String text, int start) {
		int end = start;
		while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
			end++;
		}
		return end;
	}

	static String strip(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isBlank(text.charAt(start))) {
			start++;
		}
		while (end > start && isBlank(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	private static boolean isBlank(char character) {
		return character == ' ' || character == '\t';
	}

	@Override
	public final boolean equals(@Nullable Object other) {
		return other instanceof ValueType type && type.typeName.equals(this.typeName);
	}

	@Override
	public final int hashCode() {
		return this.typeName.hashCode();
	}

	@Override
	public final String toString() {
		return this.typeName;
	}

}
