package dev.dataapi.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache in the {@link SharedCache}.
 * <p>
 * The age of an entry is told by the server's clock alone: it is read just before the
 * warehouse is asked, stored with the entry, and read again with it. So instances' clocks
 * may differ as they like.
 */
final class SharedEntries<K> {

	private final SharedCache shared;

	private final ReadThroughCache<K> cache;

	private final InvalidationLog invalidations;

	private final CircuitBreaker reads;

	private final CircuitBreaker writes;

	/** The largest value that is shared, in bytes. */
	private final long maxBytes;

	private final Counter hits;

	private final Counter misses;

	private final Counter tooLarge;

	/** Nothing until it is known where values come from. */
	private volatile @Nullable SharedNames names;

	SharedEntries(SharedCache shared, ReadThroughCache<K> cache) {
		this.shared = shared;
		this.cache = cache;
		this.invalidations = new InvalidationLog(shared, cache);
		this.reads = new CircuitBreaker("Shared cache, reads of " + endpoint(), shared.ticker());
		this.writes = new CircuitBreaker("Shared cache, writes of " + endpoint(), shared.ticker());
		this.maxBytes = shared.store().maxBytes() / cache.policy().maxBatch();
		this.hits = reads("hit");
		this.misses = reads("miss");
		this.tooLarge = Counter.builder("cache.shared.too.large")
			.description("Values that were too large to be shared")
			.tags("endpoint", endpoint())
			.register(shared.registry());
	}

	private Counter reads(String result) {
		return Counter.builder("cache.shared.reads")
			.description("Keys looked for in the shared cache, by result")
			.tags("endpoint", endpoint(), "result", result)
			.register(this.shared.registry());
	}

	/**
	 * Looks for keys, in one round trip.
	 * @param keys the keys; none if only the server's clock is wanted
	 * @return what was found and is not too old to be served on error; {@code null} if
	 * the server cannot be asked
	 */
	@Nullable Lookup<K> find(List<K> keys) {
		SharedNames known = names();
		if (known == null || (!this.invalidations.isFollowed() && !this.invalidations.follow())) {
			return null;
		}
		List<String> names = keys.stream().map((key) -> known.entry(this.cache.source().text(key))).toList();
		long askedAt = this.shared.ticker().read();
		SharedStore.Found found = this.shared.read(this.reads, () -> this.shared.store().get(names));
		if (found == null) {
			return null;
		}
		Map<K, Entry> entries = HashMap.newHashMap(keys.size());
		for (int i = 0; i < keys.size(); i++) {
			byte[] bytes = found.values().get(i);
			SharedEntry entry = (bytes != null) ? SharedEntry.decode(bytes) : null;
			if (entry != null && entry.askedAt() <= found.time() && !this.invalidations.predates(entry.askedAt())) {
				// One more, for the server's clock has been cut to milliseconds
				long age = TimeUnit.MILLISECONDS.toNanos(found.time() - entry.askedAt() + 1);
				entries.put(keys.get(i), new Entry(entry.value(), entry.etag(), askedAt - age));
			}
		}
		entries.entrySet().removeIf((each) -> !this.cache.isServedOnError(each.getKey(), each.getValue(), askedAt));
		return new Lookup<>(known, this.invalidations.voidUntil(), found.time(), entries);
	}

	private @Nullable SharedNames names() {
		SharedNames known = this.names;
		String origin = (known == null) ? this.shared.origin() : null;
		if (origin != null) {
			known = new SharedNames(this.shared.prefix(), endpoint(),
					List.of(this.shared.program(), origin, this.cache.source().version()));
			this.names = known;
		}
		return known;
	}

	/** Counts keys by whether an entry was found for them that is fresh. */
	void count(int hits, int misses) {
		this.hits.increment(hits);
		this.misses.increment(misses);
	}

