package dev.dataapi.declared.type;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * True or false.
 */
final class BooleanType extends ValueType {

	BooleanType() {
		super("boolean", "true or false", "BOOLEAN", Types.BOOLEAN, true, "boolean", null);
	}

	@Override
	public @Nullable Object parse(String text) {
		return switch (strip(text)) {
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
	public boolean fits(ColumnType column) {
		return column.jdbcType() == Types.BOOLEAN || column.name().equals("BOOLEAN");
	}

	@Override
	public @Nullable Object read(ResultSet row, int column) throws SQLException {
		boolean value = row.getBoolean(column);
		return row.wasNull() ? null : value;
	}

	@Override
	void write(Object value, JsonGenerator json) {
		json.writeBoolean((Boolean) value);
	}

	@Override
	public String pattern(@Nullable Object min) {
		return "(true|false)";
	}

}
