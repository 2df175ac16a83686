package dev.dataapi.memory;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Memory for one use, which is reserved before it is taken: first come, first served.
 * <p>
 * Nothing is allocated here. What reserves more than the pool has is given the whole
 * pool, so that it runs alone. Thread-safe.
 */
public final class MemoryPool {

	/** Bytes for each permit, so that an {@code int} counts the largest heaps. */
	private static final int UNIT = 1024;

	private final Semaphore free;

	private final int units;

	/** Reservations that several share, by what they are for. */
	private final Map<Object, Reservation> shared = new IdentityHashMap<>();

	MemoryPool(String name, long bytes, MeterRegistry registry) {
		this.units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
		this.free = new Semaphore(this.units, true);
		Gauge.builder("memory.reserved", this, MemoryPool::reserved)
			.description("Memory reserved for this use")
			.baseUnit("bytes")
			.tag("use", name)
			.register(registry);
		Gauge.builder("memory.limit", this, (pool) -> (double) pool.units * UNIT)
			.description("Memory that there is for this use")
			.baseUnit("bytes")
			.tag("use", name)
			.register(registry);
	}

	/** In bytes, what is reserved now. */
	public long reserved() {
		return (this.units - (long) this.free.availablePermits()) * UNIT;
	}

	/** Tells whether somebody waits for memory. */
	public boolean isWaitedFor() {
		return this.free.hasQueuedThreads();
	}

	/**
	 * Reserves memory, and waits for it if need be.
	 * @param bytes how much
	 * @param end until when to wait, in terms of {@link System#nanoTime()}
	 * @return the reservation, or {@code null} if there was not enough by then
	 * @throws InterruptedException if the thread is interrupted
	 */
	public @Nullable Reservation reserve(long bytes, long end) throws InterruptedException {
		int wanted = units(bytes);
		return this.free.tryAcquire(wanted, end - System.nanoTime(), TimeUnit.NANOSECONDS) ? new Reservation(wanted)
				: null;
	}

	/** Reserves nothing at first, for what grows little by little. */
	public Reservation open() {
		return new Reservation(0);
	}

	/**
	 * As {@link #reserve}, once for all who use the same object at the same time.
	 * @param object what the memory is for, known by its identity
	 */
	public @Nullable Reservation reserveShared(Object object, long bytes, long end) throws InterruptedException {
		Reservation known = join(object, null);
		if (known != null) {
			return known;
		}
		Reservation made = reserve(bytes, end);
		return (made != null) ? join(object, made) : null;
	}

	/**
	 * Shares a reservation with all who reserve for the same object meanwhile.
	 * @param made what was reserved; closed if others have reserved already
	 * @return what is reserved for the object
	 */
	public Reservation share(Object object, Reservation made) {
		return Objects.requireNonNull(join(object, made));
	}

	private @Nullable Reservation join(Object object, @Nullable Reservation made) {
		synchronized (this.shared) {
			Reservation known = this.shared.get(object);
			if (known != null) {
				known.holders++;
				if (made != null) {
					// Another thread reserved the same while this one waited
					made.close();
				}
				return known;
			}
			if (made != null) {
				made.object = object;
				this.shared.put(object, made);
			}
			return made;
		}
	}

	private int units(long bytes) {
		return Math.clamp((bytes + UNIT - 1) / UNIT, 0, this.units);
	}

	/**
	 * Memory that is reserved until this is closed, by each who shares it once.
	 */
	public final class Reservation implements AutoCloseable {

		private int held;

		private int holders = 1;

		private @Nullable Object object;

		private Reservation(int held) {
			this.held = held;
		}

		/**
		 * Reserves more, without waiting: those who hold some must not wait for each
		 * other.
		 * @param bytes how much in all
		 * @return whether there was enough, and this is not closed
		 */
		public boolean growTo(long bytes) {
			synchronized (MemoryPool.this.shared) {
				int more = units(bytes) - this.held;
				// A read that was given up may still count what comes in
				if (this.holders == 0 || (more > 0 && !MemoryPool.this.free.tryAcquire(more))) {
					return false;
				}
				this.held += Math.max(0, more);
				return true;
			}
		}

		/** Gives back what is not needed. */
		public void shrinkTo(long bytes) {
			synchronized (MemoryPool.this.shared) {
				int surplus = this.held - units(bytes);
				if (surplus > 0) {
					MemoryPool.this.free.release(surplus);
					this.held -= surplus;
				}
			}
		}

		@Override
		public void close() {
			synchronized (MemoryPool.this.shared) {
				this.holders--;
				if (this.holders > 0) {
					return;
				}
				if (this.object != null) {
					MemoryPool.this.shared.remove(this.object);
				}
				MemoryPool.this.free.release(this.held);
				this.held = 0;
			}
		}

	}

}
