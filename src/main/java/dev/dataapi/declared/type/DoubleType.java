package dev.dataapi.declared.type;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A number of 64 bits, for columns only: requests send decimals, which compare exactly.
 */
public final class DoubleType extends ColumnOnlyType {

	DoubleType() {
		super("double", "DOUBLE", 1.0, "number", "double", "decimal(p,s) compares exactly");
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
	public @Nullable String csv(Object value) {
		return Double.isFinite((Double) value) ? value.toString() : null;
	}

}
