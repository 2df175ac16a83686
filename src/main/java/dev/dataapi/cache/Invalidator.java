package dev.dataapi.cache;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.SharedEntries.Lookup;
import org.jspecify.annotations.Nullable;

/**
 * Voids entries of one cache, here or for all who share them.
 */
final class Invalidator<K> {

	private final ReadThroughCache<K> cache;

	private final Source<K> source;

	private final Invalidations invalidations;

	private final BatchLoader<K> loader;

	private final Ticker ticker;

	Invalidator(ReadThroughCache<K> cache, Invalidations invalidations, BatchLoader<K> loader, Ticker ticker) {
		this.cache = cache;
		this.source = cache.source();
		this.invalidations = invalidations;
		this.loader = loader;
		this.ticker = ticker;
	}

	/**
	 * Voids here all entries that were asked for before a moment, those in flight too.
	 */
	void invalidate(long at) {
		this.invalidations.add(at);
		outdate(at, (key) -> true);
	}

	/**
	 * Voids here the entries that were asked for before a moment under some keys.
	 * @param text the keys, as another instance's {@link Source#text} writes them; all
	 * entries if its version has keys that this one has not
	 * @param at the moment
	 */
	void invalidate(String text, long at) {
		try {
			invalidate(texts(this.source.keys(text)), at);
		}
		catch (IllegalArgumentException ex) {
			invalidate(at);
		}
	}

	private void invalidate(Set<String> texts, long at) {
		this.invalidations.add(texts, at, this.ticker.read());
		outdate(at, (key) -> texts.contains(this.source.text(key)));
	}

	/** Nothing is in flight for much longer than its callers wait. */
	private void outdate(long at, Predicate<K> keys) {
		if (this.ticker.read() - at <= 2 * this.cache.policy().deadline().toNanos()) {
			this.loader.invalidate(keys);
		}
	}

	private Set<String> texts(Collection<K> keys) {
		return keys.stream().map(this.source::text).collect(Collectors.toSet());
	}

	/**
	 * Voids all entries here and for all who share them.
	 * @return whether all who share them could be told
	 */
	boolean everywhere() {
		SharedEntries<K> shared = this.cache.shared();
		boolean told = shared == null || shared.invalidate();
		invalidate(this.ticker.read());
		return told;
	}

	/**
	 * Voids the entries of some keys here and for all who share them.
	 * @param text the keys, as a request names them
	 * @return how many had an entry, and whether all who share them could be told
	 * @throws IllegalArgumentException whose message says what is accepted
	 */
	Invalidated everywhere(String text) {
		List<K> keys = List.copyOf(new LinkedHashSet<>(this.source.keys(text)));
		SharedEntries<K> shared = this.cache.shared();
		int entries = count(keys, shared);
		boolean told = shared == null || shared.invalidate(keys);
		invalidate(texts(keys), this.ticker.read());
		return new Invalidated(entries, told);
	}

	/** How many keys have an entry that may be served, here or at those who share it. */
	private int count(List<K> keys, @Nullable SharedEntries<K> shared) {
		long now = this.ticker.read();
		Set<K> found = new HashSet<>();
		for (int i = 0; i < keys.size(); i += this.cache.policy().maxBatch()) {
			List<K> some = keys.subList(i, Math.min(i + this.cache.policy().maxBatch(), keys.size()));
			Lookup<K> lookup = (shared != null) ? shared.find(some) : null;
			found.addAll((lookup != null) ? lookup.entries().keySet() : Set.of());
		}
		for (K key : keys) {
			Entry entry = this.cache.cached(key);
			if (entry != null && this.cache.isServedOnError(key, entry, now)) {
				found.add(key);
			}
		}
		return found.size();
	}

	/**
	 * What came of an invalidation.
	 *
	 * @param entries how many keys had an entry
	 * @param told whether all who share them could be told
	 */
	record Invalidated(int entries, boolean told) {
	}

}
