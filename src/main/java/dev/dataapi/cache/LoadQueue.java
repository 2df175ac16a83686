package dev.dataapi.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;

import dev.dataapi.cache.Load.State;
import dev.dataapi.cache.ReadException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one cache that are waiting for a connection or in flight, one per key.
 * <p>
 * A caller is admitted with all its keys or refused. It shares the load of a key that has
 * one, unless it needs a later one: its load then waits for the one in flight. A load
 * that nobody waits for any more is not sent: it would delay others.
 * <p>
 * There are two lanes, each first come, first served: keys of callers that miss one key
 * and keys of callers that miss more. A batch takes half of its keys from the first lane
 * if it can, so that callers with long lists do not hold up the others.
 * <p>
 * Guarded by the monitor of the {@link ConnectionShares}, which several queues share.
 */
final class LoadQueue<K> extends ConnectionShares.Member {

	private final ConnectionShares shares;

	private final CachePolicy policy;

	private final Runnable threadStart;

	/** The first load of each key; one that waits for it is its {@code next}. */
	private final Map<K, Load<K>> loads = new HashMap<>();

	/** Queued loads of callers that miss one key. */
	private final SequencedSet<Load<K>> singles = new LinkedHashSet<>();

	/** Queued loads of callers that miss more. */
	private final SequencedSet<Load<K>> others = new LinkedHashSet<>();

	/** How many loads have not been sent. */
	private int waiting;

	private boolean closed;

	/** Whether it shares the connections only while it has loads. */
	private boolean retired;

	/** Creates a queue that has threads started which call {@link #takeBatch}. */
	LoadQueue(ConnectionShares shares, CachePolicy policy, Runnable threadStart) {
		this.shares = shares;
		this.policy = policy;
		this.threadStart = threadStart;
		shares.add(this);
	}

	/**
	 * Admits a caller. Those of its loads that are shared with nobody are not sent before
	 * {@link #enqueue} is called with them.
	 * @param wanted a new load for each key
	 * @return for each key this load, or the one that is shared instead
	 * @throws ReadException if the queue is closed or full
	 */
	Map<K, Load<K>> admit(List<Load<K>> wanted) {
		Map<K, Load<K>> admitted = LinkedHashMap.newLinkedHashMap(wanted.size());
		synchronized (this.shares) {
			if (this.closed) {
				throw new ReadException(Reason.CLOSED, "The service is stopping", null);
			}
			if (this.retired) {
				this.shares.add(this);
			}
			int added = 0;
			for (Load<K> load : wanted) {
				Load<K> shared = shared(load);
				added += (shared == null) ? 1 : 0;
				admitted.put(load.key(), (shared != null) ? shared : load);
			}
			if (added > 0 && this.waiting + added > room()) {
				throw new ReadException(Reason.OVERLOADED,
						"More than " + this.policy.maxWaiting() + " keys would wait to be loaded", null);
			}
			for (Load<K> load : wanted) {
				await(admitted.getOrDefault(load.key(), load), load, wanted.size() == 1);
			}
			leaveIfIdle();
		}
		return admitted;
	}

	private @Nullable Load<K> shared(Load<K> wanted) {
		Load<K> load = this.loads.get(wanted.key());
		return (load != null && load.state == State.SENT && wanted.needsLaterThan(load)) ? load.next : load;
	}

	/** What free connections can take at once does not wait. */
	private long room() {
		return this.policy.maxWaiting() + (long) this.shares.available(this) * this.policy.maxBatch();
	}

	private void await(Load<K> load, Load<K> wanted, boolean single) {
		if (load == wanted) {
			this.waiting++;
			Load<K> running = this.loads.putIfAbsent(load.key(), load);
			if (running != null) {
				running.next = load;
			}
		}
		if (load.state != State.SENT) {
			load.join(wanted);
		}
		load.waiters++;
		load.single |= single;
		if (load.single && this.others.remove(load)) {
			this.singles.add(load);
		}
	}

