package dev.dataapi.lookup;

import java.time.Duration;
import java.util.List;

import dev.dataapi.lookup.LookupOutcome.Status;

/**
 * The answer to one request, with what a caller needs to say how it came about.
 *
 * @param <K> the key
 * @param outcomes one outcome for each key, in the order asked
 * @param ttl how long a row is remembered
 * @param timing what it took to load what was not remembered
 */
public record LookupResult<K>(List<LookupOutcome<K>> outcomes, Duration ttl, LookupTiming timing) {

	/** How many keys were answered in this way. */
	public int count(Status status) {
		int count = 0;
		for (LookupOutcome<K> outcome : this.outcomes) {
			if (outcome.status() == status) {
				count++;
			}
		}
		return count;
	}

	/** The age of the oldest outcome; zero when no key was asked for. */
	public Duration age() {
		Duration oldest = Duration.ZERO;
		for (LookupOutcome<K> outcome : this.outcomes) {
			if (outcome.age().compareTo(oldest) > 0) {
				oldest = outcome.age();
			}
		}
		return oldest;
	}

	/** The time until the first outcome outlives the time to live; zero if one has. */
	public Duration freshFor() {
		Duration left = this.ttl.minus(age());
		return left.isNegative() ? Duration.ZERO : left;
	}

	/** The time since the oldest outcome outlived the time to live; zero if none has. */
	public Duration staleFor() {
		Duration over = age().minus(this.ttl);
		return over.isNegative() ? Duration.ZERO : over;
	}

}
