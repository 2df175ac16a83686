package dev.dataapi.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.dataapi.cache.ReadException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one cache that are waiting for a connection or in flight, one per key.
 * <p>
 * A caller is admitted with all its keys or refused. It shares the load of a key that has
 * one; if it wants the key reloaded, only one that is yet to be sent. A key that nobody
 * waits for any more is not sent: keys wait only while there is no connection, and then a
 * statement for nobody delays somebody.
 * <p>
 * There are two lanes, each first come, first served: keys of callers that miss one key
 * and keys of callers that miss more. A batch takes half of its keys from the first lane
 * if it can, so that callers with long lists do not hold up the others.
 * <p>
 * Guarded by the monitor of the {@link Bulkhead}, which several queues share.
 */
final class LoadQueue<K> {

	private final Bulkhead bulkhead;

	private final CachePolicy policy;

	private final Runnable threadStart;

	/** The load of each key; a reload that waits for it is its {@code next}. */
	private final Map<K, Load<K>> loads = new HashMap<>();

	/** Loads that can be sent, of callers that miss one key. */
	private final SequencedSet<Load<K>> singles = new LinkedHashSet<>();

	/** Loads that can be sent, of callers that miss more. */
	private final SequencedSet<Load<K>> others = new LinkedHashSet<>();

	/** How many can be sent or wait for an earlier load of their key. */
	private int waiting;

	/** Connections on which a batch is loaded. */
	private int busy;

	/** Threads that are about to take a batch. */
	private int starting;

	private boolean closed;

	/**
	 * Creates a queue.
	 * @param bulkhead shares the connections
	 * @param policy the bounds
	 * @param threadStart starts a thread that calls {@link #takeBatch()}
	 */
	LoadQueue(Bulkhead bulkhead, CachePolicy policy, Runnable threadStart) {
		this.bulkhead = bulkhead;
		this.policy = policy;
		this.threadStart = threadStart;
		bulkhead.add(this);
	}

	/**
	 * Admits a caller.
	 * @param keys the distinct keys that it misses
	 * @param reload whether only a load that is sent from now on will do
	 * @param cached finds the entry of a key whose load has ended since it was missed
	 * @return the load of each key
	 * @throws ReadException if the queue is closed or full
	 */
	Map<K, Load<K>> admit(Collection<K> keys, boolean reload, Function<K, @Nullable Entry> cached) {
		Map<K, Load<K>> admitted = LinkedHashMap.newLinkedHashMap(keys.size());
		List<Load<K>> added = new ArrayList<>();
		synchronized (this.bulkhead) {
			if (this.closed) {
				throw new ReadException(Reason.CLOSED, "The service is stopping", null);
			}
			for (K key : keys) {
				Load<K> load = shared(key, reload);
				Entry entry = (load == null && !reload) ? cached.apply(key) : null;
				if (entry != null) {
					load = Load.ended(key, entry);
				}
				else if (load == null) {
					load = new Load<>(key);
					load.reload = reload;
					added.add(load);
				}
				admitted.put(key, load);
			}
			if (!added.isEmpty() && this.waiting + added.size() > room()) {
				throw new ReadException(Reason.OVERLOADED,
						"More than " + this.policy.maxWaiting() + " keys would wait to be loaded", null);
			}
			added.forEach(this::add);
			admitted.values().forEach((load) -> await(load, keys.size() == 1));
		}
		return admitted;
	}

	private @Nullable Load<K> shared(K key, boolean reload) {
		Load<K> load = this.loads.get(key);
		Load<K> shared = (load != null && load.sent && (reload || load.outdated)) ? load.next : load;
		if (shared != null && reload) {
			shared.reload = true;
		}
		return shared;
	}

	/** What free connections can take at once does not wait. */
	private long room() {
		return this.policy.maxWaiting() + (long) this.bulkhead.available(this) * this.policy.maxBatch();
	}

	private void add(Load<K> load) {
		this.waiting++;
		Load<K> running = this.loads.putIfAbsent(load.key, load);
		if (running != null) {
			running.next = load;
		}
		else {
			this.others.add(load);
		}
	}

	private void await(Load<K> load, boolean single) {
		load.waiters++;
		load.single |= single;
		if (load.single && this.others.remove(load)) {
			this.singles.add(load);
		}
	}

	/** Forgets a caller, and the unsent loads that nobody else waits for. */
	void giveUp(Collection<Load<K>> admitted) {
		synchronized (this.bulkhead) {
			for (Load<K> load : admitted) {
				load.waiters--;
				if (load.waiters == 0 && !load.sent) {
					drop(load);
				}
			}
			this.bulkhead.notifyAll();
		}
	}

	private void drop(Load<K> load) {
		this.waiting--;
		if (this.singles.remove(load) || this.others.remove(load)) {
			end(load);
		}
		else {
			this.loads.computeIfPresent(load.key, (key, running) -> {
				running.next = null;
				return running;
			});
		}
	}

	/** Tells whether loads can be sent for which no thread is about to come. */
	boolean wantsConnection() {
		return this.singles.size() + this.others.size() > (long) this.starting * this.policy.maxBatch();
	}

	/** Tells whether a connection is in use or promised to a thread that is starting. */
	boolean holdsConnection() {
		return this.busy + this.starting > 0;
	}

	/** Takes note of a connection's promise; the bulkhead calls it. */
	void promised() {
		this.starting++;
	}

	/** Starts the thread that a connection was promised to. */
	void startThread() {
		this.threadStart.run();
	}

