package dev.dataapi.lookup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.dataapi.lookup.LookupOutcome.Status;
import org.jspecify.annotations.Nullable;

/** What is remembered of a request's keys, to be completed with loads of the others. */
final class PartialAnswer<K> {

	private final List<K> keys;

	private final LookupCache<K> cache;

	private final Map<K, Finding> remembered = new HashMap<>();

	private final Set<K> missing = new LinkedHashSet<>();

	PartialAnswer(List<K> keys, LookupCache<K> cache) {
		this.keys = keys;
		this.cache = cache;
	}

	void missAll() {
		this.missing.addAll(this.keys);
	}

	/**
	 * Recalls what there is; what is too old counts as missing, but may be needed yet.
	 */
	void recall(long now) {
		for (K key : this.keys) {
			Finding finding = this.cache.find(key);
			if (finding != null) {
				this.remembered.put(key, finding);
			}
			if (finding == null || !this.cache.isFresh(finding, now)) {
				this.missing.add(key);
			}
		}
	}

	Set<K> missing() {
		return this.missing;
	}

	/** Returns the outcomes in the order asked, given a load for each missing key. */
	List<LookupOutcome<K>> complete(Map<K, Load<K>> loads, long now) {
		List<LookupOutcome<K>> outcomes = new ArrayList<>(this.keys.size());
		for (K key : this.keys) {
			Load<K> load = loads.get(key);
			Finding finding = this.remembered.get(key);
			outcomes.add((load != null) ? loaded(key, load, finding, now)
					: LookupOutcome.of(key, Objects.requireNonNull(finding), Status.HIT, now));
		}
		return outcomes;
	}

	/**
	 * Returns the outcomes without any load, or {@code null} if a key was never
	 * remembered, or for too long.
	 */
	@Nullable List<LookupOutcome<K>> fallBack(long now) {
		List<LookupOutcome<K>> outcomes = new ArrayList<>(this.keys.size());
		for (K key : this.keys) {
			Finding finding = this.remembered.get(key);
			if (finding == null || !this.cache.isServedOnError(finding, now)) {
				return null;
			}
			outcomes
				.add(LookupOutcome.of(key, finding, this.cache.isFresh(finding, now) ? Status.HIT : Status.STALE, now));
		}
		return outcomes;
	}

	private LookupOutcome<K> loaded(K key, Load<K> load, @Nullable Finding old, long now) {
		Finding finding = load.finding();
		if (finding != null) {
			return LookupOutcome.of(key, finding, Status.MISS, now);
		}
		if (old != null && this.cache.isServedOnError(old, now)) {
			return LookupOutcome.of(key, old, Status.STALE, now);
		}
		throw new LookupFailedException(load.failure());
	}

}
