package dev.dataapi.warehouse.embedded;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts the orders generated so far, reports progress once a second, and stops a load
 * that was cancelled.
 */
class LoadProgress {

	/** Below scale factor 1 a load is too short to report on. */
	private static final long QUIET_BELOW = 1_500_000;

	private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private final long total;

	private final LongSupplier nanoTime;

	private final Consumer<String> log;

	private volatile long started;

	private final AtomicLong done = new AtomicLong();

	private final AtomicLong lastReport = new AtomicLong();

	private volatile boolean cancelled;

	/**
	 * Counts up to a total of rows, with a clock in nanoseconds; logs one line at a time.
	 */
	LoadProgress(long total, LongSupplier nanoTime, Consumer<String> log) {
		this.total = total;
		this.nanoTime = nanoTime;
		this.log = log;
	}

	/** Starts the clock, just before the first row is generated. */
	void start() {
		this.started = this.nanoTime.getAsLong();
		this.lastReport.set(this.started);
	}

	/** Makes the next {@link #add} end the load. */
	void cancel() {
		this.cancelled = true;
	}

	/** Ends the load if it was cancelled. */
	void requireNotCancelled() {
		if (this.cancelled) {
			throw new CancellationException("the load was cancelled");
		}
	}

	/** Counts rows that were just generated. */
	void add(long rows) {
		requireNotCancelled();
		long rowsDone = this.done.addAndGet(rows);
		if (this.total < QUIET_BELOW) {
			return;
		}
		long now = this.nanoTime.getAsLong();
		long last = this.lastReport.get();
		if (now - last >= INTERVAL && this.lastReport.compareAndSet(last, now)) {
			this.log.accept(line(rowsDone, now - this.started));
		}
	}

	private String line(long rowsDone, long nanos) {
		double rowsPerSecond = rowsDone * 1e9 / nanos;
		return String.format(Locale.ROOT, "Loading orders: %d %% (%,d of %,d), %,.0f rows/s, %.0f s left",
				100 * rowsDone / this.total, rowsDone, this.total, rowsPerSecond,
				(this.total - rowsDone) / rowsPerSecond);
	}

}
