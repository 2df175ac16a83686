package dev.dataapi.cache;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.dataapi.cache.ReadException.Reason;

/**
 * Gives connections that caches share to reads that are not cached, which take turns with
 * them as if they were the loads of one more cache. Thread-safe.
 */
public final class ConnectionTurns extends ConnectionShares.Member {

	private final ConnectionShares shares;

	/** First come, first served; guarded by the shares' monitor, as all that follows. */
	private final Deque<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();

	ConnectionTurns(ConnectionShares shares) {
		this.shares = shares;
	}

	/**
	 * Waits for a turn.
	 * @param end until when, in terms of {@link System#nanoTime()}
	 * @return gives the connection back when it is closed, once
	 * @throws ReadException if no connection was free by then
	 */
	public Turn take(long end) {
		CompletableFuture<Boolean> turn = new CompletableFuture<>();
		synchronized (this.shares) {
			this.waiting.add(turn);
			this.shares.add(this);
		}
		this.shares.dispatch();
		try {
			turn.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
			return this::release;
		}
		catch (TimeoutException ex) {
			leave(turn);
			throw new ReadException(Reason.TIMEOUT, "No connection was free within the deadline", null);
		}
		catch (InterruptedException ex) {
			leave(turn);
			Thread.currentThread().interrupt();
			throw new ReadException(Reason.INTERRUPTED, "Interrupted while waiting for a connection", null);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A turn never fails", ex);
		}
	}

	/** The turn may have come at this very moment. */
	private void leave(CompletableFuture<Boolean> turn) {
		boolean waited;
		synchronized (this.shares) {
			waited = this.waiting.remove(turn);
			leaveIfIdle();
		}
		if (!waited) {
			release();
		}
	}

	private void release() {
		synchronized (this.shares) {
			this.shares.released(this);
			leaveIfIdle();
		}
		this.shares.dispatch();
	}

	/** So that caches keep no connection free for it. */
	private void leaveIfIdle() {
		if (this.waiting.isEmpty() && !holdsConnection()) {
			this.shares.remove(this);
		}
	}

	@Override
	boolean wantsConnection() {
		return this.waiting.size() > this.starting;
	}

	@Override
	void startThread() {
		CompletableFuture<Boolean> turn;
		synchronized (this.shares) {
			turn = this.waiting.poll();
			this.shares.started(this, turn != null);
			leaveIfIdle();
		}
		if (turn != null) {
			turn.complete(true);
		}
	}

	/**
	 * A connection that is in use until this is closed.
	 */
	@FunctionalInterface
	public interface Turn extends AutoCloseable {

		@Override
		void close();

	}

}
