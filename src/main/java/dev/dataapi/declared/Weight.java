package dev.dataapi.declared;

import java.util.List;

/**
 * The weight of a key's values in the cache.
 */
final class Weight {

	/** Bytes of an object with a field or two, and of the reference to it. */
	private static final int VALUE = 32;

	private Weight() {
	}

	/** The bytes of values, those of text included. */
	static int of(List<Object> values) {
		int weight = VALUE;
		for (Object value : values) {
			weight += VALUE;
			if (value instanceof String text) {
				weight += VALUE + bytes(text);
			}
		}
		return weight;
	}

	/** As the JVM keeps it: in Latin-1 if that has all characters. */
	private static int bytes(String text) {
		boolean latin = text.chars().allMatch((character) -> character <= 0xFF);
		return latin ? text.length() : 2 * text.length();
	}

}
