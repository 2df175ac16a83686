package dev.dataapi.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.memory.MemoryPool;
import dev.dataapi.memory.MemoryPool.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * Reserves the memory that large answers hold until they are written.
 */
final class AnswerMemory {

	/** How long a value that has been loaded may wait, in memory that is not reserved. */
	private static final long LOADED_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final MemoryPool answers;

	private final Duration deadline;

	AnswerMemory(MemoryPool answers, Duration deadline) {
		this.answers = answers;
		this.deadline = deadline;
	}

	/**
	 * Reserves what an answer is expected to take before it is loaded: a caller that
	 * waits for memory then holds none.
	 * @param bytes the expected size
	 * @param end until when to wait, in terms of {@link System#nanoTime()}
	 * @return the reservation, {@code null} for a small answer
	 * @throws ReadException if there is not enough by then
	 */
	@Nullable Reservation expect(long bytes, long end) {
		return (bytes >= CachedResponse.LARGE) ? reserve(bytes, end, null) : null;
	}

	/**
	 * Reserves what an answer takes. A value that is an answer by itself takes it once,
	 * however many callers it is written to.
	 * @param parts the answer
	 * @param expected what was reserved for it already; closed unless it is returned
	 * @param end until when to wait; zero for the deadline from now
	 * @return the reservation, {@code null} for a small answer
	 * @throws ReadException if there is not enough by then
	 */
	@Nullable Reservation take(List<byte[]> parts, @Nullable Reservation expected, long end) {
		int size = CachedResponse.size(parts);
		boolean alone = parts.size() == 1;
		if (expected != null) {
			if (size >= CachedResponse.LARGE && expected.growTo(size)) {
				expected.shrinkTo(size);
				return alone ? this.answers.share(parts.getFirst(), expected) : expected;
			}
			expected.close();
		}
		if (size < CachedResponse.LARGE) {
			return null;
		}
		long now = System.nanoTime();
		long left = (end != 0) ? end - now : this.deadline.toNanos();
		return reserve(size, now + Math.min(left, LOADED_NANOS), alone ? parts.getFirst() : null);
	}

	private Reservation reserve(long bytes, long end, byte @Nullable [] shared) {
		try {
			Reservation reserved = (shared != null) ? this.answers.reserveShared(shared, bytes, end)
					: this.answers.reserve(bytes, end);
			if (reserved == null) {
				throw new ReadException(Reason.MEMORY_IN_USE, "No memory for an answer of " + bytes + " bytes", null);
			}
			return reserved;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ReadException(Reason.INTERRUPTED, "Interrupted while waiting for memory", null);
		}
	}

}
