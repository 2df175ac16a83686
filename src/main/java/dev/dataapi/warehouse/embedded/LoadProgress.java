package dev.dataapi.warehouse.embedded;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts the orders that were generated, tells about once a second how far the load is,
 * and is where a load that nobody waits for any more ends.
 */
class LoadProgress {

	/** From scale factor 1 on a load is long enough to want news of it. */
	private static final long QUIET_BELOW = 1_500_000;

	private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private final long total;

	private final LongSupplier nanoTime;

	private final Consumer<String> lines;

	private volatile long started;

	private final AtomicLong done = new AtomicLong();

	private final AtomicLong lastLine = new AtomicLong();

	private volatile boolean cancelled;

	/**
	 * Creates the count, at no rows.
	 * @param total rows of the whole load
	 * @param nanoTime clock in nanoseconds
	 * @param lines takes each line of news
	 */
	LoadProgress(long total, LongSupplier nanoTime, Consumer<String> lines) {
		this.total = total;
		this.nanoTime = nanoTime;
		this.lines = lines;
	}

	/** Starts the clock, with the first row about to be generated. */
	void start() {
		this.started = this.nanoTime.getAsLong();
		this.lastLine.set(this.started);
	}

	/** Makes the next {@link #add} end the load. */
	void cancel() {
		this.cancelled = true;
	}

	void add(long rows) {
		if (this.cancelled) {
			throw new CancellationException("the load was cancelled");
		}
		long rowsDone = this.done.addAndGet(rows);
		if (this.total < QUIET_BELOW) {
			return;
		}
		long now = this.nanoTime.getAsLong();
		long last = this.lastLine.get();
		if (now - last >= INTERVAL && this.lastLine.compareAndSet(last, now)) {
			this.lines.accept(line(rowsDone, now - this.started));
		}
	}

	private String line(long rowsDone, long nanos) {
		double rowsPerSecond = rowsDone * 1e9 / nanos;
		return String.format(Locale.ROOT, "Loading orders: %d %% (%,d of %,d), %,.0f rows/s, %.0f s left",
				100 * rowsDone / this.total, rowsDone, this.total, rowsPerSecond,
				(this.total - rowsDone) / rowsPerSecond);
	}

}
