package dev.dataapi.declared.type;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import org.jspecify.annotations.Nullable;

/**
 * An exact number, a string in JSON.
 *
 * @param precision how many digits it has at most, 1 to 38
 * @param scale how many of them are decimals
 */
public record DecimalType(int precision, int scale) implements ValueType {

	private static final int MAX_PRECISION = 38;

	/** Reads {@code decimal(p,s)}; nothing if the text is none. */
	public static @Nullable DecimalType of(String text) {
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
		return new DecimalType(precision.intValue(), scale.intValue());
	}

	/** Whether YAML took the comma of {@code decimal(p,s)} for the end of the value. */
	public static boolean isCut(String text) {
		return text.startsWith("decimal(") && !text.contains(",") && !text.endsWith(")");
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
	 * With as few decimals as it needs: DuckDB casts the column compared with it to the
	 * bound value's scale, or fails.
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
		return (value != null) ? ValueType.exact(value, this.scale, row, column) : null;
	}

}
