package dev.dataapi.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

	/** Writes values that the server drops after some time. */
	void put(Map<String, byte[]> values, Duration life);

	/**
	 * Writes a value under the names that have none.
	 * @param life after which the server drops it, or {@code null} for never
	 * @return the names that had none
	 */
	Set<String> putIfAbsent(Collection<String> names, byte[] value, @Nullable Duration life);

	void delete(Collection<String> names);

	/** Adds one to a number; a name without one begins at zero. */
	long increment(String name);

	/** Adds to the end of a list of which the server keeps the last, for some time. */
	void append(String list, List<String> elements, int kept, Duration life);

	/** Reads a whole list. */
	List<String> list(String list);

	@Override
	void close();

	/**
	 * Values, and when they were read.
	 *
	 * @param values a value or {@code null} for each name asked for, in that order
	 * @param time the server's clock, in milliseconds since 1970
	 */
	record Found(List<byte @Nullable []> values, long time) {
	}

	/** A call that failed; the message says how, without a password. */
	final class Failure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Failure(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}
