package dev.dataapi.cache;

import java.nio.charset.StandardCharsets;
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

	/** The longest key that is part of a name as it is. */
	private static final int LONGEST_TEXT = 200;

	private final SharedCache shared;

	private final ReadThroughCache<K> cache;

	private final String version;

	private final Counter hits;

	private final Counter misses;

	/** Zero until it is known; it only grows. */
	private volatile long generation;

	SharedEntries(SharedCache shared, ReadThroughCache<K> cache) {
		this.shared = shared;
		this.cache = cache;
		this.version = Entry
			.fingerprint((shared.build() + " " + cache.source().version()).getBytes(StandardCharsets.UTF_8))
			.substring(0, 12);
		this.hits = reads("hit");
		this.misses = reads("miss");
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
		long generation = learnedGeneration();
		if (generation == 0) {
			return null;
		}
		List<String> names = keys.stream().map((key) -> name(generation, this.cache.source().text(key))).toList();
		long askedAt = this.shared.ticker().read();
		SharedStore.Found found = this.shared.read(() -> this.shared.store().get(names));
		if (found == null) {
			return null;
		}
		Map<K, Entry> entries = HashMap.newHashMap(keys.size());
		for (int i = 0; i < keys.size(); i++) {
			byte[] bytes = found.values().get(i);
			SharedEntry entry = (bytes != null) ? SharedEntry.decode(bytes) : null;
			if (entry != null && entry.askedAt() <= found.time()) {
				// One more, for the server's clock has been cut to milliseconds
				long age = TimeUnit.MILLISECONDS.toNanos(found.time() - entry.askedAt() + 1);
				entries.put(keys.get(i), new Entry(entry.value(), entry.etag(), askedAt - age));
			}
		}
		entries.entrySet().removeIf((each) -> !this.cache.isServedOnError(each.getKey(), each.getValue(), askedAt));
		return new Lookup<>(generation, found.time(), entries);
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
		loaded.forEach((key, entry) -> {
			if (!this.cache.isVoid(key, entry)) {
				values.put(name(lookup.generation(), this.cache.source().text(key)),
						SharedEntry.encode(entry, lookup.time()));
			}
		});
		if (!values.isEmpty()) {
			this.shared.write(() -> {
				this.shared.store().put(values, this.cache.policy().retention());
				return true;
			});
		}
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
			this.shared.write(() -> {
				this.shared.store().delete(names);
				return true;
			});
		}
	}

	/** Of one generation: who loads what is void now holds up nobody. */
	private String leaseName(Lookup<K> lookup, K key) {
		return leaseName(lookup.generation(), this.cache.source().text(key));
	}

	private String leaseName(long generation, String text) {
		return this.shared.name("lease", endpoint(), this.version, Long.toString(generation), text(text));
	}

	/** Voids all entries for all instances; tells whether they could be told. */
	boolean invalidate() {
		return learnedGeneration() > 0 && this.shared.invalidate(this);
	}

	/** Voids some entries for all instances; tells whether they could be told. */
	boolean invalidate(Collection<String> texts) {
		long generation = learnedGeneration();
		return generation > 0 && this.shared.invalidate(this,
				texts.stream()
					.flatMap((text) -> Stream.of(name(generation, text), leaseName(generation, text)))
					.toList(),
				texts);
	}

	private String name(long generation, String text) {
		return this.shared.name(endpoint(), this.version, Long.toString(generation), text(text));
	}

	private static String text(String text) {
		return (text.length() <= LONGEST_TEXT) ? text : "#" + Entry.sha256(text.getBytes(StandardCharsets.UTF_8));
	}

	String generationName() {
		return this.shared.name("generation", endpoint());
	}

	/** Zero if it is not known and the server cannot be asked. */
	private long learnedGeneration() {
		if (this.generation == 0) {
			this.shared.learnGenerations(List.of(this));
		}
		return this.generation;
	}

	long generation() {
		return this.generation;
	}

	/** Takes note of the generation; a new one voids what this instance has cached. */
	synchronized void generation(long generation) {
		long known = this.generation;
		this.generation = Math.max(known, generation);
		if (known > 0 && generation > known) {
			this.cache.invalidate();
		}
	}

	String endpoint() {
		return this.cache.name();
	}

	ReadThroughCache<K> cache() {
		return this.cache;
	}

	/**
	 * What the server had.
	 *
	 * @param <K> the key
	 * @param generation the generation that was looked in
	 * @param time the server's clock, in milliseconds since 1970
	 * @param entries the entries found, fresh or stale
	 */
	record Lookup<K>(long generation, long time, Map<K, Entry> entries) {
	}

}
