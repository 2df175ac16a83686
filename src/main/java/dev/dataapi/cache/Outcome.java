package dev.dataapi.cache;

import java.time.Duration;

/**
 * How an answer came about.
 *
 * @param mode which answers the caller accepted
 * @param hits how many keys were answered from memory
 * @param misses how many were loaded
 * @param stale how many were answered from stale entries, since loading them failed
 * @param sharedHits how many of those loaded came from the second level
 * @param sharedMisses how many were not there, and came from the warehouse
 * @param age the age of the oldest part
 * @param ttl for how long a part is fresh
 * @param waited the time until the load that ended last was sent; zero if it was in
 * flight already, or if nothing was loaded
 * @param loaded the time from then to its end
 */
public record Outcome(CacheMode mode, int hits, int misses, int stale, int sharedHits, int sharedMisses, Duration age,
		Duration ttl, Duration waited, Duration loaded) {

	/** For how much longer all parts are fresh; zero if one is stale. */
	public Duration freshFor() {
		Duration left = this.ttl.minus(this.age);
		return left.isNegative() ? Duration.ZERO : left;
	}

	/** For how long the oldest part has been stale; zero if none is. */
	public Duration staleFor() {
		Duration over = this.age.minus(this.ttl);
		return over.isNegative() ? Duration.ZERO : over;
	}

	/** Whether what was loaded has been cached. */
	public boolean stored() {
		return this.misses > 0 && this.ttl.isPositive();
	}

}
