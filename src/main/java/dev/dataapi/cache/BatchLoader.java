package dev.dataapi.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.LoadQueue.Load;
import dev.dataapi.cache.LoadQueue.Shared;
import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.memory.Incoming;
import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.memory.MemoryPool.Reservation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.PermissionDeniedDataAccessException;

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

	private final @Nullable SharedEntries<K> shared;

	private final CacheMeters meters;

	private final MemoryBudget memory;

	private final ExpectedSize expected;

	BatchLoader(ReadThroughCache<K> cache, CacheGroup group) {
		this.cache = cache;
		this.bulkhead = group.bulkhead();
		this.executor = group.executor();
		this.ticker = group.ticker();
		this.queue = new LoadQueue<>(this.bulkhead, cache.policy(), this::startThread);
		this.shared = cache.shared();
		this.meters = cache.meters();
		this.memory = group.memory();
		this.expected = cache.expected();
		this.meters.watch(this.queue);
	}

	/**
	 * Loads keys.
	 * @param keys the distinct keys
	 * @param reload whether only a load that is sent from now on will do
	 * @param end the deadline, in terms of {@link System#nanoTime()}
	 * @return the load of each key; all have ended
	 * @throws ReadException if not all end by the deadline, or they are refused
	 */
	Map<K, Load<K>> load(Collection<K> keys, boolean reload, long end) {
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
			throw new ReadException(Reason.TIMEOUT,
					"No answer within " + this.cache.policy().deadline().toMillis() + " ms", null);
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
		SharedBatch<K> shared = (this.shared != null && refusal == null)
				? SharedBatch.open(this.cache, this.shared, batch, this.ticker) : null;
		if (shared != null && shared.isLoadedElsewhere()) {
			await(shared, batch.getFirst());
			return;
		}
		Map<K, Entry> found = (shared != null) ? shared.entries() : Map.of();
		List<Load<K>> missing = batch.stream().filter((load) -> !found.containsKey(load.key())).toList();
		long sentAt = this.ticker.read();
		Map<K, Entry> loaded = HashMap.newHashMap(missing.size());
		Map<K, Throwable> failures = HashMap.newHashMap(0);
		if (refusal != null) {
			missing.forEach((load) -> failures.put(load.key(), refusal));
		}
		else if (!missing.isEmpty()) {
			load(missing.stream().map(Load::key).toList(), loaded, failures, sentAt);
		}
		long endedAt = this.ticker.read();
		this.queue.release(batch);
		Shared miss = (shared != null && shared.isAsked()) ? Shared.MISS : Shared.UNASKED;
		for (Load<K> load : batch) {
			Entry entry = loaded.get(load.key());
			if (found.containsKey(load.key())) {
				load.succeed(found.get(load.key()), Shared.HIT, sentAt, endedAt);
			}
			else if (entry != null) {
				load.succeed(entry, miss, sentAt, endedAt);
			}
			else {
				load.fail(Objects.requireNonNull(failures.get(load.key())), sentAt, endedAt);
			}
		}
		this.bulkhead.dispatch();
		if (!missing.isEmpty()) {
			this.meters.loaded(missing.size(), Duration.ofNanos(endedAt - sentAt), failures.isEmpty());
		}
		if (shared != null) {
			shared.close(loaded);
		}
		if (!failures.isEmpty()) {
			Throwable failure = failures.values().iterator().next();
			String keys = (failures.size() < missing.size()) ? failures.size() + " of " + missing.size()
					: String.valueOf(failures.size());
			LOGGER.warn("{} could not be read ({} keys): {}", this.cache.name(), keys, FailureText.of(failure));
			LOGGER.debug("{} could not be read", this.cache.name(), failure);
		}
	}

	/**
	 * Waits, without a connection, for what another instance loads; if that takes too
	 * long, or fails, the load goes back to the queue.
	 */
	private void await(SharedBatch<K> shared, Load<K> load) {
		this.queue.park(load);
		this.bulkhead.dispatch();
		long sentAt = this.ticker.read();
		Entry entry = shared.awaitOther();
		if (entry != null) {
			this.queue.endParked(load);
			load.succeed(entry, Shared.HIT, sentAt, this.ticker.read());
		}
		else {
			this.queue.unpark(load);
		}
		this.bulkhead.dispatch();
	}

	/** Loads a batch into the cache, or notes what went wrong rather than throw it. */
	private void load(List<K> keys, Map<K, Entry> loaded, Map<K, Throwable> failures, long sentAt) {
		try (Reservation memory = reserve(keys.size())) {
			Loaded<K> found = new Loaded<>(this.memory.maxValueBytes(), this.memory.maxAnswerBytes(), memory);
			try {
				Incoming.count(found::incoming, () -> this.cache.source().load(keys, found));
			}
			finally {
				this.expected.note(found.largest());
			}
			for (K key : keys) {
				RuntimeException failure = found.failure(key);
				if (failure != null) {
					failures.put(key, failure);
				}
				else {
					Entry entry = Entry.of(found.values().get(key), sentAt);
					this.cache.put(key, entry);
					loaded.put(key, entry);
				}
			}
		}
		catch (Throwable ex) {
			if (keys.size() > 1 && mayBeTheFaultOfOne(ex, sentAt)) {
				load(keys.subList(0, keys.size() / 2), loaded, failures, sentAt);
				load(keys.subList(keys.size() / 2, keys.size()), loaded, failures, sentAt);
				return;
			}
			// An Error too: those who wait must hear of it
			keys.stream().filter((key) -> !loaded.containsKey(key)).forEach((key) -> failures.putIfAbsent(key, ex));
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Whether others of the batch may have their rows without the key that failed, such
	 * as one whose row a view cannot compute, and there is time to find out.
	 */
	private boolean mayBeTheFaultOfOne(Throwable failure, long sentAt) {
		boolean ofData = switch (failure) {
			case ValueTooLargeException tooLarge -> true;
			case DataAccessResourceFailureException unreachable -> false;
			case InvalidDataAccessResourceUsageException statement -> false;
			case DataRetrievalFailureException incomplete -> false;
			case PermissionDeniedDataAccessException refused -> false;
			case NonTransientDataAccessException other -> true;
			default -> false;
		};
		return ofData && this.ticker.read() - sentAt < this.cache.policy().deadline().dividedBy(2).toNanos();
	}

	/**
	 * Waits for half of the deadline, so that callers hear the reason before their own.
	 */
	private Reservation reserve(int keys) throws InterruptedException {
		Duration patience = this.cache.policy().deadline().dividedBy(2);
		Reservation memory = this.memory.loads()
			.reserve(MemoryBudget.loading(keys * this.expected.bytes()), System.nanoTime() + patience.toNanos());
		if (memory == null) {
			throw new ReadException(Reason.MEMORY_IN_USE, "No memory for a load within " + patience.toMillis() + " ms",
					null);
		}
		return memory;
	}

	/** Lets callers share no load of some keys that has been sent before now. */
	void invalidate(Predicate<K> keys) {
		this.queue.outdate(keys);
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
