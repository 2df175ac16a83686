package dev.dataapi.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.dataapi.cache.Load.Looked;
import dev.dataapi.cache.Load.Result;
import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.cache.SecondLevel.Found;
import dev.dataapi.cache.SourceReader.Values;
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
 * {@link ConnectionShares#dispatch} afterwards, and the last one to do so sees both.</li>
 * <li>No key is loaded twice: an entry is in memory before its load leaves the queue, and
 * a caller that finds no load there looks in memory once more before its own is sent.
 * </li>
 * <li>Whatever the source throws, the connection is released and the callers are
 * told.</li>
 * </ul>
 */
final class BatchLoader<K> {

	/** In keys, of a caller's slices where many keys may wait. */
	private static final int LARGEST_SLICE = 1024;

	private static final Logger LOGGER = LoggerFactory.getLogger(BatchLoader.class);

	private final EndpointEntries<K> entries;

	private final SecondLevel.View<K> secondLevel;

	private final ConnectionShares shares;

	private final CacheEnvironment environment;

	private final LoadQueue<K> queue;

	private final SourceReader<K> reader;

	private final CacheMeters meters;

	/** In keys: more of one caller are loaded one slice after the other. */
	private final int slice;

	BatchLoader(EndpointEntries<K> entries, SecondLevel.View<K> secondLevel, Reservations reservations,
			ConnectionShares shares, CacheEnvironment environment, CacheMeters meters) {
		this.entries = entries;
		this.secondLevel = secondLevel;
		this.shares = shares;
		this.environment = environment;
		this.queue = new LoadQueue<>(shares, entries.policy(), this::startThread);
		this.reader = new SourceReader<>(entries, reservations, environment.ticker());
		this.meters = meters;
		this.slice = Math.max(entries.policy().maxBatch(), Math.min(entries.policy().maxWaiting(), LARGEST_SLICE));
		meters.watch(this.queue);
	}

	/**
	 * Loads keys. Those of a long list are not all admitted at once: they would not fit
	 * into the queue, or leave no room there.
	 * @param keys the distinct keys
	 * @param reload whether only a load that is sent from now on will do
	 * @param end the deadline, in terms of {@link System#nanoTime()}
	 * @return how the load of each key ended
	 * @throws ReadException if not all end by the deadline, or they are refused
	 */
	Map<K, Result> load(Collection<K> keys, boolean reload, long end) {
		if (keys.size() <= this.slice) {
			return loadTogether(keys, reload, end);
		}
		Map<K, Result> results = LinkedHashMap.newLinkedHashMap(keys.size());
		List<K> all = List.copyOf(keys);
		for (int i = 0; i < all.size(); i += this.slice) {
			results.putAll(loadTogether(all.subList(i, Math.min(i + this.slice, all.size())), reload, end));
		}
		return results;
	}

	private Map<K, Result> loadTogether(Collection<K> keys, boolean reload, long end) {
		List<Load<K>> wanted = keys.stream()
			.map((key) -> new Load<>(key, reload, this.entries.validFrom(key)))
			.toList();
		Map<K, Load<K>> loads = this.queue.admit(wanted);
		boolean ended = false;
		try {
			send(wanted, loads);
			Map<K, Result> results = await(loads.values(), end);
			ended = true;
			return results;
		}
		catch (TimeoutException ex) {
			throw new ReadException(Reason.TIMEOUT,
					"No answer within " + this.entries.policy().deadline().toMillis() + " ms", null);
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
	}

	/**
	 * Has a key loaded without waiting for it, unless another instance has done so.
	 * @param key the key
	 * @param validFrom how late an entry must have been asked for, in the cache's time
	 */
	void refresh(K key, long validFrom) {
		List<Load<K>> wanted = List.of(new Load<>(key, false, validFrom));
		try {
			send(wanted, this.queue.admit(wanted));
		}
		catch (ReadException ex) {
			LOGGER.debug("{} is not refreshed ahead", this.entries.endpoint(), ex);
		}
	}

	/**
	 * Lets the loads be sent that are shared with nobody, unless their keys have been
	 * loaded meanwhile.
	 */
	private void send(List<Load<K>> wanted, Map<K, Load<K>> admitted) {
		List<Load<K>> own = wanted.stream().filter((load) -> admitted.get(load.key()) == load).toList();
		long now = this.environment.ticker().read();
		Map<K, Entry> cached = new HashMap<>();
		List<Load<K>> ended;
		try {
			for (Load<K> load : own) {
				Entry entry = load.reload() ? null : this.entries.fresh(load.key(), now);
				if (entry != null) {
					cached.put(load.key(), entry);
				}
			}
		}
		finally {
			ended = this.queue.enqueue(own, cached);
			this.shares.dispatch();
		}
		ended.forEach((load) -> load.complete(Result.cached(Objects.requireNonNull(cached.get(load.key())))));
	}

	private static <K> Map<K, Result> await(Collection<Load<K>> loads, long end)
			throws InterruptedException, TimeoutException {
		Map<K, Result> results = LinkedHashMap.newLinkedHashMap(loads.size());
		for (Load<K> load : loads) {
			try {
				results.put(load.key(), load.result().get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException("A load is completed with its failure", ex);
			}
		}
		return results;
	}

	private void startThread() {
		try {
			this.environment.executor().execute(() -> loadBatch(null));
		}
		catch (RuntimeException | Error ex) {
			// Refused, or no thread to be had: nobody else would end these loads
			loadBatch(ex);
		}
	}

	private void loadBatch(@Nullable Throwable refusal) {
		List<Load<K>> batch = this.queue.takeBatch(this.environment.ticker().read());
		if (batch.isEmpty()) {
			this.shares.dispatch();
			return;
		}
		Found<K> found = (refusal == null) ? attempt(() -> find(batch)) : null;
		Map<K, Entry> shared = (found != null) ? found.entries() : Map.of();
		List<K> missing = batch.stream().map(Load::key).filter((key) -> !shared.containsKey(key)).toList();
		long sentAt = this.environment.ticker().read();
		Values<K> loaded = (refusal == null) ? this.reader.read(missing, sentAt) : Values.refused(missing, refusal);
		long endedAt = this.environment.ticker().read();
		this.queue.release(batch);
		for (Load<K> load : batch) {
			Entry hit = shared.get(load.key());
			Looked looked = (found == null) ? Looked.UNASKED : (hit != null) ? Looked.HIT : Looked.MISS;
			load.complete(new Result((hit != null) ? hit : loaded.entries().get(load.key()),
					loaded.failures().get(load.key()), looked, sentAt, endedAt));
		}
		this.shares.dispatch();
		if (!missing.isEmpty()) {
			this.meters.loaded(missing.size(), Duration.ofNanos(endedAt - sentAt), loaded.failures().isEmpty());
		}
		if (found != null) {
			attempt(() -> {
				found.store().accept(loaded.entries());
				return true;
			});
		}
		logFailures(loaded.failures(), missing.size());
	}

	/**
	 * Looks in the second level for a batch, keeps what is there, and returns what will
	 * do for its callers.
	 */
	private @Nullable Found<K> find(List<Load<K>> batch) {
		List<K> keys = batch.stream().filter((load) -> !load.reload()).map(Load::key).toList();
		Found<K> found = this.secondLevel.find(keys);
		if (found != null) {
			// What is stale is there for callers if the warehouse fails
			found.entries().forEach(this.entries::put);
			long now = this.environment.ticker().read();
			for (Load<K> load : batch) {
				found.entries()
					.computeIfPresent(load.key(),
							(key, entry) -> (this.entries.isFresh(entry, now) && load.accepts(entry)) ? entry : null);
			}
			this.secondLevel.count(found.entries().size(), keys.size() - found.entries().size());
		}
		return found;
	}

	/** Whatever goes wrong in the second level, its connection must be released. */
	private <T> @Nullable T attempt(Supplier<@Nullable T> step) {
		try {
			return step.get();
		}
		catch (RuntimeException | Error ex) {
			LOGGER.warn("{} is loaded as if nothing were shared", this.entries.endpoint(), ex);
			return null;
		}
	}

	private void logFailures(Map<K, Throwable> failures, int keys) {
		if (!failures.isEmpty()) {
			Throwable failure = failures.values().iterator().next();
			String failed = (failures.size() < keys) ? failures.size() + " of " + keys : String.valueOf(keys);
			LOGGER.warn("{} could not be read ({} keys): {}", this.entries.endpoint(), failed, FailureText.of(failure));
			LOGGER.debug("{} could not be read", this.entries.endpoint(), failure);
		}
	}

	/**
	 * Leaves the connections to other caches whenever no load is waiting or in flight.
	 */
	void retire() {
		this.queue.retire();
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
