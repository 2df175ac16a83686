package dev.dataapi.declared.type;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All types by name.
 */
public final class ValueTypes {

	/** The types' names, for a sentence. */
	public static final String NAMES = "text, integer, decimal(p,s), double, boolean, date, time, timestamp, "
			+ "timestamptz, json and binary";

	/** All but the decimals. */
	private static final List<ValueType> PLAIN = List.of(new TextType(), new IntegerType(), new DoubleType(),
			new BooleanType(), new DateType(), new TimestampType(), new TimestamptzType(), new TimeType(),
			new JsonType(), new BinaryType());

	private ValueTypes() {
	}

	/**
	 * Finds a type.
	 * @param name such as {@code date} or {@code decimal(7,2)}
	 * @return the type, or nothing if there is none of that name
	 */
	public static @Nullable ValueType of(String name) {
		for (ValueType type : PLAIN) {
			if (type.typeName().equals(name)) {
				return type;
			}
		}
		return DecimalType.of(name);
	}

	/** Whether a column can be declared as it is: every number is at least a double. */
	public static boolean isKnown(ColumnType column) {
		return PLAIN.stream().anyMatch((type) -> type.fits(column));
	}

}
