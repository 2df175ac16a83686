package dev.dataapi.testserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import net.snowflake.client.jdbc.internal.apache.arrow.memory.RootAllocator;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.BigIntVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.BitVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.DateDayVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.DecimalVector;
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
 * number is an integer whose scale is in its type's description, or a decimal if one of
 * the column needs more than 64 bits; a time is a pair of seconds and nanoseconds.
 */
final class ArrowRows {

	/** Of Snowflake's largest numbers. */
	private static final int DIGITS = 38;

	private ArrowRows() {
	}

	/**
	 * The rows as a chunk contains them, and in base64 an answer; there is at least one.
	 */
	static byte[] encode(List<Column> columns, List<String[]> rows) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (RootAllocator memory = new RootAllocator();
				VectorSchemaRoot root = new VectorSchemaRoot(columns.stream()
					.map((column) -> vector(column, isWide(column, columns, rows), memory))
					.toList());
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
		return bytes.toByteArray();
	}

	private static boolean isWide(Column column, List<Column> columns, List<String[]> rows) {
		int index = columns.indexOf(column);
		return column.type() == Column.Type.FIXED && rows.stream()
			.map((row) -> row[index])
			.anyMatch((cell) -> cell != null && unscaled(cell, column).bitLength() >= Long.SIZE);
	}

	private static FieldVector vector(Column column, boolean wide, RootAllocator memory) {
		ArrowType type = switch (column.type()) {
			case FIXED, TIME -> wide ? new ArrowType.Decimal(DIGITS, column.scale(), 2 * Long.SIZE)
					: new ArrowType.Int(Long.SIZE, true);
			case TEXT, VARIANT -> ArrowType.Utf8.INSTANCE;
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
			case BigIntVector numbers -> numbers.setSafe(row, unscaled(cell, column).longValueExact());
			case DecimalVector numbers -> numbers.setSafe(row, new BigDecimal(cell).setScale(column.scale()));
			case VarCharVector texts -> texts.setSafe(row, cell.getBytes(StandardCharsets.UTF_8));
			case VarBinaryVector binaries -> binaries.setSafe(row, HexFormat.of().parseHex(cell));
			case Float8Vector numbers -> numbers.setSafe(row, Double.parseDouble(cell));
			case BitVector truths -> truths.setSafe(row, cell.equals("1") ? 1 : 0);
			case DateDayVector days -> days.setSafe(row, Integer.parseInt(cell));
			case StructVector times -> setTime(times, row, new BigDecimal(cell));
			default -> throw new IllegalStateException("No Arrow for " + vector);
		}
	}

	private static BigInteger unscaled(String cell, Column column) {
		return new BigDecimal(cell).setScale(column.scale()).unscaledValue();
	}

	private static void setTime(StructVector times, int row, BigDecimal seconds) {
		BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
		times.setIndexDefined(row);
		times.getChild("epoch", BigIntVector.class).setSafe(row, whole.longValueExact());
		times.getChild("fraction", IntVector.class)
			.setSafe(row, seconds.subtract(whole).movePointRight(9).intValueExact());
	}

}
