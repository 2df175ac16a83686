package dev.dataapi.lookup;

import java.util.List;
import java.util.Map;

/**
 * Where rows come from when they are not remembered.
 * <p>
 * A load occupies one of the engine's connections until it returns or throws. The engine
 * cannot end a load that hangs, so the source must: it needs a deadline of its own, on
 * the statement and on the socket.
 *
 * @param <K> the key, with {@code equals} and {@code hashCode} by value
 */
@FunctionalInterface
public interface LookupSource<K> {

	/**
	 * Loads rows in one round trip, on a thread of the engine's executor.
	 * @param keys the distinct keys wanted, one at least
	 * @return the serialised row of each key that has one; other keys are absent, and
	 * entries nobody asked for are ignored
	 * @throws RuntimeException when the load failed; all who wait for it are told
	 */
	Map<K, byte[]> load(List<K> keys);

}
