package dev.dataapi.cache;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Voids entries of one endpoint, here and for all who share them.
 */
public final class Invalidator<K> {

	private final EndpointEntries<K> entries;

	private final SecondLevel.View<K> secondLevel;

	private final Ticker ticker;

	Invalidator(EndpointEntries<K> entries, SecondLevel.View<K> secondLevel, Ticker ticker) {
		this.entries = entries;
		this.secondLevel = secondLevel;
		this.ticker = ticker;
	}

	/**
	 * Voids all entries.
	 * @return whether all who share them could be told
	 */
	public boolean everywhere() {
		boolean told = this.secondLevel.invalidate(null);
		this.entries.invalidate(this.ticker.read());
		return told;
	}

	/**
	 * Voids the entries of some keys.
	 * @param text the keys, as a request names them
	 * @return how many had an entry, and whether all who share them could be told
	 * @throws IllegalArgumentException whose message says what is accepted
	 */
	public Invalidated everywhere(String text) {
		List<K> keys = List.copyOf(new LinkedHashSet<>(this.entries.source().keys(text)));
		int count = count(keys);
		boolean told = this.secondLevel.invalidate(keys);
		this.entries.invalidate(keys, this.ticker.read());
		return new Invalidated(count, told);
	}

	/** How many keys have an entry that may be served, here or in the second level. */
	private int count(List<K> keys) {
		long now = this.ticker.read();
		int most = this.entries.policy().maxBatch();
		Set<K> counted = new HashSet<>();
		for (int i = 0; i < keys.size(); i += most) {
			SecondLevel.Found<K> found = this.secondLevel.find(keys.subList(i, Math.min(i + most, keys.size())));
			if (found != null) {
				counted.addAll(found.entries().keySet());
			}
		}
		for (K key : keys) {
			Entry entry = this.entries.get(key);
			if (entry != null && this.entries.isServedOnError(key, entry, now)) {
				counted.add(key);
			}
		}
		return counted.size();
	}

	/**
	 * What came of an invalidation.
	 *
	 * @param entries how many keys had an entry
	 * @param told whether all who share them could be told
	 */
	public record Invalidated(int entries, boolean told) {
	}

}