	/**
	 * Lets a caller's own loads be sent, except those that need not be any more.
	 * @param admitted the loads that nobody shared when they were admitted
	 * @param cached what has been cached meanwhile
	 * @return the loads that this ends
	 */
	List<Load<K>> enqueue(List<Load<K>> admitted, Map<K, Entry> cached) {
		List<Load<K>> ended = new ArrayList<>();
		synchronized (this.shares) {
			for (Load<K> load : admitted) {
				Entry entry = cached.get(load.key());
				if (entry != null && load.accepts(entry)) {
					drop(load);
					ended.add(load);
				}
				else {
					load.state = State.HELD_BACK;
					queueFirst(load.key());
				}
			}
			leaveIfIdle();
			this.shares.notifyAll();
		}
		return ended;
	}

	/** Leaves the connections to others from now on, except while it has loads. */
	void retire() {
		synchronized (this.shares) {
			this.retired = true;
			leaveIfIdle();
		}
	}

	private void leaveIfIdle() {
		if (this.retired && this.waiting == 0 && !holdsConnection()) {
			this.shares.remove(this);
		}
	}

	private void queueFirst(K key) {
		Load<K> first = this.loads.get(key);
		if (first != null && first.state == State.HELD_BACK) {
			first.state = State.QUEUED;
			(first.single ? this.singles : this.others).add(first);
		}
	}

	/** Forgets a caller, and the unsent loads that nobody else waits for. */
	void giveUp(Collection<Load<K>> admitted) {
		synchronized (this.shares) {
			for (Load<K> load : admitted) {
				load.waiters--;
				if (load.waiters == 0 && load.state != State.SENT && load.state != State.ENDED) {
					drop(load);
				}
			}
			leaveIfIdle();
			this.shares.notifyAll();
		}
	}

	/** Ends a load that has not been sent. */
	private void drop(Load<K> load) {
		this.waiting--;
		this.singles.remove(load);
		this.others.remove(load);
		Load<K> first = this.loads.get(load.key());
		if (first != null && first != load) {
			first.next = null;
			load.state = State.ENDED;
		}
		else {
			end(load);
		}
	}

	private void end(Load<K> load) {
		load.state = State.ENDED;
		if (load.next != null) {
			this.loads.put(load.key(), load.next);
			queueFirst(load.key());
		}
		else {
			this.loads.remove(load.key());
		}
	}

	@Override
	boolean wantsConnection() {
		return this.singles.size() + this.others.size() > (long) this.starting * this.policy.maxBatch();
	}

	@Override
	void startThread() {
		this.threadStart.run();
	}

	/** Takes the promised connection and a batch; neither if others took the loads. */
	List<Load<K>> takeBatch(long now) {
		List<Load<K>> batch = new ArrayList<>();
		synchronized (this.shares) {
			take(this.singles, (this.policy.maxBatch() + 1) / 2, batch);
			take(this.others, this.policy.maxBatch(), batch);
			take(this.singles, this.policy.maxBatch(), batch);
			for (Load<K> load : batch) {
				load.state = State.SENT;
				load.sentAt = now;
			}
			this.waiting -= batch.size();
			this.shares.started(this, !batch.isEmpty());
			leaveIfIdle();
		}
		return batch;
	}

	private static <K> void take(SequencedSet<Load<K>> lane, int most, List<Load<K>> batch) {
		while (batch.size() < most && !lane.isEmpty()) {
			batch.add(lane.removeFirst());
		}
	}

	/** Releases the connection of a batch, and queues the loads that waited for it. */
	void release(List<Load<K>> batch) {
		synchronized (this.shares) {
			this.shares.released(this);
			batch.forEach(this::end);
			leaveIfIdle();
			this.shares.notifyAll();
		}
	}

	/** Refuses callers from now on, and waits until nothing is waiting or in flight. */
	void close(long end) throws InterruptedException {
		synchronized (this.shares) {
			this.closed = true;
			for (long left = end - System.nanoTime(); this.waiting + this.busy > 0
					&& left > 0; left = end - System.nanoTime()) {
				TimeUnit.NANOSECONDS.timedWait(this.shares, left);
			}
		}
	}

	int waiting() {
		synchronized (this.shares) {
			return this.waiting;
		}
	}

	int busy() {
		synchronized (this.shares) {
			return this.busy;
		}
	}

}
