package dev.dataapi.lookup;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One load per key: the load of each key on its way, and the one to follow it.
 * <p>
 * A caller shares the load that is there. One that reloads shares it only while it is
 * unsent; later it gets the load to follow, which is held back until this one has ended.
 */
final class SharedLoads<K> {

	private final Map<K, Load<K>> current = new HashMap<>();

	/** Returns the load to share, {@code null} if there is none that will do. */
	@Nullable Load<K> find(K key, boolean reload) {
		Load<K> load = this.current.get(key);
		return (load != null && load.sent && reload) ? load.next : load;
	}

	void add(Load<K> load) {
		Load<K> running = this.current.putIfAbsent(load.key, load);
		if (running != null) {
			running.next = load;
		}
	}

	/** Whether it is not held back by an earlier load of the key. */
	boolean isCurrent(Load<K> load) {
		return this.current.get(load.key) == load;
	}

	/** Removes a load that has ended, and returns the one that it held back. */
	@Nullable Load<K> end(Load<K> load) {
		Load<K> next = load.next;
		this.current.compute(load.key, (key, ended) -> next);
		return next;
	}

	/** Removes an unsent load. */
	void drop(Load<K> load) {
		this.current.computeIfPresent(load.key, (key, running) -> {
			running.next = null;
			return (running != load) ? running : null;
		});
	}

}
