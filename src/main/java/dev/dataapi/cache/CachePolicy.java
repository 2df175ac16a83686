package dev.dataapi.cache;

import java.time.Duration;

/**
 * How one cache treats its entries and its callers.
 *
 * @param ttl for how long an entry is fresh, counted from the moment the warehouse was
 * asked; zero caches nothing
 * @param staleIfError for how long after that it is served if loading it again fails
 * @param deadline for how long a caller waits, for a connection and the answer together
 * @param maxBatch how many keys one statement may load
 * @param maxWaiting how many keys may wait for a connection before callers are refused
 */
public record CachePolicy(Duration ttl, Duration staleIfError, Duration deadline, int maxBatch, int maxWaiting) {

	private static final Duration LONGEST = Duration.ofDays(365);

	public CachePolicy {
		require("ttl", ttl, !ttl.isNegative() && ttl.compareTo(LONGEST) <= 0);
		require("staleIfError", staleIfError, !staleIfError.isNegative() && staleIfError.compareTo(LONGEST) <= 0);
		require("deadline", deadline, deadline.isPositive() && deadline.compareTo(LONGEST) <= 0);
		require("maxBatch", maxBatch, maxBatch >= 1);
		require("maxWaiting", maxWaiting, maxWaiting >= 0);
	}

	/** For how long an entry is kept; nothing is where the time to live is zero. */
	public Duration retention() {
		return this.ttl.isZero() ? Duration.ZERO : this.ttl.plus(this.staleIfError);
	}

	/** The same policy with another time to live, stale time and deadline. */
	public CachePolicy with(Duration ttl, Duration staleIfError, Duration deadline) {
		return new CachePolicy(ttl, staleIfError, deadline, this.maxBatch, this.maxWaiting);
	}

	private static void require(String name, Object value, boolean valid) {
		if (!valid) {
			throw new IllegalArgumentException("'" + name + "' must not be " + value);
		}
	}

}
