package dev.dataapi.declared.type;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;

import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Bytes, base64 in JSON (RFC 4648, section 4).
 */
final class BinaryType extends ColumnOnlyType {

	BinaryType() {
		super("binary", "BINARY", new byte[0], "string", null, "declare text, such as hexadecimal digits");
	}

	@Override
	public boolean fits(ColumnType column) {
		return column.isBinary();
	}

	@Override
	public @Nullable Object read(ResultSet row, int column) throws SQLException {
		return row.getBytes(column);
	}

	@Override
	public String format(Object value) {
		return Base64.getEncoder().encodeToString((byte[]) value);
	}

	@Override
	public Schema<Object> columnSchema() {
		Schema<Object> schema = super.columnSchema();
		schema.setContentEncoding("base64");
		return schema;
	}

}
