package dev.dataapi.declared.type;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A number of 64 bits, for columns only: requests send decimals, which compare exactly.
 */
public final class DoubleType extends ValueType {

	DoubleType() {
		super("double", "a number", "DOUBLE", Types.DOUBLE, 1.0, "number", "double");
	}

	@Override
	public @Nullable Object parse(String text) {
		return null;
	}

	/** Some are no numbers, and some literals of them are none of SQL. */
	@Override
	public boolean isExact() {
		return false;
	}

	/** Any number, since an average is exact in one warehouse and not in the other. */
	@Override
	public boolean fits(ColumnType column) {
		return column.isExact() || column.isApproximate();
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
	void write(Object value, JsonGenerator json) {
		double number = (Double) value;
		if (Double.isFinite(number)) {
			json.writeNumber(number);
		}
		else {
			json.writeNull();
		}
	}

	@Override
	public String pattern(@Nullable Object min) {
		throw new UnsupportedOperationException("No request sends a double");
	}

}
