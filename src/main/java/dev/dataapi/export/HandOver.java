package dev.dataapi.export;

import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.dataapi.warehouse.RenewedDeadline;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from the thread that reads rows to the one that writes the answer,
 * in parts of which a few wait.
 */
public final class HandOver extends OutputStream {

	/** In bytes, a part that is full. */
	static final int PART = 64 * 1024;

	private static final int WAITING_PARTS = 2;

	/** Those that wait, the one that is filled and the one that is written. */
	static final long BYTES = (WAITING_PARTS + 2L) * PART;

	/** How long a part that is not full waits for more rows. */
	private static final Duration FLUSH = Duration.ofMillis(250);

	private static final byte[] END = {};

	private final BlockingQueue<byte[]> parts = new ArrayBlockingQueue<>(WAITING_PARTS);

	private final RenewedDeadline deadline;

	private final ExportProperties properties;

	private byte[] filling = new byte[PART];

	private int filled;

	private long bytes;

	private long ends;

	private long rows;

	private volatile boolean wanted;

	private volatile boolean ended;

	HandOver(RenewedDeadline deadline, ExportProperties properties) {
		this.deadline = deadline;
		this.properties = properties;
	}

	@Override
	public void write(int each) throws InterruptedIOException {
		write(new byte[] { (byte) each }, 0, 1);
	}

	@Override
	public void write(byte[] from, int offset, int length) throws InterruptedIOException {
		int start = offset;
		int left = length;
		while (left > 0) {
			int copied = Math.min(left, PART - this.filled);
			System.arraycopy(from, start, this.filling, this.filled, copied);
			this.filled += copied;
			start += copied;
			left -= copied;
			if (this.filled == PART) {
				handOver();
			}
		}
	}

	/**
	 * Counts a row that has been written.
	 * @return whether to {@link #flush}, since the other thread waits for what there is
	 */
	public boolean rowEnded() {
		this.rows++;
		return this.wanted;
	}

	/** How many rows have been written, for the thread that writes them. */
	public long rows() {
		return this.rows;
	}

	/** Hands over what has been written so far, if the other thread waits for it. */
	@Override
	public void flush() throws InterruptedIOException {
		if (this.wanted && this.filled > 0) {
			handOver();
		}
	}

	/** Hands over the rest. */
	@Override
	public void close() throws InterruptedIOException {
		if (this.filled > 0) {
			handOver();
		}
	}

	private void handOver() throws InterruptedIOException {
		long now = System.nanoTime();
		this.ends = (this.bytes == 0) ? now + this.properties.maxDuration().toNanos() : this.ends;
		if (now > this.ends) {
			throw new ExportEndedException(ExportOutcome.TOO_LONG,
					"It took longer than " + this.properties.maxDuration());
		}
		this.wanted = false;
		this.deadline.extend(this.properties.writeDeadline());
		try {
			if (!this.parts.offer(Arrays.copyOf(this.filling, this.filled), this.properties.writeDeadline().toNanos(),
					TimeUnit.NANOSECONDS)) {
				throw new ExportEndedException(ExportOutcome.SLOW_CALLER,
						"The caller did not read %,d bytes within %s".formatted(PART, this.properties.writeDeadline()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while the caller reads");
		}
		if (this.deadline.isAbandoned()) {
			throw new ExportEndedException(ExportOutcome.CALLER_GONE, "The caller disconnected");
		}
		this.deadline.renew();
		this.bytes += this.filled;
		this.filled = 0;
	}

	/** Says that nothing more comes. */
	void end() {
		this.ended = true;
		// Wakes the other thread; if there is no room, it does not wait
		this.parts.offer(END);
	}

	/**
	 * Takes the next part, on the other thread.
	 * @return the part, or nothing after the last
	 */
	byte @Nullable [] take() throws InterruptedException {
		for (;;) {
			byte[] part = this.parts.poll(FLUSH.toNanos(), TimeUnit.NANOSECONDS);
			if (part != null && part.length > 0) {
				return part;
			}
			if (part != null || (this.ended && this.parts.isEmpty())) {
				return null;
			}
			this.wanted = true;
			this.deadline.check();
		}
	}

	/** Whether no part waits to be taken. */
	boolean isEmpty() {
		return this.parts.isEmpty();
	}

	/** Takes no more parts, on the other thread. */
	void abandon() {
		this.deadline.abandon();
		this.parts.clear();
	}

	/** In bytes, what has been handed over. */
	long bytes() {
		return this.bytes;
	}

}
