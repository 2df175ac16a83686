package dev.dataapi.cache;

import java.time.Duration;
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
	 * @param retention for how long entries are kept, and so these
	 */
	Invalidations(Duration retention) {
		this.retention = retention.toNanos();
	}

	void add(long now) {
		this.all = now;
		this.some.clear();
	}

	void add(Collection<String> texts, long now) {
		this.some.values().removeIf((at) -> now - at > this.retention);
		if (this.some.size() + texts.size() > MAX_KEYS) {
			add(now);
		}
		else {
			texts.forEach((text) -> this.some.put(text, now));
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
