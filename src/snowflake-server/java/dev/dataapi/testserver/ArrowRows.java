package dev.dataapi.testserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import net.snowflake.client.jdbc.internal.apache.arrow.memory.RootAllocator;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.BigIntVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.BitVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.DateDayVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.FieldVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.Float8Vector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.IntVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.VarBinaryVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.VarCharVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.VectorSchemaRoot;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.complex.StructVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.ipc.ArrowStreamWriter;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.DateUnit;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.FloatingPointPrecision;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.pojo.ArrowType;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.pojo.Field;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Rows in Arrow's streaming format, as Snowflake sends them unless asked for JSON: a
 * number is an integer whose scale is in its type's description, a time a pair of seconds
 * and nanoseconds. Numbers of more than 64 bits are an error.
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
			case FIXED, TIME -> new ArrowType.Int(Long.SIZE, true);
			case TEXT -> ArrowType.Utf8.INSTANCE;
			case REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
			case BOOLEAN -> ArrowType.Bool.INSTANCE;
			case DATE -> new ArrowType.Date(DateUnit.DAY);
			case TIMESTAMP_NTZ, TIMESTAMP_LTZ -> ArrowType.Struct.INSTANCE;
			case BINARY -> ArrowType.Binary.INSTANCE;
		};
		Map<String, String> meta = Map.of("logicalType", column.type().name(), "scale", number(column.scale()),
				"precision", number(column.precision()));
		List<Field> parts = (type instanceof ArrowType.Struct)
				? List.of(part("epoch", Long.SIZE), part("fraction", Integer.SIZE)) : List.of();
		return new Field(column.name(), new FieldType(true, type, null, meta), parts).createVector(memory);
	}

	private static Field part(String name, int bits) {
		return new Field(name, FieldType.notNullable(new ArrowType.Int(bits, true)), null);
	}

	private static String number(@Nullable Integer value) {
		return String.valueOf((value != null) ? value : 0);
	}

	private static void set(FieldVector vector, int row, String cell, Column column) {
		switch (vector) {
			case FieldVector any when cell == null -> any.setNull(row);
			case BigIntVector numbers -> numbers.setSafe(row, integer(new BigDecimal(cell).setScale(column.scale())));
			case VarCharVector texts -> texts.setSafe(row, cell.getBytes(StandardCharsets.UTF_8));
			case VarBinaryVector binaries -> binaries.setSafe(row, HexFormat.of().parseHex(cell));
			case Float8Vector numbers -> numbers.setSafe(row, Double.parseDouble(cell));
			case BitVector truths -> truths.setSafe(row, cell.equals("1") ? 1 : 0);
			case DateDayVector days -> days.setSafe(row, Integer.parseInt(cell));
			case StructVector times -> setTime(times, row, new BigDecimal(cell));
			default -> throw new IllegalStateException("No Arrow for " + vector);
		}
	}

	private static long integer(BigDecimal number) {
		if (number.unscaledValue().bitLength() >= Long.SIZE) {
			throw SqlProblem.internal("Numbers of more than 64 bits are not made in Arrow's format: " + number);
		}
		return number.unscaledValue().longValue();
	}

	private static void setTime(StructVector times, int row, BigDecimal seconds) {
		BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
		times.setIndexDefined(row);
		times.getChild("epoch", BigIntVector.class).setSafe(row, whole.longValueExact());
		times.getChild("fraction", IntVector.class)
			.setSafe(row, seconds.subtract(whole).movePointRight(9).intValueExact());
	}

}
