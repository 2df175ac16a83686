package dev.dataapi.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.EntryStore.Key;
import dev.dataapi.cache.LoadQueue.Load;
import dev.dataapi.cache.LoadQueue.Shared;
import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.memory.MemoryPool.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * Answers the reads of one endpoint: from memory while an entry is fresh, else from the
 * warehouse, and from a stale entry if the warehouse fails.
 * <p>
 * This assumes that a statement costs far more than a key in it, that values may be as
 * old as the time to live, and that callers can afford to block, as virtual threads can.
 * A caller waits until its own deadline at most, and never inside a lock or a map's
 * compute function. Callers that share a load are told the same outcome.
 * <p>
 * Thread-safe: the store and the loader are, and all else belongs to one call.
 *
 * @param <K> the key, with {@code equals} and {@code hashCode} by value
 */
public final class ReadThroughCache<K> {

	private final String name;

	private final CachePolicy policy;

	private final Source<K> source;

	private final EntryStore store;

	private final Ticker ticker;

	private final CacheMeters meters;

	private final Invalidations invalidations;

	private final @Nullable SharedEntries<K> shared;

	private final BatchLoader<K> loader;

	private final Invalidator<K> invalidator;

	private final @Nullable RefreshAhead<K> refreshAhead;

	private final AnswerMemory memory;

	private final ExpectedSize expected = new ExpectedSize();

	ReadThroughCache(String name, CachePolicy policy, Source<K> source, CacheGroup group) {
		this.name = name;
		this.policy = policy;
		this.source = source;
		this.store = group.store();
		this.store.retainFor(policy.retention());
		this.ticker = group.ticker();
		this.meters = new CacheMeters(group.registry(), name);
		this.memory = new AnswerMemory(group.memory().answers(), policy.deadline());
		this.invalidations = new Invalidations(policy.retention().toNanos());
		SharedCache shared = group.shared();
		this.shared = (shared != null && policy.ttl().isPositive()) ? shared.entries(this) : null;
		this.loader = new BatchLoader<>(this, group);
		this.invalidator = new Invalidator<>(this, this.invalidations, this.loader, this.ticker);
		this.refreshAhead = (this.shared != null) ? new RefreshAhead<>(this, this.shared, this.loader, group) : null;
	}

	/**
	 * Answers with a JSON array of the values that the keys have, in the keys' order.
	 * @param keys the keys
	 * @param mode which answers will do
	 * @return the response
	 * @throws ReadException if there is no answer for one of the keys
	 */
	public CachedResponse array(List<K> keys, CacheMode mode) {
		Read read = read(keys, mode);
		List<Entry> values = read.values();
		List<byte[]> parts = CachedResponse.array(values);
		return respond(parts, CachedResponse.etag(values), read, mode, () -> Gzip.encode(parts));
	}

	/**
	 * Answers with the value of a key that has one.
	 * @param key the key
	 * @param mode which answers will do
	 * @return the response
	 * @throws ReadException if there is no answer
	 */
	public CachedResponse value(K key, CacheMode mode) {
		Read read = read(List.of(key), mode);
		Entry entry = read.entries.getFirst();
		return respond(List.of(Objects.requireNonNull(entry.value())), Objects.requireNonNull(entry.etag()), read, mode,
				() -> entry.gzip(() -> this.store.weighAgain(new Key<>(this, key))));
	}

	private CachedResponse respond(List<byte[]> parts, String etag, Read read, CacheMode mode,
			Supplier<byte[]> compressed) {
		int hits = read.entries.size() - read.misses - read.stale;
		CachedResponse response = new CachedResponse(parts, etag, hits, read.misses, read.stale, read.age(),
				this.policy.ttl(), read.waited, read.loaded, mode, read.sharedHits, read.sharedMisses,
				reserve(parts, read), compressed);
		this.meters.answered(response);
		return response;
	}

	private @Nullable Reservation reserve(List<byte[]> parts, Read read) {
		try {
			return this.memory.take(parts, read.memory, read.end);
		}
		catch (ReadException ex) {
			throw failed(ex);
		}
	}