	/**
	 * Stores what the warehouse answered.
	 * @param lookup what was found before the warehouse was asked
	 * @param loaded the entries
	 */
	void store(Lookup<K> lookup, Map<K, Entry> loaded) {
		Map<String, byte[]> values = HashMap.newHashMap(loaded.size());
		List<String> left = new ArrayList<>();
		loaded.forEach((key, entry) -> {
			String name = lookup.names().entry(this.cache.source().text(key));
			if (entry.value() != null && entry.value().length > this.maxBytes) {
				left.add(name);
			}
			else if (!this.cache.isVoid(key, entry)) {
				values.put(name, SharedEntry.encode(entry, lookup.time()));
			}
		});
		if (!values.isEmpty()) {
			this.shared.write(this.writes, () -> {
				this.shared.store().put(values, this.cache.policy().retention());
				return true;
			});
		}
		if (!left.isEmpty()) {
			this.tooLarge.increment(left.size());
			// An earlier value, which was smaller
			delete(left);
		}
	}

	private void delete(List<String> names) {
		this.shared.write(() -> {
			this.shared.store().delete(names);
			return true;
		});
	}

	/**
	 * Takes the right to load keys while other instances do without, for as long as a
	 * load may take.
	 * @param lookup what was found before
	 * @param keys the keys
	 * @return those which this instance may load; all where the server cannot be asked
	 */
	List<K> lease(Lookup<K> lookup, List<K> keys) {
		if (keys.isEmpty()) {
			return keys;
		}
		List<String> names = keys.stream().map((key) -> leaseName(lookup, key)).toList();
		Set<String> taken = this.shared
			.write(() -> this.shared.store().putIfAbsent(names, new byte[0], this.cache.policy().deadline()));
		return keys.stream().filter((key) -> taken == null || taken.contains(leaseName(lookup, key))).toList();
	}

	/** Tells whether another instance is loading a key, as far as the server tells. */
	boolean isLeased(Lookup<K> lookup, K key) {
		SharedStore.Found found = this.shared.read(() -> this.shared.store().get(List.of(leaseName(lookup, key))));
		return found != null && found.values().getFirst() != null;
	}

	/** Gives keys back when what was loaded has been stored, or has failed to load. */
	void release(Lookup<K> lookup, Collection<K> keys) {
		List<String> names = keys.stream().map((key) -> leaseName(lookup, key)).toList();
		if (!names.isEmpty()) {
			delete(names);
		}
	}

	/** Of one time between invalidations: who loads what is void now holds up nobody. */
	private String leaseName(Lookup<K> lookup, K key) {
		return lookup.names().lease(lookup.voidUntil(), this.cache.source().text(key));
	}

	/** Voids all entries for all who share them; tells whether they could be told. */
	boolean invalidate() {
		return this.invalidations.add(null);
	}

	/** Voids some entries for all who share them; tells whether they could be told. */
	boolean invalidate(Collection<K> keys) {
		List<String> texts = keys.stream().map((key) -> this.cache.source().text(key)).toList();
		boolean told = this.invalidations.add(texts);
		SharedNames known = this.names;
		if (told && known != null && !texts.isEmpty()) {
			// They are void already: this makes room, and lets nobody wait for their
			// loads
			long voidUntil = this.invalidations.voidUntil();
			delete(texts.stream()
				.flatMap((text) -> Stream.of(known.entry(text), known.lease(voidUntil, text)))
				.toList());
		}
		return told;
	}

	InvalidationLog invalidations() {
		return this.invalidations;
	}

	/** Whether what was fresh a while ago is known to be so still. */
	boolean isFollowing(long now) {
		return this.shared.isFollowing(now);
	}

	String endpoint() {
		return this.cache.name();
	}

	/**
	 * What the server had.
	 *
	 * @param <K> the key
	 * @param names the names that were looked for
	 * @param voidUntil until when all entries were void, by the server's clock
	 * @param time the server's clock, in milliseconds since 1970
	 * @param entries the entries found, fresh or stale
	 */
	record Lookup<K>(SharedNames names, long voidUntil, long time, Map<K, Entry> entries) {
	}

}
