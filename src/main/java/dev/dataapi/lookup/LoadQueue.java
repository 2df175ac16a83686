package dev.dataapi.lookup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The keys on their way and the connections: who is admitted, and what is sent when.
 * Which load a caller shares is up to {@link SharedLoads}, whose turn it is to
 * {@link Turns}.
 * <p>
 * A caller is admitted with all its keys or with none. A key whose callers have all given
 * up before it was sent is dropped: keys wait only while every connection is busy, and
 * then a round trip that nobody waits for is at the expense of one that somebody does.
 * <p>
 * Thread-safe as a monitor: all its state is read and written with its own lock held,
 * which is held for a few map operations for each key and no longer.
 */
final class LoadQueue<K> {

	private final int connections;

	private final int maxBatch;

	private final int maxWaiting;

	private final SharedLoads<K> loads = new SharedLoads<>();

	private final Turns<K> turns = new Turns<>();

	private int waiting;

	private int busy;

	/** Threads that are about to take a batch, and a connection with it. */
	private int starting;

	private boolean closed;

	LoadQueue(int connections, int maxBatch, int maxWaiting) {
		this.connections = connections;
		this.maxBatch = maxBatch;
		this.maxWaiting = maxWaiting;
	}

	/**
	 * Admits a caller.
	 * @param keys the distinct keys it misses
	 * @param reload whether only a load that is sent from now on will do
	 * @param remembered finds a key whose load has ended since the caller missed it
	 * @return the caller, with a load for each key
	 */
	synchronized Caller<K> admit(Collection<K> keys, boolean reload, Function<K, @Nullable Finding> remembered) {
		if (this.closed) {
			throw new LookupClosedException();
		}
		Caller<K> caller = new Caller<>();
		List<Load<K>> added = new ArrayList<>();
		for (K key : keys) {
			Load<K> load = this.loads.find(key, reload);
			Finding finding = (load == null && !reload) ? remembered.apply(key) : null;
			if (finding != null) {
				load = Load.ended(key, finding);
			}
			else if (load == null) {
				load = new Load<>(key);
				added.add(load);
			}
			caller.loads.put(key, load);
		}
		// What free connections take at once doesn't wait
		long room = (long) this.maxWaiting + (this.connections - this.busy) * this.maxBatch;
		if (!added.isEmpty() && this.waiting + added.size() > room) {
			throw new LookupOverloadedException("More than " + this.maxWaiting + " keys would wait to be loaded");
		}
		added.forEach(this::add);
		caller.loads().stream().filter((load) -> !load.sent).forEach((load) -> want(caller, load));
		return caller;
	}

	private void add(Load<K> load) {
		this.waiting++;
		this.loads.add(load);
	}

	private void want(Caller<K> caller, Load<K> load) {
		load.callers.add(caller);
		if (this.loads.isCurrent(load)) {
			this.turns.add(caller, load);
		}
	}

	/**
	 * Tells whether a thread is to be started for a batch, which it takes once it runs: a
	 * connection is free, and loads wait for which no thread is about to come.
	 */
	synchronized boolean startsBatch() {
		boolean starts = this.busy + this.starting < this.connections && !this.turns.isEmpty()
				&& this.waiting > this.starting * this.maxBatch;
		if (starts) {
			this.starting++;
		}
		return starts;
	}

	/**
	 * Takes a connection and the loads to send on it, for which the thread was started;
	 * neither if others took the loads.
	 */
	synchronized List<Load<K>> startedBatch() {
		this.starting--;
		List<Load<K>> batch = new ArrayList<>();
		if (this.turns.isEmpty()) {
			return batch;
		}
		this.busy++;
		while (batch.size() < this.maxBatch && !this.turns.isEmpty()) {
			Load<K> load = this.turns.take();
			load.sent = true;
			load.callers.clear();
			this.waiting--;
			batch.add(load);
		}
		return batch;
	}

	/** Gives the connection of a batch back, and lets go what had to wait for its end. */
	synchronized void end(List<Load<K>> batch) {
		this.busy--;
		for (Load<K> load : batch) {
			Load<K> next = this.loads.end(load);
			if (next != null) {
				next.callers.forEach((caller) -> this.turns.add(caller, next));
			}
		}
		notifyIfIdle();
	}

	/** Forgets a caller, and the unsent loads that it alone waited for. */
	synchronized void giveUp(Caller<K> caller) {
		for (Load<K> load : caller.loads()) {
			if (load.callers.remove(caller)) {
				this.turns.remove(caller, load);
				if (load.callers.isEmpty()) {
					this.waiting--;
					this.loads.drop(load);
				}
			}
		}
		notifyIfIdle();
	}

	/** Admits nobody from now on, and waits until nothing is unsent or under way. */
	synchronized void close(long timeoutNanos) throws InterruptedException {
		this.closed = true;
		long deadline = System.nanoTime() + timeoutNanos;
		for (long left = timeoutNanos; !isIdle() && left > 0; left = deadline - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
	}

	private void notifyIfIdle() {
		if (isIdle()) {
			notifyAll();
		}
	}

	private boolean isIdle() {
		return this.waiting == 0 && this.busy == 0;
	}

	synchronized int waiting() {
		return this.waiting;
	}

	synchronized int busy() {
		return this.busy;
	}

}
