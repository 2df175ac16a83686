package dev.dataapi.lookup;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.jspecify.annotations.Nullable;

/**
 * What earlier loads found, for the time to live and, to fall back on when a load fails,
 * some time beyond.
 * <p>
 * Absent keys have a cache of their own: a scan of wrong ids displaces other wrong ids,
 * never a row. A finding's own age decides whether it may be served; the caches' expiry,
 * which starts a little later, only frees the memory.
 * <p>
 * Thread-safe, provided that no two threads remember the same key at the same time.
 */
final class LookupCache<K> {

	/** What the heap holds for a row besides its bytes: 177 measured with small keys. */
	static final int ENTRY_OVERHEAD = 260;

	private final Cache<K, Finding> rows;

	private final Cache<K, Finding> absences;

	private final LongAdder evictions = new LongAdder();

	private final long ttl;

	private final long retention;

	LookupCache(LookupBuilder<K> builder) {
		this.ttl = builder.ttl.toNanos();
		this.retention = this.ttl + builder.staleIfError.toNanos();
		this.rows = caffeine(builder).maximumWeight(builder.maximumWeight)
			.weigher((K key, Finding finding) -> weigh(finding))
			.build();
		this.absences = caffeine(builder).maximumSize(builder.maximumAbsences).build();
	}

	private Caffeine<K, Finding> caffeine(LookupBuilder<K> builder) {
		// Maintenance is short here, so it is not worth handing to another thread
		return Caffeine.newBuilder()
			.ticker(builder.ticker)
			.recordStats()
			.executor(Runnable::run)
			.expireAfterWrite(Duration.ofNanos(this.retention))
			.evictionListener((@Nullable K key, @Nullable Finding finding, RemovalCause cause) -> {
				if (cause == RemovalCause.SIZE) {
					this.evictions.increment();
				}
			});
	}

	private static int weigh(Finding finding) {
		return ENTRY_OVERHEAD + ((finding.row() != null) ? finding.row().length : 0);
	}

	/** Returns what is remembered of a key, which may be too old to be served. */
	@Nullable Finding find(K key) {
		Finding finding = this.rows.getIfPresent(key);
		return (finding != null) ? finding : this.absences.getIfPresent(key);
	}

	@Nullable Finding findFresh(K key, long now) {
		Finding finding = find(key);
		return (finding != null && isFresh(finding, now)) ? finding : null;
	}

	boolean isFresh(Finding finding, long now) {
		return finding.age(now) < this.ttl;
	}

	boolean isServedOnError(Finding finding, long now) {
		return finding.age(now) < this.retention;
	}

	void remember(K key, Finding finding) {
		// Put before invalidate: a reader in between sees the old finding or the new one
		if (finding.row() != null) {
			this.rows.put(key, finding);
			this.absences.invalidate(key);
		}
		else {
			this.absences.put(key, finding);
			this.rows.invalidate(key);
		}
	}

	Map<String, Cache<K, ?>> byName() {
		return Map.of("rows", this.rows, "absences", this.absences);
	}

	long rows() {
		return this.rows.estimatedSize();
	}

	long weight() {
		return this.rows.policy().eviction().orElseThrow().weightedSize().orElseThrow();
	}

	long absences() {
		return this.absences.estimatedSize();
	}

	long evictions() {
		return this.evictions.sum();
	}

}
