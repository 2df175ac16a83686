package dev.dataapi.declared.type;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * An exact number, a string in JSON.
 */
public final class DecimalType extends ValueType {

	private static final int MAX_PRECISION = 38;

	/** How many digits it has at most before the point. */
	private final int digits;

	private final int scale;

	private DecimalType(int precision, int scale) {
		super("decimal(" + precision + "," + scale + ")",
				"a number of up to %d digits before the point and %d after it".formatted(precision - scale, scale),
				"DECIMAL(" + precision + "," + scale + ")", Types.DECIMAL, BigDecimal.ZERO.setScale(scale), "string",
				"decimal");
		this.digits = precision - scale;
		this.scale = scale;
	}

	/** Reads {@code decimal(p,s)}; nothing if the text is none. */
	static @Nullable DecimalType of(String text) {
		int comma = text.indexOf(',');
		if (comma < 0 || !text.startsWith("decimal(") || !text.endsWith(")")) {
			return null;
		}
		Long precision = IntegerType.value(text.substring("decimal(".length(), comma));
		Long scale = IntegerType.value(text.substring(comma + 1, text.length() - 1));
		if (precision == null || scale == null || precision < 1 || precision > MAX_PRECISION || scale < 0
				|| scale > precision) {
			return null;
		}
		return new DecimalType(precision.intValue(), scale.intValue());
	}

	/** Whether YAML took the comma of {@code decimal(p,s)} for the end of the value. */
	public static boolean isCut(String text) {
		return text.startsWith("decimal(") && !text.contains(",") && !text.endsWith(")");
	}

	/** Reads a decimal without exponent, such as {@code -0012.50}. */
	@Override
	public @Nullable Object parse(String text) {
		return parse(text, this.digits);
	}

	/** A sum may have more digits than its column declares. */
	@Override
	public @Nullable Object restore(String text) {
		return parse(text, MAX_PRECISION);
	}

	private @Nullable Object parse(String text, int digits) {
		String number = strip(text);
		int start = number.startsWith("-") ? 1 : 0;
		int point = endOfDigits(number, start);
		int end = number.length();
		if (point == start) {
			return null;
		}
		if (point < end) {
			if (number.charAt(point) != '.' || point + 1 == end || endOfDigits(number, point + 1) < end) {
				return null;
			}
			while (number.charAt(end - 1) == '0') {
				end--;
			}
		}
		while (start < point && number.charAt(start) == '0') {
			start++;
		}
		if (point - start > digits || end - point - 1 > this.scale) {
			return null;
		}
		BigDecimal value = new BigDecimal("0" + number.substring(start, (end == point + 1) ? point : end));
		return (number.startsWith("-") ? value.negate() : value).setScale(this.scale);
	}

	@Override
	public boolean isWrittenAs(@Nullable JsonToken token) {
		return super.isWrittenAs(token) || token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
	}

	@Override
	public String inJson() {
		return "a JSON string or number";
	}

	@Override
	public String format(Object value) {
		BigDecimal number = (BigDecimal) value;
		// Of two decimals, as money has, the same text, which is made without buffers
		return (number.scale() == 2) ? number.toString() : number.toPlainString();
	}

	/**
	 * With as few decimals as it needs: DuckDB casts the column compared with it to the
	 * bound value's scale, or fails.
	 */
	@Override
	public Object toJdbc(Object value) {
		BigDecimal stripped = ((BigDecimal) value).stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

	/**
	 * Integers included. The digits before the point are not compared: a sum declares
	 * more of them than its values need.
	 */
	@Override
	public boolean fits(ColumnType column) {
		return column.isExact() && column.scale() <= this.scale;
	}

	@Override
	public @Nullable Object read(ResultSet row, int column) throws SQLException {
		BigDecimal value = row.getBigDecimal(column);
		return (value != null) ? exact(value, this.scale, row, column) : null;
	}

	@Override
	public Schema<Object> columnSchema() {
		String fraction = (this.scale > 0) ? "\\.[0-9]{" + this.scale + "}" : "";
		Schema<Object> schema = schema();
		schema.setPattern("^-?[0-9]+" + fraction + "$");
		return schema;
	}

	@Override
	public String pattern(@Nullable Object min) {
		String sign = (min != null && ((BigDecimal) min).signum() >= 0) ? "" : "-?";
		String integer = (this.digits > 0) ? "0*[0-9]{1," + this.digits + "}" : "0+";
		String fraction = (this.scale > 0) ? "(\\.[0-9]{1," + this.scale + "}0*)?" : "(\\.0+)?";
		return sign + integer + fraction;
	}

}
