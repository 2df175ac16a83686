package dev.dataapi.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.LoadQueue.Load;
import dev.dataapi.cache.SharedEntries.Lookup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the shared level does for one batch: it answers what it can, tells which instance
 * loads the rest, and stores what was loaded.
 * <p>
 * Whatever goes wrong here, the batch is loaded as if nothing were shared.
 */
final class SharedBatch<K> {

	private static final Logger LOGGER = LoggerFactory.getLogger(SharedBatch.class);

	private static final long POLL_MILLIS = 100;

	private final ReadThroughCache<K> cache;

	private final SharedEntries<K> shared;

	private final List<Load<K>> batch;

	/** Those that may come from the level. */
	private final List<K> keys;

	private final Ticker ticker;

	/** What the level had, {@code null} if it cannot be asked. */
	private @Nullable Lookup<K> lookup;

	/** What it had when this instance took the lease. */
	private @Nullable Lookup<K> leased;

	private boolean loadedElsewhere;

	private SharedBatch(ReadThroughCache<K> cache, SharedEntries<K> shared, List<Load<K>> batch, Ticker ticker) {
		this.cache = cache;
		this.shared = shared;
		this.batch = batch;
		this.keys = batch.stream().filter((load) -> !load.reload()).map(Load::key).toList();
		this.ticker = ticker;
	}

	/** Looks for a batch, and takes the lease of a report that is missing. */
	static <K> SharedBatch<K> open(ReadThroughCache<K> cache, SharedEntries<K> shared, List<Load<K>> batch,
			Ticker ticker) {
		SharedBatch<K> opened = new SharedBatch<>(cache, shared, batch, ticker);
		opened.attempt(() -> {
			opened.lookup = opened.find();
			opened.lease();
			opened.count();
			return true;
		});
		return opened;
	}

	/** Looks for the batch, caches what is there, and returns what is fresh. */
	private @Nullable Lookup<K> find() {
		Lookup<K> found = this.shared.find(this.keys);
		if (found != null) {
			// What is stale is there for callers if the warehouse fails
			found.entries().forEach(this.cache::put);
			long now = this.ticker.read();
			found.entries().values().removeIf((entry) -> !this.cache.isFresh(entry, now));
		}
		return found;
	}

	private void count() {
		if (this.lookup != null && !this.loadedElsewhere) {
			int hits = this.lookup.entries().size();
			this.shared.count(hits, this.keys.size() - hits);
		}
	}

	/**
	 * A report is loaded by one instance for all; of look-ups, each loads what it misses.
	 */
	private void lease() {
		Load<K> load = this.batch.getFirst();
		Lookup<K> found = this.lookup;
		if (found == null || this.cache.policy().maxBatch() > 1 || !found.entries().isEmpty() || load.reload()
				|| load.unshared()) {
			return;
		}
		if (this.shared.lease(found, List.of(load.key())).isEmpty()) {
			this.loadedElsewhere = true;
			return;
		}
		this.leased = found;
		// Another instance may have stored it before it gave the lease back
		Lookup<K> latest = find();
		this.lookup = (latest != null) ? latest : found;
	}

	/** Tells whether another instance is loading the batch. */
	boolean isLoadedElsewhere() {
		return this.loadedElsewhere;
	}

	/**
	 * Waits for what another instance loads, a quarter of the deadline at most.
	 * @return the entry, or nothing if this instance has to load it after all
	 */
	@Nullable Entry awaitOther() {
		long end = System.nanoTime() + this.cache.policy().deadline().dividedBy(4).toNanos();
		K key = this.batch.getFirst().key();
		Lookup<K> first = this.lookup;
		return (first != null) ? attempt(() -> awaitOther(first, key, end)) : null;
	}

	private @Nullable Entry awaitOther(Lookup<K> first, K key, long end) {
		Entry entry = null;
		boolean leased = true;
		while (entry == null && leased && System.nanoTime() - end < 0) {
			try {
				// The server tells nobody when an entry appears
				Thread.sleep(ThreadLocalRandom.current().nextLong(POLL_MILLIS / 2, POLL_MILLIS));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return null;
			}
			// In this order: the entry is there before its lease ends
			leased = this.shared.isLeased(first, key);
			Lookup<K> found = find();
			entry = (found != null) ? found.entries().get(key) : null;
		}
		if (entry != null) {
			this.shared.count(1, 0);
		}
		return entry;
	}

	/** Tells whether the level could be asked. */
	boolean isAsked() {
		return this.lookup != null;
	}

	/** The fresh entries that it had. */
	Map<K, Entry> entries() {
		return (this.lookup != null) ? this.lookup.entries() : Map.of();
	}

	/** Stores what was loaded, and gives the lease back. */
	void close(Map<K, Entry> loaded) {
		attempt(() -> {
			if (this.lookup != null) {
				this.shared.store(this.lookup, loaded);
			}
			return true;
		});
		attempt(() -> {
			if (this.leased != null) {
				this.shared.release(this.leased, List.of(this.batch.getFirst().key()));
			}
			return true;
		});
	}

	private <T> @Nullable T attempt(Supplier<@Nullable T> step) {
		try {
			return step.get();
		}
		catch (RuntimeException | Error ex) {
			LOGGER.warn("{} is loaded as if nothing were shared", this.cache.name(), ex);
			return null;
		}
	}

}
