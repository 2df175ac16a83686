package dev.dataapi.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The moments from which on the data behind a cache's keys are valid: what was asked for
 * earlier is void, since the data have changed.
 */
final class Invalidations {

	private static final int MAX_KEYS = 10_000;

	private final long retention;

	/** The moment that holds for all keys. */
	private volatile @Nullable Long all;

	/** Later moments, by the text of their keys. */
	private final Map<String, Long> some = new ConcurrentHashMap<>();

	/**
	 * Creates an empty set.
	 * @param retention for how long entries are kept, and so these, in nanoseconds
	 */
	Invalidations(long retention) {
		this.retention = retention;
	}

	/** Voids all that was asked for before a moment. */
	synchronized void add(long at) {
		Long known = this.all;
		if (known == null || at - known > 0) {
			this.all = at;
			this.some.values().removeIf((each) -> each - at <= 0);
		}
	}

	/** Voids what was asked for before a moment under some keys. */
	synchronized void add(Collection<String> texts, long at, long now) {
		this.some.values().removeIf((each) -> now - each > this.retention);
		if (this.some.size() + texts.size() > MAX_KEYS) {
			add(now);
		}
		else {
			texts.forEach((text) -> this.some.merge(text, at, Invalidations::later));
		}
	}

	private static Long later(Long one, Long other) {
		return (one - other > 0) ? one : other;
	}

	/**
	 * Tells from when on what was asked for under a key is valid.
	 * @param text the key, written as text only if need be
	 * @return the moment, {@code null} if nothing is void
	 */
	@Nullable Long validFrom(Supplier<String> text) {
		Long all = this.all;
		Long some = this.some.isEmpty() ? null : this.some.get(text.get());
		return (all == null || some == null) ? ((all != null) ? all : some) : later(all, some);
	}

}
