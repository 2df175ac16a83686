package dev.dataapi.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.LoadQueue.Load;
import dev.dataapi.cache.SharedEntries.Lookup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads shared entries that are in use anew in the last tenth of their lives, so that
 * they don't expire in all instances at once. One instance loads, the others go on
 * serving what they have until they find what it stored.
 */
final class RefreshAhead<K> {

	private static final Logger LOGGER = LoggerFactory.getLogger(RefreshAhead.class);

	/** How many keys may wait to be refreshed; others expire. */
	private static final int MAX_KEYS = 4096;

	private final ReadThroughCache<K> cache;

	private final SharedEntries<K> shared;

	private final BatchLoader<K> loader;

	private final Executor executor;

	private final Ticker ticker;

	private final long ttl;

	/** Those that were considered a short while ago. */
	private final Cache<K, Boolean> considered;

	private final Queue<K> due = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean running = new AtomicBoolean();

	RefreshAhead(ReadThroughCache<K> cache, SharedEntries<K> shared, BatchLoader<K> loader, CacheGroup group) {
		this.cache = cache;
		this.shared = shared;
		this.loader = loader;
		this.executor = group.executor();
		this.ticker = group.ticker();
		Duration ttl = cache.policy().ttl();
		this.ttl = ttl.toNanos();
		this.considered = Caffeine.newBuilder()
			.ticker(this.ticker)
			.executor(Runnable::run)
			.expireAfterWrite(ttl.dividedBy(50))
			.maximumSize(MAX_KEYS)
			.build();
	}

	/** Refreshes an entry that was hit, if it is time, without delaying the caller. */
	void consider(K key, Entry entry, long now) {
		if (isDue(entry, now) && this.due.size() < MAX_KEYS
				&& this.considered.asMap().putIfAbsent(key, Boolean.TRUE) == null) {
			this.due.add(key);
			start();
		}
	}

	/** From 90 to 95 percent of its life on, at random for each entry and instance. */
	private boolean isDue(Entry entry, long now) {
		long left = this.ttl - entry.age(now);
		long tenth = this.ttl / 10;
		return left < tenth && left < tenth - (System.identityHashCode(entry) % 1024) * (tenth / 2) / 1024;
	}

	private void start() {
		if (this.running.compareAndSet(false, true)) {
			try {
				this.executor.execute(this::run);
			}
			catch (RuntimeException ex) {
				this.running.set(false);
				LOGGER.debug("{} is not refreshed ahead", this.cache.name(), ex);
			}
		}
	}

	private void run() {
		try {
			List<K> batch = next();
			while (!batch.isEmpty()) {
				refresh(batch);
				batch = next();
			}
		}
		finally {
			this.running.set(false);
		}
		if (!this.due.isEmpty()) {
			start();
		}
	}

	private List<K> next() {
		List<K> batch = new ArrayList<>();
		for (K key = this.due.poll(); key != null; key = this.due.poll()) {
			batch.add(key);
			if (batch.size() == this.cache.policy().maxBatch()) {
				break;
			}
		}
		return batch;
	}

	private void refresh(List<K> keys) {
		Lookup<K> lookup = this.shared.find(keys);
		if (lookup == null) {
			return;
		}
		long now = this.ticker.read();
		lookup.entries().values().removeIf((entry) -> entry.age(now) >= this.ttl - this.ttl / 10);
		lookup.entries().forEach(this.cache::put);
		List<K> leased = this.shared.lease(lookup,
				keys.stream().filter((key) -> !lookup.entries().containsKey(key)).toList());
		if (leased.isEmpty()) {
			return;
		}
		Map<K, Load<K>> loads = Map.of();
		try {
			loads = this.loader.load(leased, true, System.nanoTime() + this.cache.policy().deadline().toNanos());
		}
		catch (ReadException ex) {
			LOGGER.debug("{} could not be refreshed ahead", this.cache.name(), ex);
		}
		Map<K, Load<K>> ended = loads;
		// Otherwise nobody would load them for a while once they expire
		this.shared.release(lookup,
				leased.stream().filter((key) -> !ended.containsKey(key) || ended.get(key).entry() == null).toList());
	}

}