	private Read read(List<K> keys, CacheMode mode) {
		Read read = new Read(keys.size(), this.ticker.read(), 0);
		for (K key : keys) {
			Entry entry = (mode != CacheMode.NO_CACHE) ? fresh(key, read.now) : null;
			if (entry == null) {
				return readMissing(keys, mode, read.now);
			}
			read.entries.add(entry);
		}
		for (int i = 0; i < keys.size(); i++) {
			hit(keys.get(i), read.entries.get(i), read.now);
		}
		return read;
	}

	private void hit(K key, Entry entry, long now) {
		this.store.recordHit(entry);
		if (this.refreshAhead != null) {
			this.refreshAhead.consider(key, entry, now);
		}
	}

	private Read readMissing(List<K> keys, CacheMode mode, long now) {
		List<@Nullable Entry> cached = new ArrayList<>(keys.size());
		Set<K> missing = new LinkedHashSet<>();
		for (K key : keys) {
			Entry entry = cached(key);
			cached.add(entry);
			if (entry != null && mode != CacheMode.NO_CACHE && isFresh(entry, now)) {
				hit(key, entry, now);
			}
			else {
				missing.add(key);
				this.store.recordMiss();
			}
		}
		if (mode == CacheMode.ONLY_IF_CACHED) {
			throw new ReadException(Reason.NOT_CACHED, "Not cached", null);
		}
		return load(keys, cached, missing, mode, now);
	}

	private Read load(List<K> keys, List<@Nullable Entry> cached, Set<K> missing, CacheMode mode, long asked) {
		long end = System.nanoTime() + this.policy.deadline().toNanos();
		Reservation memory = expect(missing.size(), end);
		try {
			Read read = load(keys, cached, missing, mode, asked, end);
			read.memory = memory;
			return read;
		}
		catch (RuntimeException | Error ex) {
			if (memory != null) {
				memory.close();
			}
			throw ex;
		}
	}

	/** Callers of one report share its value, and so its memory, once it is loaded. */
	private @Nullable Reservation expect(int keys, long end) {
		if (this.policy.maxBatch() == 1) {
			return null;
		}
		try {
			return this.memory.expect(keys * this.expected.bytes(), end);
		}
		catch (ReadException ex) {
			throw failed(ex);
		}
	}

	private Read load(List<K> keys, List<@Nullable Entry> cached, Set<K> missing, CacheMode mode, long asked,
			long end) {
		Map<K, Load<K>> loads = Map.of();
		ReadException refusal = null;
		try {
			loads = this.loader.load(missing, mode == CacheMode.NO_CACHE, end);
		}
		catch (ReadException ex) {
			refusal = ex;
		}
		Read read = new Read(keys.size(), this.ticker.read(), end);
		for (int i = 0; i < keys.size(); i++) {
			K key = keys.get(i);
			Entry old = cached.get(i);
			Load<K> load = loads.get(key);
			if (load != null && load.entry() != null) {
				read.entries.add(load.entry());
				read.misses++;
				read.sharedHits += (load.shared() == Shared.HIT) ? 1 : 0;
				read.sharedMisses += (load.shared() == Shared.MISS) ? 1 : 0;
			}
			else if (missing.contains(key)) {
				// That of the shared level may have joined it since
				Entry latest = (this.shared != null) ? cached(key) : old;
				if (latest == null || mode == CacheMode.NO_CACHE || !isServedOnError(key, latest, read.now)) {
					throw failed((refusal != null) ? refusal : failure(load));
				}
				read.entries.add(latest);
				read.stale += isFresh(latest, read.now) ? 0 : 1;
			}
			else {
				read.entries.add(Objects.requireNonNull(old));
			}
		}
		read.time(loads.values(), asked);
		return read;
	}

	private static ReadException failure(@Nullable Load<?> load) {
		Throwable cause = Objects.requireNonNull(Objects.requireNonNull(load).failure());
		if (cause instanceof ReadException refused) {
			return refused;
		}
		return new ReadException(Reason.FAILED, "The load failed", cause);
	}

