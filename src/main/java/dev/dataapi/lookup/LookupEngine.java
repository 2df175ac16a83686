package dev.dataapi.lookup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.lookup.LookupOutcome.Status;
import org.jspecify.annotations.Nullable;

/**
 * Looks rows up by key: remembered ones at once, the others in as few round trips as the
 * load allows.
 * <p>
 * This assumes that a round trip costs far more than a key in it, that rows may be as old
 * as the time to live, and that callers can afford to block, as virtual threads can. A
 * caller waits for its deadline at most; one that gives up takes nobody else's load away.
 * <p>
 * Thread-safe: the cache is, the loader says why it is, and all else here belongs to one
 * call.
 *
 * @param <K> the key, with {@code equals} and {@code hashCode} by value
 */
public final class LookupEngine<K> implements AutoCloseable {

	private final LookupCache<K> cache;

	private final BatchLoader<K> loader;

	private final LookupObserver observer;

	private final Ticker ticker;

	private final Duration ttl;

	LookupEngine(LookupBuilder<K> builder) {
		this.cache = new LookupCache<>(builder);
		this.loader = new BatchLoader<>(builder, this.cache);
		this.observer = builder.observer;
		this.ticker = builder.ticker;
		this.ttl = builder.ttl;
	}

	/**
	 * Starts to set up an engine.
	 * @param <K> the key
	 * @param source where rows come from
	 * @param executor runs the loads, on threads of its own that it has at least as many
	 * of as there are connections
	 * @return a builder with defaults
	 */
	public static <K> LookupBuilder<K> builder(LookupSource<K> source, Executor executor) {
		return new LookupBuilder<>(source, executor);
	}

	/**
	 * Finds rows, loading those that are not remembered. Where that fails, comes too late
	 * or is refused, what was remembered may still be served.
	 * @throws LookupException when there is no answer for one of the keys
	 */
	public LookupResult<K> find(List<K> keys) {
		LookupResult<K> result = recall(keys);
		if (result != null) {
			return result;
		}
		long now = this.ticker.read();
		PartialAnswer<K> partial = new PartialAnswer<>(keys, this.cache);
		partial.recall(now);
		return load(partial, false, now);
	}

	/**
	 * Finds rows as they are now: only a load that is sent after this request will do. If
	 * it fails so does the request, but what was remembered stays.
	 * @throws LookupException when there is no answer for one of the keys
	 */
	public LookupResult<K> reload(List<K> keys) {
		PartialAnswer<K> partial = new PartialAnswer<>(keys, this.cache);
		partial.missAll();
		return load(partial, true, this.ticker.read());
	}

	/** Finds rows without loading any; empty unless all are remembered. */
	public Optional<LookupResult<K>> findRemembered(List<K> keys) {
		return Optional.ofNullable(recall(keys));
	}

	/**
	 * Answers with the rows that there are, as a JSON array.
	 * @throws LookupException when there is no answer that the caller accepts
	 */
	public Answer answer(List<K> keys, Freshness accepted) {
		LookupResult<K> result = switch (accepted) {
			case ANY -> find(keys);
			case RELOADED -> reload(keys);
			case REMEMBERED -> findRemembered(keys).orElseThrow(NotRememberedException::new);
		};
		return Answer.of(result, accepted);
	}

	private @Nullable LookupResult<K> recall(List<K> keys) {
		long now = this.ticker.read();
		List<LookupOutcome<K>> outcomes = new ArrayList<>(keys.size());
		for (K key : keys) {
			Finding finding = this.cache.findFresh(key, now);
			if (finding == null) {
				return null;
			}
			outcomes.add(LookupOutcome.of(key, finding, Status.HIT, now));
		}
		return answer(outcomes, LookupTiming.NONE);
	}

	private LookupResult<K> load(PartialAnswer<K> partial, boolean reload, long asked) {
		try {
			Map<K, Load<K>> loads = this.loader.load(partial.missing(), reload);
			List<LookupOutcome<K>> outcomes = partial.complete(loads, this.ticker.read());
			return answer(outcomes, LookupTiming.of(loads.values(), asked));
		}
		catch (LookupException ex) {
			this.observer.failed(ex);
			List<LookupOutcome<K>> outcomes = reload ? null : partial.fallBack(this.ticker.read());
			if (outcomes == null) {
				throw ex;
			}
			return answer(outcomes, LookupTiming.NONE);
		}
	}

	private LookupResult<K> answer(List<LookupOutcome<K>> outcomes, LookupTiming timing) {
		LookupResult<K> result = new LookupResult<>(Collections.unmodifiableList(outcomes), this.ttl, timing);
		this.observer.answered(result);
		return result;
	}

	/** Returns the caches, of rows and of absent keys, to be shown and counted. */
	public Map<String, Cache<K, ?>> caches() {
		return this.cache.byName();
	}

	/** Returns the state of the engine at this moment. */
	public LookupStatistics statistics() {
		return new LookupStatistics(this.cache.rows(), this.cache.weight(), this.cache.absences(),
				this.cache.evictions(), this.loader.waitingKeys(), this.loader.busyConnections());
	}

	/**
	 * Takes no more keys to load, and waits for those taken before; for no longer than
	 * the timeout of a request. What is remembered is still found.
	 */
	@Override
	public void close() {
		this.loader.close();
	}

}
