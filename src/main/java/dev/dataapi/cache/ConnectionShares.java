package dev.dataapi.cache;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Shares the connections of one pool among the queues of several caches, so that a busy
 * cache does not starve another.
 * <p>
 * Queues take turns, round robin, those without a connection first. A queue that holds a
 * connection never takes the last free one, unless it is the only queue. So a queue that
 * holds none waits for the shortest running statement at most, however many keys wait in
 * the others.
 * <p>
 * Its monitor guards its own state and that of the queues. It is held for a few
 * operations on maps: never while a cache is read, a source loads or a caller is woken.
 */
final class ConnectionShares {

	private final int connections;

	private final List<Member> queues = new ArrayList<>();

	private int busy;

	/** Connections promised to threads that are starting. */
	private int promised;

	private int turn;

	ConnectionShares(int connections) {
		this.connections = connections;
	}

	/** Lets a queue share, if it does not yet. */
	synchronized void add(Member queue) {
		if (!this.queues.contains(queue)) {
			this.queues.add(queue);
		}
	}

	/** Leaves out a queue, which may come back. */
	synchronized void remove(Member queue) {
		this.queues.remove(queue);
	}

	/** Starts a thread for each batch that can be sent now. */
	void dispatch() {
		for (Member queue = promise(); queue != null; queue = promise()) {
			queue.startThread();
		}
	}

	private synchronized @Nullable Member promise() {
		int free = this.connections - this.busy - this.promised;
		Member queue = (free > 0) ? next(false) : null;
		if (queue == null && leavesOne(free)) {
			queue = next(true);
		}
		if (queue != null) {
			queue.starting++;
			this.promised++;
		}
		return queue;
	}

	private @Nullable Member next(boolean holdingOne) {
		for (int i = 0; i < this.queues.size(); i++) {
			int index = (this.turn + i) % this.queues.size();
			Member queue = this.queues.get(index);
			if (queue.wantsConnection() && queue.holdsConnection() == holdingOne) {
				this.turn = index + 1;
				return queue;
			}
		}
		return null;
	}

	private boolean leavesOne(int free) {
		return free > ((this.queues.size() > 1) ? 1 : 0);
	}

	/** Tells how many connections a queue could take now if no other wanted one. */
	synchronized int available(Member queue) {
		int free = this.connections - this.busy;
		if (free == 1 && !queue.holdsConnection()) {
			return 1;
		}
		return leavesOne(free) ? free - ((this.queues.size() > 1) ? 1 : 0) : 0;
	}

	/** Makes a promised connection a busy one, or a free one if it is not needed. */
	synchronized void started(Member queue, boolean needed) {
		queue.starting--;
		this.promised--;
		queue.busy += needed ? 1 : 0;
		this.busy += needed ? 1 : 0;
	}

	synchronized void released(Member queue) {
		queue.busy--;
		this.busy--;
	}

	/** One of those that share; guarded by the monitor, except to start a thread. */
	abstract static class Member {

		/** Connections in use. */
		int busy;

		/** Threads that are starting, to each of which a connection is promised. */
		int starting;

		boolean holdsConnection() {
			return this.busy + this.starting > 0;
		}

		/** Tells whether loads wait for which no thread is about to come. */
		abstract boolean wantsConnection();

		/** Starts the thread that a connection is promised to. */
		abstract void startThread();

	}

}
