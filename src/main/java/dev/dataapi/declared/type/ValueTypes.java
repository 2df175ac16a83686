package dev.dataapi.declared.type;

import org.jspecify.annotations.Nullable;

/**
 * All types by name.
 */
public final class ValueTypes {

	/** The types' names, for a sentence. */
	public static final String NAMES = "text, integer, decimal(p,s), double, boolean, date, timestamp and timestamptz";

	private ValueTypes() {
	}

	/**
	 * Finds a type.
	 * @param name such as {@code date} or {@code decimal(7,2)}
	 * @return the type, or nothing if there is none of that name
	 */
	public static @Nullable ValueType of(String name) {
		for (PlainType type : PlainType.values()) {
			if (type.typeName().equals(name)) {
				return type;
			}
		}
		return DecimalType.of(name);
	}

}
