package dev.dataapi.lookup;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Loads keys in batches without waiting for batches to fill: while a connection is free a
 * caller's keys go out at once; while all are busy keys gather, and the connection that
 * is free next takes them together. The busier it is, the larger the batches.
 * <p>
 * A batch is taken by the thread that loads it, as its first step. What comes between the
 * start of a thread and its first step goes along, so that callers who are answered
 * together and ask again together don't need a connection each.
 * <p>
 * Thread-safe for these reasons:
 * <ul>
 * <li>What threads share is in the {@link LoadQueue}, a monitor. It isn't held while the
 * source loads or callers are woken.</li>
 * <li>No key is left behind: whoever adds a key or gives a connection back calls
 * {@link #dispatch} afterwards, and the last one to do so sees both.</li>
 * <li>No key is loaded in vain: what a load found is remembered before the load leaves
 * the queue, so a key that isn't on its way there can be found in the cache. For the same
 * reason no two threads remember a key at the same time.</li>
 * <li>Whatever the source throws, the connection is given back and the callers are
 * told.</li>
 * </ul>
 */
final class BatchLoader<K> {

	private final LookupSource<K> source;

	private final LookupCache<K> cache;

	private final Executor executor;

	private final LookupObserver observer;

	private final Ticker ticker;

	private final Duration timeout;

	private final LoadQueue<K> queue;

	BatchLoader(LookupBuilder<K> builder, LookupCache<K> cache) {
		this.source = builder.source;
		this.cache = cache;
		this.executor = builder.executor;
		this.observer = builder.observer;
		this.ticker = builder.ticker;
		this.timeout = builder.timeout;
		this.queue = new LoadQueue<>(builder.connections, builder.maxBatch, builder.maxWaiting);
	}

	/**
	 * Returns the ended load of each key, or throws if not all end within the timeout.
	 */
	Map<K, Load<K>> load(Collection<K> keys, boolean reload) {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		long now = this.ticker.read();
		Caller<K> caller = this.queue.admit(keys, reload, (key) -> this.cache.findFresh(key, now));
		boolean ended = false;
		try {
			dispatch();
			ended = caller.await(deadline);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LookupInterruptedException(ex);
		}
		finally {
			if (!ended) {
				this.queue.giveUp(caller);
			}
		}
		if (!ended) {
			throw new LookupTimeoutException(this.timeout);
		}
		return caller.loads;
	}

	private void dispatch() {
		while (this.queue.startsBatch()) {
			try {
				this.executor.execute(this::run);
			}
			catch (RuntimeException | Error ex) {
				// Refused, or no thread to be had: nobody else would end it
				takeBatch().ifPresent((roundTrip) -> {
					roundTrip.fail(ex);
					end(roundTrip);
				});
			}
		}
	}

	private void run() {
		takeBatch().ifPresent((roundTrip) -> {
			roundTrip.make(this.source, this.cache);
			end(roundTrip);
			dispatch();
			roundTrip.tell(this.observer);
		});
	}

	private Optional<RoundTrip<K>> takeBatch() {
		List<Load<K>> batch = this.queue.startedBatch();
		return batch.isEmpty() ? Optional.empty() : Optional.of(new RoundTrip<>(batch, this.ticker));
	}

	private void end(RoundTrip<K> roundTrip) {
		this.queue.end(roundTrip.batch());
		roundTrip.tellCallers();
	}

	/**
	 * Takes no more keys, and waits until no load is under way or the timeout is over.
	 */
	void close() {
		try {
			// By then all callers have given up, and with them all that is unsent
			this.queue.close(this.timeout.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	int waitingKeys() {
		return this.queue.waiting();
	}

	int busyConnections() {
		return this.queue.busy();
	}

}
