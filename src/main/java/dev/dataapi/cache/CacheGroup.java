package dev.dataapi.cache;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.memory.MemoryBudget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes read-through caches that share the connections of one pool and one memory budget:
 * one group for look-ups, one for reports.
 */
public final class CacheGroup implements AutoCloseable {

	private final String name;

	private final CachePolicy policy;

	private final Bulkhead bulkhead;

	private final EntryStore store;

	private final boolean hasNegatives;

	private final Executor executor;

	private final MeterRegistry registry;

	private final Ticker ticker;

	private final @Nullable SharedCache shared;

	private final MemoryBudget memory;

	private final List<ReadThroughCache<?>> caches = new CopyOnWriteArrayList<>();

	/** Creates a group of caches that no other instance shares. */
	public CacheGroup(String name, CachePolicy policy, int connections, long maxWeight, long maxNegatives,
			Executor executor, MeterRegistry registry, Ticker ticker) {
		this(name, policy, connections, maxWeight, maxNegatives, executor, registry, ticker, null,
				MemoryBudget.ofThisJvm());
	}

	/**
	 * Creates a group.
	 * @param name the name of the shared memory in metrics
	 * @param policy the policy of caches that have none of their own
	 * @param connections how many loads may run at once
	 * @param maxWeight how many bytes the cached values may weigh together
	 * @param maxNegatives how many negative entries are cached
	 * @param executor runs loads, each on a thread of its own
	 * @param registry counts and times what the caches do
	 * @param ticker the clock of ages and durations; deadlines keep to real time
	 * @param shared the level that instances share, or {@code null}
	 * @param memory what loads and answers may take
	 */
	public CacheGroup(String name, CachePolicy policy, int connections, long maxWeight, long maxNegatives,
			Executor executor, MeterRegistry registry, Ticker ticker, @Nullable SharedCache shared,
			MemoryBudget memory) {
		this.name = name;
		this.policy = policy;
		this.bulkhead = new Bulkhead(connections);
		this.store = new EntryStore(maxWeight, maxNegatives, ticker);
		this.hasNegatives = maxNegatives > 0;
		this.store.retainFor(policy.retention());
		this.executor = executor;
		this.registry = registry;
		this.ticker = ticker;
		this.shared = shared;
		this.memory = memory;
		Gauge.builder("cache.weight", this.store, EntryStore::weight)
			.description("What the cached values weigh")
			.baseUnit("bytes")
			.tag("cache", name)
			.register(registry);
	}

	/** Creates a cache with the group's policy, named as logs and metrics name it. */
	public <K> ReadThroughCache<K> cache(String endpoint, Source<K> source) {
		return cache(endpoint, this.policy, source);
	}

	/** Creates a cache with a policy of its own. */
	public <K> ReadThroughCache<K> cache(String endpoint, CachePolicy policy, Source<K> source) {
		ReadThroughCache<K> cache = new ReadThroughCache<>(endpoint, policy, source, this);
		this.caches.add(cache);
		return cache;
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

	String name() {
		return this.name;
	}

	Bulkhead bulkhead() {
		return this.bulkhead;
	}

	EntryStore store() {
		return this.store;
	}

	Executor executor() {
		return this.executor;
	}

	MeterRegistry registry() {
		return this.registry;
	}

	Ticker ticker() {
		return this.ticker;
	}

	@Nullable SharedCache shared() {
		return this.shared;
	}

	MemoryBudget memory() {
		return this.memory;
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