	private ReadException failed(ReadException ex) {
		this.meters.failed(ex.getReason());
		return ex;
	}

	boolean isFresh(Entry entry, long now) {
		long age = entry.age(now);
		return age < this.policy.ttl().toNanos() && (age < SharedCache.LONGEST_UNFOLLOWED.toNanos()
				|| this.shared == null || this.shared.isFollowing(now));
	}

	boolean isServedOnError(K key, Entry entry, long now) {
		return entry.age(now) < this.policy.retention().toNanos() && !isVoid(key, entry);
	}

	/** Whether the data have changed since an entry was loaded, or may have. */
	boolean isVoid(K key, Entry entry) {
		return this.invalidations.contains(() -> this.source.text(key), entry);
	}

	/** Returns a key's entry if it is fresh; not counted as a read. */
	@Nullable Entry fresh(K key, long now) {
		Entry entry = cached(key);
		return (entry != null && isFresh(entry, now)) ? entry : null;
	}

	/** Returns a key's entry, however old, unless it is void. */
	@Nullable Entry cached(K key) {
		Entry entry = this.store.get(new Key<>(this, key));
		return (entry != null && !isVoid(key, entry)) ? entry : null;
	}

	/** Caches an entry that was loaded, or one of the shared level if it is later. */
	void put(K key, Entry entry) {
		Key<K> full = new Key<>(this, key);
		if (this.shared == null) {
			this.store.put(full, entry);
			return;
		}
		// What is read ahead may meet what is loaded
		synchronized (this.shared) {
			Entry known = cached(key);
			if (known == null || known.sentAt() - entry.sentAt() <= 0) {
				this.store.put(full, entry);
			}
		}
	}

	String name() {
		return this.name;
	}

	CachePolicy policy() {
		return this.policy;
	}

	Source<K> source() {
		return this.source;
	}

	@Nullable SharedEntries<K> shared() {
		return this.shared;
	}

	ExpectedSize expected() {
		return this.expected;
	}

	Invalidator<K> invalidator() {
		return this.invalidator;
	}

	CacheMeters meters() {
		return this.meters;
	}

	/** Refuses reads that need a load, and waits until then for loads in flight. */
	void close(long end) {
		this.loader.close(end);
	}

	/** What one caller's read found, and how. */
	private static final class Read {

		private final List<Entry> entries;

		private final long now;

		/** Until when the caller waits, zero if it has not waited for anything. */
		private final long end;

		/** What is reserved for the answer already. */
		private @Nullable Reservation memory;

		private int misses;

		private int stale;

		private int sharedHits;

		private int sharedMisses;

		private Duration waited = Duration.ZERO;

		private Duration loaded = Duration.ZERO;

		Read(int size, long now, long end) {
			this.entries = new ArrayList<>(size);
			this.now = now;
			this.end = end;
		}

		/** The entries that are not negative. */
		List<Entry> values() {
			for (Entry entry : this.entries) {
				if (entry.value() == null) {
					return this.entries.stream().filter((each) -> each.value() != null).toList();
				}
			}
			return this.entries;
		}

		/**
		 * The age of the oldest entry; one may have been sent since the clock was read.
		 */
		Duration age() {
			long oldest = 0;
			for (Entry entry : this.entries) {
				oldest = Math.max(oldest, entry.age(this.now));
			}
			return Duration.ofNanos(oldest);
		}

		/** Takes the times of the load that ended last. */
		<K> void time(Collection<Load<K>> loads, long asked) {
			long sentAt = asked;
			long endedAt = asked;
			for (Load<K> load : loads) {
				if (load.endedAt() - endedAt > 0) {
					sentAt = load.sentAt();
					endedAt = load.endedAt();
				}
			}
			long wait = Math.max(0, sentAt - asked);
			this.waited = Duration.ofNanos(wait);
			this.loaded = Duration.ofNanos(endedAt - asked - wait);
		}

	}

}