	/** Takes the promised connection and a batch; neither if others took the loads. */
	List<Load<K>> takeBatch() {
		List<Load<K>> batch = new ArrayList<>();
		synchronized (this.bulkhead) {
			this.starting--;
			take(this.singles, (this.policy.maxBatch() + 1) / 2, batch);
			take(this.others, this.policy.maxBatch(), batch);
			take(this.singles, this.policy.maxBatch(), batch);
			this.bulkhead.started(!batch.isEmpty());
			this.busy += batch.isEmpty() ? 0 : 1;
		}
		return batch;
	}

	private void take(SequencedSet<Load<K>> lane, int most, List<Load<K>> batch) {
		while (batch.size() < most && !lane.isEmpty()) {
			Load<K> load = lane.removeFirst();
			load.sent = true;
			this.waiting--;
			batch.add(load);
		}
	}

	/** Releases the connection of a batch, and lets go the reloads that waited for it. */
	void release(List<Load<K>> batch) {
		synchronized (this.bulkhead) {
			this.busy--;
			this.bulkhead.released();
			batch.forEach(this::end);
			this.bulkhead.notifyAll();
		}
	}

	private SequencedSet<Load<K>> lane(Load<K> load) {
		return load.single ? this.singles : this.others;
	}

	private void end(Load<K> load) {
		Load<K> next = load.next;
		if (next != null) {
			this.loads.put(load.key, next);
			lane(next).add(next);
		}
		else {
			this.loads.remove(load.key);
		}
	}

	/**
	 * Releases the connection of a load that another instance has begun. It counts as
	 * waiting, so that their number is bounded.
	 */
	void park(Load<K> load) {
		synchronized (this.bulkhead) {
			this.busy--;
			this.bulkhead.released();
			this.waiting++;
		}
	}

	/** Ends a parked load. */
	void endParked(Load<K> load) {
		synchronized (this.bulkhead) {
			this.waiting--;
			end(load);
			this.bulkhead.notifyAll();
		}
	}

	/** Lets a parked load be sent, if anybody waits for it yet. */
	void unpark(Load<K> load) {
		synchronized (this.bulkhead) {
			load.sent = false;
			load.unshared = true;
			lane(load).add(load);
			if (load.waiters == 0) {
				drop(load);
				this.bulkhead.notifyAll();
			}
		}
	}

	/** Lets callers share no load of some keys that has been sent before now. */
	void outdate(Predicate<K> keys) {
		synchronized (this.bulkhead) {
			this.loads.values()
				.stream()
				.filter((load) -> load.sent && keys.test(load.key))
				.forEach((load) -> load.outdated = true);
		}
	}

	/** Refuses callers from now on, and waits until nothing is waiting or in flight. */
	void close(long end) throws InterruptedException {
		synchronized (this.bulkhead) {
			this.closed = true;
			for (long left = end - System.nanoTime(); this.waiting + this.busy > 0
					&& left > 0; left = end - System.nanoTime()) {
				TimeUnit.NANOSECONDS.timedWait(this.bulkhead, left);
			}
		}
	}

	int waiting() {
		synchronized (this.bulkhead) {
			return this.waiting;
		}
	}

	int busy() {
		synchronized (this.bulkhead) {
			return this.busy;
		}
	}

	/**
	 * A key's load. How it ended is written before the latch opens, and read only by
	 * those who waited for that.
	 */
	static final class Load<K> {

		private final K key;

		private final CountDownLatch latch = new CountDownLatch(1);

		private boolean sent;

		/** Whether what is cached will not do, in the shared level either. */
		private boolean reload;

		/** Whether it has waited for another instance long enough. */
		private boolean unshared;

		/** Whether the data have changed since it was sent. */
		private boolean outdated;

		/** How many callers wait for it. */
		private int waiters;

		/** Whether a caller waits for it alone. */
		private boolean single;

		/** The reload that follows. */
		private @Nullable Load<K> next;

		private @Nullable Entry entry;

		private @Nullable Throwable failure;

		private Shared shared = Shared.UNASKED;

		private long sentAt;

		private long endedAt;

		private Load(K key) {
			this.key = key;
		}

		private static <K> Load<K> ended(K key, Entry entry) {
			Load<K> load = new Load<>(key);
			load.sent = true;
			load.succeed(entry, Shared.UNASKED, entry.sentAt(), entry.sentAt());
			return load;
		}

		void succeed(Entry entry, Shared shared, long sentAt, long endedAt) {
			this.entry = entry;
			this.shared = shared;
			this.sentAt = sentAt;
			this.endedAt = endedAt;
			this.latch.countDown();
		}

		void fail(Throwable failure, long sentAt, long endedAt) {
			this.failure = failure;
			this.sentAt = sentAt;
			this.endedAt = endedAt;
			this.latch.countDown();
		}

		/** Waits for the end; tells whether it came in time. */
		boolean await(long end) throws InterruptedException {
			return this.latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
		}

		K key() {
			return this.key;
		}

		/** The entry, {@code null} if the load failed. */
		@Nullable Entry entry() {
			return this.entry;
		}

		/** What went wrong, {@code null} if nothing did. */
		@Nullable Throwable failure() {
			return this.failure;
		}

		/** What the shared level had. */
		Shared shared() {
			return this.shared;
		}

		boolean reload() {
			return this.reload;
		}

		boolean unshared() {
			return this.unshared;
		}

		long sentAt() {
			return this.sentAt;
		}

		long endedAt() {
			return this.endedAt;
		}

	}

	/** What the shared level had for a load. */
	enum Shared {

		/** It was not asked: there is none, or it fails. */
		UNASKED,

		/** A fresh entry. */
		HIT,

		/** None that is fresh, or it was not to be looked for. */
		MISS

	}

}
