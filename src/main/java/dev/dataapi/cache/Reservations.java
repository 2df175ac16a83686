package dev.dataapi.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.memory.MemoryPool.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * Reserves the memory that an endpoint's loads take, and its large answers until they are
 * written. How much will be needed is judged by the values before.
 */
final class Reservations {

	/** How long a value that has been loaded may wait, in memory that is not reserved. */
	private static final long LOADED_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final MemoryBudget memory;

	private final CachePolicy policy;

	/** How large the next value may be, in bytes; zero until there was one. */
	private volatile long expected;

	Reservations(MemoryBudget memory, CachePolicy policy) {
		this.memory = memory;
		this.policy = policy;
	}

	/** Notes a value: a larger one counts at once, smaller ones little by little. */
	void note(long largest) {
		long known = this.expected;
		this.expected = Math.max(largest, known - known / 16);
	}

	/**
	 * Reserves what a load is expected to take. Waits for half of the deadline, so that
	 * callers hear the reason before their own.
	 * @throws ReadException if there is not enough by then
	 */
	Reservation load(int keys) {
		Duration patience = this.policy.deadline().dividedBy(2);
		try {
			Reservation reserved = this.memory.loads()
				.reserve(MemoryBudget.loading(keys * this.expected), System.nanoTime() + patience.toNanos());
			if (reserved != null) {
				return reserved;
			}
		}
		catch (InterruptedException ex) {
			// Not the callers' threads
			throw interrupted(Reason.FAILED);
		}
		throw new ReadException(Reason.MEMORY_IN_USE, "No memory for a load within " + patience.toMillis() + " ms",
				null);
	}

	/** Makes what takes the values of a load. */
	<K> Loaded<K> loaded(Reservation reservation) {
		return new Loaded<>(this.memory.maxValueBytes(), this.memory.maxAnswerBytes(), reservation);
	}

	/**
	 * Reserves what an answer is expected to take before it is loaded: a caller that
	 * waits for memory then holds none. Callers of a key that is always loaded alone
	 * share its value, and so the memory, once it is there.
	 * @param keys how many keys are loaded
	 * @param end until when to wait, in terms of {@link System#nanoTime()}
	 * @return the reservation, {@code null} for a small answer
	 * @throws ReadException if there is not enough by then
	 */
	@Nullable Reservation expect(int keys, long end) {
		long bytes = (this.policy.maxBatch() > 1) ? keys * this.expected : 0;
		return (bytes >= CachedResponse.LARGE) ? answer(bytes, end, null) : null;
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
	@Nullable Reservation answer(List<byte[]> parts, @Nullable Reservation expected, long end) {
		int size = CachedResponse.size(parts);
		boolean alone = parts.size() == 1;
		if (expected != null) {
			if (size >= CachedResponse.LARGE && expected.growTo(size)) {
				expected.shrinkTo(size);
				return alone ? this.memory.answers().share(parts.getFirst(), expected) : expected;
			}
			expected.close();
		}
		if (size < CachedResponse.LARGE) {
			return null;
		}
		long now = System.nanoTime();
		long left = (end != 0) ? end - now : this.policy.deadline().toNanos();
		return answer(size, now + Math.min(left, LOADED_NANOS), alone ? parts.getFirst() : null);
	}

	private Reservation answer(long bytes, long end, byte @Nullable [] shared) {
		try {
			Reservation reserved = (shared != null) ? this.memory.answers().reserveShared(shared, bytes, end)
					: this.memory.answers().reserve(bytes, end);
			if (reserved != null) {
				return reserved;
			}
		}
		catch (InterruptedException ex) {
			throw interrupted(Reason.INTERRUPTED);
		}
		throw new ReadException(Reason.MEMORY_IN_USE, "No memory for an answer of " + bytes + " bytes", null);
	}

	private static ReadException interrupted(Reason reason) {
		Thread.currentThread().interrupt();
		return new ReadException(reason, "Interrupted while waiting for memory", null);
	}

}
