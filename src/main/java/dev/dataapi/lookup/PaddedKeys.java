package dev.dataapi.lookup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Keys padded for an {@code IN} list, so that a database sees eight statement texts
 * instead of one for each number of keys, and has a plan for all of them.
 */
public final class PaddedKeys {

	/** The longest list: 2<sup>7</sup> keys. */
	public static final int MAX_SIZE = 128;

	private PaddedKeys() {
	}

	/**
	 * Returns the keys, with the last one repeated until there are 1, 2, 4, 8 ... 128.
	 * @param <K> the key
	 * @param keys 1 to 128 keys
	 * @return the padded keys
	 */
	public static <K> List<K> of(List<K> keys) {
		int size = keys.size();
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("'keys' must have 1 to 128 elements, not " + size);
		}
		int paddedSize = (size == 1) ? 1 : Integer.highestOneBit(size - 1) << 1;
		List<K> padded = new ArrayList<>(paddedSize);
		padded.addAll(keys);
		padded.addAll(Collections.nCopies(paddedSize - size, keys.getLast()));
		return Collections.unmodifiableList(padded);
	}

}
