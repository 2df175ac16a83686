package dev.dataapi.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.LoadQueue.Load;
import dev.dataapi.cache.ReadException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the keys that a cache misses, each once however many callers wait for it, and
 * many in one statement.
 * <p>
 * No batch waits to be filled: while a connection is free, a key is sent at once; while
 * none is, keys gather, and the next free connection takes as many as a statement holds.
 * A batch is taken by the thread that loads it, as its first step, so that keys which
 * arrive while the thread starts go along.
 * <p>
 * A caller that times out does not cancel loads shared with others.
 * <p>
 * Thread-safe for these reasons:
 * <ul>
 * <li>What threads share is in the {@link LoadQueue}.</li>
 * <li>No key is left behind: a thread that adds a key or releases a connection calls
 * {@link Bulkhead#dispatch} afterwards, and the last one to do so sees both.</li>
 * <li>No key is loaded twice: an entry is in the cache before its load leaves the queue.
 * For the same reason no two threads put the same key at once.</li>
 * <li>Whatever the source throws, the connection is released and the callers are
 * told.</li>
 * </ul>
 */
final class BatchLoader<K> {

	private static final Logger LOGGER = LoggerFactory.getLogger(BatchLoader.class);

	private final ReadThroughCache<K> cache;

	private final Bulkhead bulkhead;

	private final Executor executor;

	private final Ticker ticker;

	private final LoadQueue<K> queue;

	private final CacheMeters meters;

	BatchLoader(ReadThroughCache<K> cache, CacheGroup group) {
		this.cache = cache;
		this.bulkhead = group.bulkhead();
		this.executor = group.executor();
		this.ticker = group.ticker();
		this.queue = new LoadQueue<>(this.bulkhead, cache.policy(), this::startThread);
		this.meters = cache.meters();
		this.meters.watch(this.queue);
	}

	/**
	 * Loads keys.
	 * @param keys the distinct keys
	 * @param reload whether only a load that is sent from now on will do
	 * @return the load of each key; all have ended
	 * @throws ReadException if not all end by the deadline, or they are refused
	 */
	Map<K, Load<K>> load(Collection<K> keys, boolean reload) {
		Duration deadline = this.cache.policy().deadline();
		long end = System.nanoTime() + deadline.toNanos();
		long now = this.ticker.read();
		Map<K, Load<K>> loads = this.queue.admit(keys, reload, (key) -> this.cache.fresh(key, now));
		boolean ended = false;
		try {
			this.bulkhead.dispatch();
			ended = await(loads.values(), end);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ReadException(Reason.INTERRUPTED, "Interrupted while waiting for an answer", null);
		}
		finally {
			if (!ended) {
				this.queue.giveUp(loads.values());
			}
		}
		if (!ended) {
			throw new ReadException(Reason.TIMEOUT, "No answer within " + deadline.toMillis() + " ms", null);
		}
		return loads;
	}

	private static boolean await(Collection<? extends Load<?>> loads, long end) throws InterruptedException {
		for (Load<?> load : loads) {
			if (!load.await(end)) {
				return false;
			}
		}
		return true;
	}

	private void startThread() {
		try {
			this.executor.execute(() -> loadBatch(null));
		}
		catch (RuntimeException | Error ex) {
			// Refused, or no thread to be had: nobody else would end these loads
			loadBatch(ex);
		}
	}

	private void loadBatch(@Nullable Throwable refusal) {
		List<Load<K>> batch = this.queue.takeBatch();
		if (batch.isEmpty()) {
			this.bulkhead.dispatch();
			return;
		}
		List<Entry> entries = new ArrayList<>(batch.size());
		long sentAt = this.ticker.read();
		Throwable failure = (refusal != null) ? refusal : load(batch, entries, sentAt);
		long endedAt = this.ticker.read();
		this.queue.release(batch);
		for (int i = 0; i < batch.size(); i++) {
			if (failure != null) {
				batch.get(i).fail(failure, sentAt, endedAt);
			}
			else {
				batch.get(i).succeed(entries.get(i), endedAt);
			}
		}
		this.bulkhead.dispatch();
		this.meters.loaded(batch.size(), Duration.ofNanos(endedAt - sentAt), failure == null);
		if (failure != null) {
			LOGGER.warn("{} could not be read ({} keys): {}", this.cache.name(), batch.size(), reason(failure));
			LOGGER.debug("{} could not be read", this.cache.name(), failure);
		}
	}

	/** Loads a batch into the cache; returns what went wrong rather than throw it. */
	private @Nullable Throwable load(List<Load<K>> batch, List<Entry> entries, long sentAt) {
		try {
			Map<K, byte[]> values = this.cache.source().load(batch.stream().map(Load::key).toList());
			for (Load<K> load : batch) {
				Entry entry = Entry.of(values.get(load.key()), sentAt);
				this.cache.put(load.key(), entry);
				entries.add(entry);
			}
			return null;
		}
		catch (Throwable ex) {
			// An Error too: those who wait must hear of it
			return ex;
		}
	}

	private static String reason(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root != failure) ? failure.getMessage() + "; " + root : failure.toString();
	}

	/** Refuses callers from now on, and waits until then for loads in flight. */
	void close(long end) {
		try {
			this.queue.close(end);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
