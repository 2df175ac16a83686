package dev.dataapi.cache;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.EntryStore.Key;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one endpoint in this instance's memory, and which of them may be served.
 * <p>
 * Thread-safe, provided that no two threads put the same key at the same time.
 *
 * @param <K> the key
 */
public final class EndpointEntries<K> {

	private final String endpoint;

	private final CachePolicy policy;

	private final Source<K> source;

	private final EntryStore store;

	private final Ticker ticker;

	/** Tells at a time how old an entry may be that is served as fresh, at most. */
	private final LongUnaryOperator longestAge;

	private final long ttl;

	private final long retention;

	private final Invalidations invalidations;

	EndpointEntries(String endpoint, CachePolicy policy, Source<K> source, EntryStore store, Ticker ticker,
			LongUnaryOperator longestAge) {
		this.endpoint = endpoint;
		this.policy = policy;
		this.source = source;
		this.store = store;
		this.ticker = ticker;
		this.longestAge = longestAge;
		this.ttl = policy.ttl().toNanos();
		this.retention = policy.retention().toNanos();
		this.invalidations = new Invalidations(this.retention);
		store.retainFor(policy.retention());
	}

	public String endpoint() {
		return this.endpoint;
	}

	public CachePolicy policy() {
		return this.policy;
	}

	public Source<K> source() {
		return this.source;
	}

	/** Returns a key's entry, however old, unless it is void. Not counted as a read. */
	@Nullable Entry get(K key) {
		Entry entry = this.store.get(new Key(this, key, 0));
		return (entry != null && !isVoid(key, entry)) ? entry : null;
	}

	/** Returns a key's entry if it is fresh. */
	@Nullable Entry fresh(K key, long now) {
		Entry entry = get(key);
		return (entry != null && isFresh(entry, now)) ? entry : null;
	}

	boolean isFresh(Entry entry, long now) {
		long age = entry.age(now);
		return age < this.ttl && age < this.longestAge.applyAsLong(now);
	}

	/** Whether an entry may be served if loading it again fails. */
	public boolean isServedOnError(K key, Entry entry, long now) {
		return entry.age(now) < this.retention && !isVoid(key, entry);
	}

	/** Whether the data have changed since an entry was loaded, or may have. */
	public boolean isVoid(K key, Entry entry) {
		Long validFrom = validFrom(key);
		return validFrom != null && entry.sentAt() - validFrom < 0;
	}

	/** From when on what was asked for is valid, {@code null} if nothing is void. */
	@Nullable Long validFrom(K key) {
		return this.invalidations.validFrom(() -> this.source.text(key));
	}

	/**
	 * Keeps an entry, unless a later one is there; the second level may have an older.
	 */
	void put(K key, Entry entry) {
		if (this.retention == 0) {
			return;
		}
		Entry known = get(key);
		if (known == null || known.sentAt() - entry.sentAt() <= 0) {
			this.store.put(weighed(key), entry);
		}
	}

	/** Returns the compressed value of a key's entry, which counts towards its weight. */
	byte[] gzip(K key, Entry entry) {
		return entry.gzip(() -> this.store.weighAgain(weighed(key)));
	}

	/**
	 * Returns the task that makes an entry's value in another form, which counts towards
	 * its weight.
	 */
	FutureTask<Entry> in(Representation form, K key, Entry entry, boolean whole) {
		return entry.in(form, whole, () -> this.store.weighAgain(weighed(key)));
	}

	private Key weighed(K key) {
		return new Key(this, key, this.source.weigh(key));
	}

	/** Frees the memory of all entries. */
	void clear() {
		this.store.clear(this);
	}

	void countHit(Entry entry) {
		this.store.recordHit(entry);
	}

	void countMiss() {
		this.store.recordMiss();
	}

	/** Voids all that was asked for before a moment, what is in flight too. */
	public void invalidate(long at) {
		this.invalidations.add(at);
	}

	/** Voids what was asked for before a moment under some keys. */
	void invalidate(Collection<K> keys, long at) {
		Set<String> texts = keys.stream().map(this.source::text).collect(Collectors.toSet());
		this.invalidations.add(texts, at, this.ticker.read());
	}

	/**
	 * Voids what was asked for before a moment under some keys.
	 * @param text the keys, as another instance's {@link Source#text} writes them; all
	 * keys if its version has some that this one has not
	 * @param at the moment
	 */
	public void invalidate(String text, long at) {
		Collection<K> keys;
		try {
			keys = this.source.keys(text);
		}
		catch (IllegalArgumentException ex) {
			invalidate(at);
			return;
		}
		invalidate(keys, at);
	}

}
