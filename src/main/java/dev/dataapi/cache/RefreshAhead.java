package dev.dataapi.cache;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Refreshes shared entries that are in use in the last tenth of their lives, so that they
 * do not expire in all instances at once. Each instance does so at a moment of its own,
 * and takes what another has stored in the second level by then.
 */
final class RefreshAhead<K> {

	/** How many keys are known to have been due; others may be considered again. */
	private static final int MAX_KEYS = 4096;

	private final BatchLoader<K> loader;

	private final long ttl;

	/**
	 * Keys that were due a short while ago: a refresh that fails is not repeated at once.
	 */
	private final Cache<K, Boolean> considered;

	RefreshAhead(BatchLoader<K> loader, Duration ttl, Ticker ticker) {
		this.loader = loader;
		this.ttl = ttl.toNanos();
		this.considered = Caffeine.newBuilder()
			.ticker(ticker)
			.executor(Runnable::run)
			.expireAfterWrite(ttl.dividedBy(50))
			.maximumSize(MAX_KEYS)
			.build();
	}

	/** Refreshes an entry that was hit, if it is time, without delaying the caller. */
	void consider(K key, Entry entry, long now) {
		if (isDue(entry, now) && this.considered.asMap().putIfAbsent(key, Boolean.TRUE) == null) {
			this.loader.refresh(key, now - this.ttl + this.ttl / 10);
		}
	}

	/** From 90 to 95 percent of its life on, at random for each entry and instance. */
	private boolean isDue(Entry entry, long now) {
		long left = this.ttl - entry.age(now);
		long tenth = this.ttl / 10;
		return left < tenth && left < tenth - (System.identityHashCode(entry) % 1024) * (tenth / 2) / 1024;
	}

}
