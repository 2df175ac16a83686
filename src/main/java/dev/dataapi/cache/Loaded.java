package dev.dataapi.cache;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.memory.MemoryPool.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * What a load has found so far: a value or a failure for each key that has one, and the
 * memory reserved for all of them, which grows as they are read.
 * <p>
 * Used by the thread that loads.
 *
 * @param <K> the key
 */
public final class Loaded<K> {

	private final Map<K, byte[]> values = new HashMap<>();

	private final Map<K, String> links = new HashMap<>(0);

	private final Map<K, RuntimeException> failures = new HashMap<>();

	private final long maxValueBytes;

	private final long maxAnswerBytes;

	private final @Nullable Reservation reservation;

	/** In bytes, the values and what has been read of the next one. */
	private long read;

	private long largest;

	Loaded(long maxValueBytes, long maxAnswerBytes, @Nullable Reservation reservation) {
		this.maxValueBytes = maxValueBytes;
		this.maxAnswerBytes = maxAnswerBytes;
		this.reservation = reservation;
	}

	/** Takes values of any size, for use without a cache. */
	public static <K> Loaded<K> unlimited() {
		return new Loaded<>(Long.MAX_VALUE, Long.MAX_VALUE, null);
	}

	/**
	 * Takes the value of a key.
	 * @param key the key; one that was not asked for is ignored
	 * @param value the JSON that is sent
	 * @throws ValueTooLargeException if it is larger than a value may be
	 * @throws ReadException if there is no memory for it now
	 */
	public void value(K key, byte[] value) {
		grow(value.length);
		this.values.put(key, value);
		this.read += value.length;
	}

	/**
	 * Takes what a value's answer says in its header {@code Link}.
	 * @param key the key, which has a value
	 * @param link the header's value
	 */
	public void link(K key, String link) {
		this.links.put(key, link);
	}

	/**
	 * Notes that the load of this key alone failed. A value found for it is dropped.
	 */
	public void failed(K key, RuntimeException failure) {
		this.values.remove(key);
		this.failures.putIfAbsent(key, failure);
	}

	/** Tells whether a key has a value or a failure. */
	public boolean has(K key) {
		return this.values.containsKey(key) || this.failures.containsKey(key);
	}

	/**
	 * Makes a buffer for a value, whose growth counts before the value is complete.
	 * Writing to it throws what {@link #value} does.
	 * @param size how many bytes it holds at first
	 */
	public ByteArrayOutputStream buffer(int size) {
		return new ByteArrayOutputStream(size) {

			@Override
			public synchronized void write(byte[] bytes, int start, int length) {
				grow(this.count + (long) length);
				super.write(bytes, start, length);
			}

		};
	}

	private void grow(long value) {
		this.largest = Math.max(this.largest, value);
		if (value > this.maxValueBytes) {
			throw new ValueTooLargeException(this.maxValueBytes);
		}
		reserve(this.read + value);
	}

	/**
	 * Counts an answer of the warehouse before its rows are there.
	 * @param bytes its bytes so far
	 */
	void incoming(long bytes) {
		if (bytes > this.maxAnswerBytes) {
			throw new ValueTooLargeException(this.maxAnswerBytes);
		}
		reserve(bytes);
	}

	private void reserve(long bytes) {
		if (this.reservation != null && !this.reservation.growTo(MemoryBudget.loading(bytes))) {
			throw new ReadException(Reason.MEMORY_IN_USE, "No memory for a load of " + bytes + " bytes or more", null);
		}
	}

	/** The values by key. */
	public Map<K, byte[]> values() {
		return this.values;
	}

	/** The header {@code Link} of a key's answer, if it has one. */
	public @Nullable String link(K key) {
		return this.links.get(key);
	}

	/** Why a key has no value, if its load failed. */
	public @Nullable RuntimeException failure(K key) {
		return this.failures.get(key);
	}

	/** In bytes, the largest value, complete or not. */
	long largest() {
		return this.largest;
	}

}
