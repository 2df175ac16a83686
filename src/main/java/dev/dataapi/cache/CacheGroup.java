package dev.dataapi.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.Gauge;

/**
 * Makes read-through caches that share the connections of one pool and one memory budget:
 * one group for look-ups, one for reports.
 */
public final class CacheGroup implements AutoCloseable {

	private final String name;

	private final CachePolicy policy;

	private final ConnectionShares shares;

	private final ConnectionTurns turns;

	private final EntryStore store;

	private final boolean hasNegatives;

	private final CacheEnvironment environment;

	private final List<ReadThroughCache<?>> caches = new CopyOnWriteArrayList<>();

	/** By endpoint. */
	private final Map<String, CacheMeters> meters = new ConcurrentHashMap<>();

	/**
	 * Creates a group.
	 * @param name the name of the shared memory in metrics
	 * @param policy the policy of caches that have none of their own
	 * @param connections how many loads may run at once
	 * @param maxWeight how many bytes the cached values may weigh together
	 * @param maxNegatives how many negative entries are cached
	 * @param environment what the caches run in
	 */
	public CacheGroup(String name, CachePolicy policy, int connections, long maxWeight, long maxNegatives,
			CacheEnvironment environment) {
		this.name = name;
		this.policy = policy;
		this.shares = new ConnectionShares(connections);
		this.turns = new ConnectionTurns(this.shares);
		this.store = new EntryStore(maxWeight, maxNegatives, environment.ticker());
		this.hasNegatives = maxNegatives > 0;
		this.store.retainFor(policy.retention());
		this.environment = environment;
		Gauge.builder("cache.weight", this.store, EntryStore::weight)
			.description("What the cached values weigh")
			.baseUnit("bytes")
			.tag("cache", name)
			.register(environment.registry());
	}

	/** Creates a cache with the group's policy, named as logs and metrics name it. */
	public <K> ReadThroughCache<K> cache(String endpoint, Source<K> source) {
		return cache(endpoint, this.policy, source);
	}

	/** Creates a cache with a policy of its own. */
	public <K> ReadThroughCache<K> cache(String endpoint, CachePolicy policy, Source<K> source) {
		CacheMeters meters = this.meters.computeIfAbsent(endpoint,
				(name) -> new CacheMeters(this.environment.registry(), name));
		ReadThroughCache<K> cache = new ReadThroughCache<>(endpoint, policy, source, this.store, this.shares,
				this.environment, meters);
		this.caches.add(cache);
		return cache;
	}

	/**
	 * Leaves out a cache that no request will find. Those that have found it are still
	 * answered; what it holds is freed, and its meters go with the last cache of their
	 * endpoint.
	 */
	public void retire(ReadThroughCache<?> cache) {
		this.caches.remove(cache);
		cache.retire();
		String endpoint = cache.endpoint();
		if (this.caches.stream().noneMatch((other) -> other.endpoint().equals(endpoint))) {
			CacheMeters last = this.meters.remove(endpoint);
			if (last != null) {
				last.remove();
			}
		}
	}

	/** Gives connections of the group to reads beside its caches. */
	public ConnectionTurns turns() {
		return this.turns;
	}

	public CachePolicy policy() {
		return this.policy;
	}

	/** Names the caches of values and, if there are any, of negative entries. */
	@SuppressWarnings("unchecked")
	void caches(BiConsumer<String, Cache<Object, Object>> caches) {
		caches.accept(this.name, (Cache<Object, Object>) (Cache<?, ?>) this.store.values());
		if (this.hasNegatives) {
			caches.accept(this.name + ".negative", (Cache<Object, Object>) (Cache<?, ?>) this.store.negatives());
		}
	}

	List<ReadThroughCache<?>> caches() {
		return this.caches;
	}

	EntryStore store() {
		return this.store;
	}

	/**
	 * Refuses reads that need a load, and waits for loads in flight, for all caches
	 * together no longer than the group's deadline.
	 */
	@Override
	public void close() {
		long end = System.nanoTime() + this.policy.deadline().toNanos();
		this.caches.forEach((cache) -> cache.close(end));
	}

}
