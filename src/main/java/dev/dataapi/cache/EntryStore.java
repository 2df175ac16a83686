package dev.dataapi.cache;

import java.time.Duration;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.FixedExpiration;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import com.github.benmanes.caffeine.cache.stats.StatsCounter;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the caches of a group share, bounded by weight.
 * <p>
 * Negative entries have a Caffeine cache of their own, so that a scan of wrong keys
 * displaces other wrong keys and never a value. Whether an entry may be served is up to
 * its age; Caffeine's expiry, which starts a little later, only frees the memory.
 * <p>
 * Thread-safe, provided that no two threads put the same key at the same time.
 */
final class EntryStore {

	/** Bytes on the heap for an entry besides its value and key: 201 measured. */
	static final int ENTRY_OVERHEAD = 260;

	private final ReadStats valueStats = new ReadStats();

	private final ReadStats negativeStats = new ReadStats();

	private final Cache<Key, Entry> values;

	private final Cache<Key, Entry> negatives;

	EntryStore(long maxWeight, long maxNegatives, Ticker ticker) {
		this.values = caffeine(ticker, this.valueStats).maximumWeight(maxWeight).weigher(EntryStore::weigh).build();
		this.negatives = caffeine(ticker, this.negativeStats).maximumWeight(maxNegatives * ENTRY_OVERHEAD)
			.weigher(EntryStore::weigh)
			.build();
	}

	private static Caffeine<Object, Object> caffeine(Ticker ticker, ReadStats stats) {
		// Maintenance is short here, so handing it to another thread costs more
		return Caffeine.newBuilder()
			.ticker(ticker)
			.recordStats(() -> stats)
			.executor(Runnable::run)
			.expireAfterWrite(Duration.ZERO);
	}

	/**
	 * Keeps entries for as long as the most patient of the caches. An expiry for each
	 * entry would have Caffeine reschedule it at every read.
	 */
	synchronized void retainFor(Duration retention) {
		for (Cache<?, ?> cache : List.of(this.values, this.negatives)) {
			FixedExpiration<?, ?> expiry = cache.policy().expireAfterWrite().orElseThrow();
			if (expiry.getExpiresAfter().compareTo(retention) < 0) {
				expiry.setExpiresAfter(retention);
			}
		}
	}

	private static int weigh(Key key, Entry entry) {
		return ENTRY_OVERHEAD + entry.size() + key.weight();
	}

	/** Returns an entry that may be too old to be served. */
	@Nullable Entry get(Key key) {
		Entry entry = this.values.getIfPresent(key);
		return (entry != null) ? entry : this.negatives.getIfPresent(key);
	}

	void put(Key key, Entry entry) {
		// Put before invalidate: a reader in between sees the old entry or the new one
		if (entry.value() != null) {
			this.values.put(key, entry);
			this.negatives.invalidate(key);
		}
		else {
			this.negatives.put(key, entry);
			this.values.invalidate(key);
		}
	}

	/**
	 * Weighs an entry again that has grown. This also starts its expiry again, which is
	 * harmless: whether it may be served is up to its age.
	 */
	void weighAgain(Key key) {
		this.values.asMap().computeIfPresent(key, (same, entry) -> entry);
	}

	/** Removes the entries of one of the caches. */
	void clear(Object owner) {
		this.values.asMap().keySet().removeIf((key) -> key.owner() == owner);
		this.negatives.asMap().keySet().removeIf((key) -> key.owner() == owner);
	}

	void recordHit(Entry entry) {
		((entry.value() != null) ? this.valueStats : this.negativeStats).counts.recordHits(1);
	}

	void recordMiss() {
		this.valueStats.counts.recordMisses(1);
	}

	Cache<Key, Entry> values() {
		return this.values;
	}

	Cache<Key, Entry> negatives() {
		return this.negatives;
	}

	/** The bytes that the values weigh together. */
	long weight() {
		return this.values.policy().eviction().orElseThrow().weightedSize().orElseThrow();
	}

	/**
	 * A key of one of the caches that share the memory.
	 *
	 * @param owner the cache, known by its identity
	 * @param key the key in that cache
	 * @param weight what the key weighs, in bytes; of no matter to read an entry
	 */
	record Key(Object owner, Object key, int weight) {

		/**
		 * Written out, as is {@code equals}: a record's own are slow until C2 compiles.
		 */
		@Override
		public int hashCode() {
			return this.key.hashCode() * 31 + System.identityHashCode(this.owner);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Key that && this.owner == that.owner && this.key.equals(that.key);
		}

	}

	/**
	 * Counts each read once, as its caller sees it. Caffeine would count a stale entry as
	 * a hit, and a miss each time it looks on the way to the warehouse.
	 */
	private static final class ReadStats implements StatsCounter {

		private final ConcurrentStatsCounter counts = new ConcurrentStatsCounter();

		@Override
		public void recordHits(int count) {
		}

		@Override
		public void recordMisses(int count) {
		}

		@Override
		public void recordLoadSuccess(long loadTime) {
		}

		@Override
		public void recordLoadFailure(long loadTime) {
		}

		@Override
		public void recordEviction(int weight, RemovalCause cause) {
			this.counts.recordEviction(weight, cause);
		}

		@Override
		public CacheStats snapshot() {
			return this.counts.snapshot();
		}

	}

}
