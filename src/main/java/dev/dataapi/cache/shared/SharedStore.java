package dev.dataapi.cache.shared;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A key-value server outside this process, as far as the shared cache needs one.
 * <p>
 * Each call is one round trip and ends by a deadline of its own. It throws a
 * {@link Failure} for whatever goes wrong.
 */
interface SharedStore extends AutoCloseable {

	/** Reads values together with the server's clock. */
	Found get(List<String> names);

	/**
	 * Writes values that the server drops after some time. The more bytes, the longer it
	 * may take.
	 */
	void put(Map<String, byte[]> values, Duration life);

	/** How many bytes of values a read brings, or a write takes, within its deadline. */
	long maxBytes();

	void delete(Collection<String> names);

	/** Adds to the end of a list, of which the server keeps the last. */
	void append(String list, List<String> elements, int kept);

	/** Reads the last element of each list, together with the server's clock. */
	Found last(List<String> lists);

	/**
	 * Reads a whole list, together with the server's clock. What is no list is removed.
	 */
	Found list(String list);

	@Override
	void close();

	/**
	 * Values, and when they were read.
	 *
	 * @param values a value or {@code null} for each name asked for, in that order; the
	 * elements of a list
	 * @param time the server's clock, in milliseconds since 1970
	 */
	record Found(List<byte @Nullable []> values, long time) {
	}

	/** A call that failed; the message says how, without a password. */
	final class Failure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final boolean late;

		Failure(String message, @Nullable Throwable cause, boolean late) {
			super(message, cause);
			this.late = late;
		}

		/**
		 * Whether it took too long, which may be for its size, rather than refused or not
		 * reached.
		 */
		boolean isLate() {
			return this.late;
		}

	}

}
