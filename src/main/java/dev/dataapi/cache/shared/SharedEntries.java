package dev.dataapi.cache.shared;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.EndpointEntries;
import dev.dataapi.cache.Entry;
import dev.dataapi.cache.SecondLevel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one endpoint on the server that instances share.
 * <p>
 * The age of an entry is told by the server's clock alone: it is read just before the
 * warehouse is asked, stored with the entry, and read again with it. So the instances'
 * clocks may differ.
 */
final class SharedEntries<K> implements SecondLevel.View<K> {

	private final GuardedStore store;

	/** Derives names, or nothing as long as it is not known where values come from. */
	private final Supplier<@Nullable SharedNames> naming;

	private final EndpointEntries<K> entries;

	private final InvalidationLog invalidations;

	private final Runnable end;

	private final Ticker ticker;

	private final CircuitBreaker reads;

	private final CircuitBreaker writes;

	/** The largest value that is shared, in bytes. */
	private final long maxBytes;

	private final Counter hits;

	private final Counter misses;

	private final Counter tooLarge;

	private volatile @Nullable SharedNames names;

	SharedEntries(GuardedStore store, Supplier<@Nullable SharedNames> naming, EndpointEntries<K> entries,
			InvalidationLog invalidations, Runnable end, Ticker ticker, MeterRegistry registry) {
		this.store = store;
		this.naming = naming;
		this.entries = entries;
		this.invalidations = invalidations;
		this.end = end;
		this.ticker = ticker;
		String endpoint = entries.endpoint();
		this.reads = new CircuitBreaker("Shared cache, reads of " + endpoint, ticker);
		this.writes = new CircuitBreaker("Shared cache, writes of " + endpoint, ticker);
		this.maxBytes = store.maxBytes() / entries.policy().maxBatch();
		this.hits = reads("hit", registry);
		this.misses = reads("miss", registry);
		this.tooLarge = Counter.builder("cache.shared.too.large")
			.description("Values that were too large to be shared")
			.tags("endpoint", endpoint)
			.register(registry);
	}

	private Counter reads(String result, MeterRegistry registry) {
		return Counter.builder("cache.shared.reads")
			.description("Keys looked for in the shared cache, by result")
			.tags("endpoint", this.entries.endpoint(), "result", result)
			.register(registry);
	}

	@Override
	public SecondLevel.@Nullable Found<K> find(List<K> keys) {
		SharedNames known = names();
		if (known == null || (!this.invalidations.isFollowed() && !this.invalidations.follow())) {
			return null;
		}
		List<String> names = keys.stream().map((key) -> name(known, key)).toList();
		long askedAt = this.ticker.read();
		SharedStore.Found found = this.store.read(this.reads, (store) -> store.get(names));
		if (found == null) {
			return null;
		}
		Map<K, Entry> fit = HashMap.newHashMap(keys.size());
		for (int i = 0; i < keys.size(); i++) {
			Entry entry = entry(found.values().get(i), found.time(), askedAt);
			if (entry != null && this.entries.isServedOnError(keys.get(i), entry, askedAt)) {
				fit.put(keys.get(i), entry);
			}
		}
		return new SecondLevel.Found<>(fit, (loaded) -> store(known, found.time(), loaded));
	}

	private @Nullable SharedNames names() {
		SharedNames known = this.names;
		if (known == null) {
			known = this.naming.get();
			this.names = known;
		}
		return known;
	}

	private String name(SharedNames known, K key) {
		return known.entry(this.entries.source().text(key));
	}

	/** Reads an entry, unless it is damaged, or older than the list of invalidations. */
	private @Nullable Entry entry(byte @Nullable [] bytes, long time, long askedAt) {
		SharedEntry entry = (bytes != null) ? SharedEntry.decode(bytes) : null;
		if (entry == null || entry.askedAt() > time || this.invalidations.predates(entry.askedAt())) {
			return null;
		}
		// Rounded up: the server's clock was cut to milliseconds
		long age = TimeUnit.MILLISECONDS.toNanos(time - entry.askedAt() + 1);
		return new Entry(entry.value(), entry.etag(), entry.link(), askedAt - age);
	}

	@Override
	public void count(int hits, int misses) {
		this.hits.increment(hits);
		this.misses.increment(misses);
	}

	/** Stores what was loaded after a time of the server's clock, in milliseconds. */
	private void store(SharedNames known, long time, Map<K, Entry> loaded) {
		Map<String, byte[]> values = HashMap.newHashMap(loaded.size());
		List<String> large = new ArrayList<>();
		loaded.forEach((key, entry) -> {
			if (entry.value() != null && entry.value().length > this.maxBytes) {
				large.add(name(known, key));
			}
			else if (!this.entries.isVoid(key, entry)) {
				values.put(name(known, key), SharedEntry.encode(entry, time));
			}
		});
		if (!values.isEmpty()) {
			this.store.write(this.writes, (store) -> store.put(values, this.entries.policy().retention()));
		}
		if (!large.isEmpty()) {
			this.tooLarge.increment(large.size());
			// An earlier value, which was smaller
			this.store.write(null, (store) -> store.delete(large));
		}
	}

	@Override
	public void close() {
		this.end.run();
	}

	@Override
	public boolean invalidate(@Nullable Collection<K> keys) {
		if (keys == null) {
			return this.invalidations.add(null);
		}
		List<String> texts = keys.stream().map((key) -> this.entries.source().text(key)).toList();
		boolean told = this.invalidations.add(texts);
		SharedNames known = this.names;
		if (told && known != null && !texts.isEmpty()) {
			// They are void already: this makes room
			this.store.write(null, (store) -> store.delete(texts.stream().map(known::entry).toList()));
		}
		return told;
	}

}
