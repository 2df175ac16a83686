package dev.dataapi.cache;

import java.util.List;
import java.util.Map;

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
	 * @return the value of each key that has one, as the JSON that is sent; a key that is
	 * left out has none, and a key that was not asked for is ignored
	 * @throws RuntimeException if the load fails, which all who wait for it are told
	 */
	Map<K, byte[]> load(List<K> keys);

	/**
	 * Tells what a key weighs in the cache beyond a few fixed words.
	 * @param key the key
	 * @return the weight in bytes, zero for a key of fixed size
	 */
	default int weigh(K key) {
		return 0;
	}

}
