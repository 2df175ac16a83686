package dev.dataapi.warehouse;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Until when the reader of a result waits that is read while it comes: for the connection
 * and the first rows together, and then, each time that rows were taken, for more.
 * Thread-safe.
 */
public final class RenewedDeadline {

	private final Duration time;

	private volatile long end;

	private volatile boolean renewed;

	private volatile boolean abandoned;

	private @Nullable Runnable ending;

	/** Begins now. */
	public RenewedDeadline(Duration time) {
		this.time = time;
		this.end = System.nanoTime() + time.toNanos();
	}

	public Duration time() {
		return this.time;
	}

	/** Begins anew, since rows have been taken. */
	public void renew() {
		extend(Duration.ZERO);
		this.renewed = true;
	}

	/** Begins after a while, in which the warehouse need not do anything. */
	public void extend(Duration wait) {
		this.end = System.nanoTime() + wait.plus(this.time).toNanos();
	}

	/** Whether rows have been taken, so that the read must not be repeated. */
	public boolean isRenewed() {
		return this.renewed;
	}

	/** In nanoseconds; none if it is over. */
	public long left() {
		return this.abandoned ? 0 : Math.max(0, this.end - System.nanoTime());
	}

	/** Ends the read if its time is up. */
	public void check() {
		if (left() == 0) {
			end();
		}
	}

	/** Ends the read, since nobody wants its rows any more. */
	public void abandon() {
		this.abandoned = true;
		end();
	}

	/** Whether nobody wants its rows any more. */
	public boolean isAbandoned() {
		return this.abandoned;
	}

	private void end() {
		Runnable ending;
		synchronized (this) {
			ending = this.ending;
			this.ending = null;
		}
		if (ending != null) {
			ending.run();
		}
	}

	/**
	 * Says how the read is ended, or nothing once it has ended. It may be over by then.
	 * @param ending what ends it, called once at most
	 */
	public synchronized void onEnd(@Nullable Runnable ending) {
		this.ending = ending;
	}

}
