package dev.dataapi.testserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import net.snowflake.client.jdbc.internal.apache.arrow.memory.RootAllocator;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.BigIntVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.FieldVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.VarCharVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.VectorSchemaRoot;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.ipc.ArrowStreamWriter;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.pojo.ArrowType;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.pojo.Field;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.pojo.FieldType;

/**
 * Rows in Arrow's streaming format, as Snowflake sends them unless asked for JSON: a
 * number is an integer whose scale is in its type's description. Numbers and text only,
 * the types of the service's columns.
 */
final class ArrowRows {

	private ArrowRows() {
	}

	/** The rows in base64, as an answer contains them; there is at least one. */
	static String encode(List<Column> columns, List<String[]> rows) {
		if (rows.isEmpty()) {
			return "";
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (RootAllocator memory = new RootAllocator();
				VectorSchemaRoot root = new VectorSchemaRoot(
						columns.stream().map((column) -> vector(column, memory)).toList());
				ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
			for (int i = 0; i < rows.size(); i++) {
				for (int j = 0; j < columns.size(); j++) {
					set(root.getVector(j), i, rows.get(i)[j], columns.get(j));
				}
			}
			root.setRowCount(rows.size());
			writer.writeBatch();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Base64.getEncoder().encodeToString(bytes.toByteArray());
	}

	private static FieldVector vector(Column column, RootAllocator memory) {
		ArrowType type = switch (column.type()) {
			case FIXED -> new ArrowType.Int(Long.SIZE, true);
			case TEXT -> ArrowType.Utf8.INSTANCE;
			default -> throw new IllegalStateException("No Arrow for " + column.type());
		};
		Map<String, String> meta = Map.of("logicalType", column.type().name(), "scale", String.valueOf(column.scale()),
				"precision", String.valueOf(column.precision()));
		return new Field(column.name(), new FieldType(true, type, null, meta), null).createVector(memory);
	}

	private static void set(FieldVector vector, int row, String cell, Column column) {
		switch (vector) {
			case FieldVector any when cell == null -> any.setNull(row);
			case BigIntVector numbers ->
				numbers.setSafe(row, new BigDecimal(cell).setScale(column.scale()).unscaledValue().longValueExact());
			case VarCharVector texts -> texts.setSafe(row, cell.getBytes(StandardCharsets.UTF_8));
			default -> throw new IllegalStateException("No Arrow for " + vector);
		}
	}

}
