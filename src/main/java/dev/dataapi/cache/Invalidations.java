package dev.dataapi.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells which entries of one cache are void, since the data behind them changed after
 * they were loaded. Entries that were in flight at that moment are void too.
 */
final class Invalidations {

	private static final int MAX_KEYS = 10_000;

	private final long retention;

	/** When all entries became void. */
	private volatile @Nullable Long all;

	/** When some did, by the text of their keys. */
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
			texts.forEach((text) -> this.some.merge(text, at, (one, other) -> (one - other > 0) ? one : other));
		}
	}

	/** Whether an entry is void; its key is only written as text if need be. */
	boolean contains(Supplier<String> text, Entry entry) {
		Long all = this.all;
		if (all != null && entry.sentAt() - all < 0) {
			return true;
		}
		Long at = this.some.isEmpty() ? null : this.some.get(text.get());
		return at != null && entry.sentAt() - at < 0;
	}

}
