package dev.dataapi.cache;

import java.util.Collection;
import java.util.List;

/**
 * Loads the values of keys that are not cached, all of them in one statement.
 * <p>
 * A load holds a connection until it returns or throws. The cache cannot end a load that
 * hangs, so a source needs a deadline of its own, on the statement and on the socket.
 *
 * @param <K> the key, with {@code equals} and {@code hashCode} by value
 */
@FunctionalInterface
public interface Source<K> {

	/**
	 * Loads values.
	 * @param keys the distinct keys, at least one and at most
	 * {@link CachePolicy#maxBatch()}
	 * @param loaded takes the value of each key that has one, and the failure of each key
	 * that fails alone; any other key has no value
	 * @throws RuntimeException if the load fails for all keys
	 */
	void load(List<K> keys, Loaded<K> loaded);

	/**
	 * Weighs a key: its bytes in the cache beyond those of a number.
	 * @param key the key
	 * @return the weight in bytes, zero for a key of fixed size
	 */
	default int weigh(K key) {
		return 0;
	}

	/**
	 * Writes a key as text, by which instances share its entry and operators invalidate
	 * it.
	 * @param key the key
	 * @return text that differs for keys that differ
	 */
	default String text(K key) {
		return KeyText.of(key);
	}

	/**
	 * Reads the keys that an operator invalidates, as a request names them, or as
	 * {@link #text} writes them.
	 * @param text the keys
	 * @return the keys
	 * @throws IllegalArgumentException whose message says what is accepted
	 */
	default Collection<K> keys(String text) {
		throw new IllegalArgumentException("Its entries can only be invalidated all together.");
	}

	/**
	 * Describes what the values are made from, beyond the program itself. Instances share
	 * entries only of the same version.
	 * @return the declaration, the statement, or what else decides what is loaded
	 */
	default String version() {
		return "";
	}

}
