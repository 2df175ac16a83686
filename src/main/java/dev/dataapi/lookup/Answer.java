package dev.dataapi.lookup;

import java.time.Duration;
import java.util.Objects;

import dev.dataapi.lookup.LookupOutcome.Status;

/**
 * What a route answers: JSON as bytes, and how they came about.
 *
 * @param body the JSON
 * @param fingerprint the body's fingerprint
 * @param hits how many parts of it were remembered
 * @param misses how many were loaded for it
 * @param stale how many were remembered for too long, and served because loading failed
 * @param age the age of its oldest part
 * @param freshFor for how long it may be served again; zero if it is stale
 * @param staleFor for how long it should not have been served any more; zero if it is
 * fresh
 * @param timing where the time went
 * @param asked what the caller accepted
 */
public record Answer(byte[] body, String fingerprint, int hits, int misses, int stale, Duration age, Duration freshFor,
		Duration staleFor, LookupTiming timing, Freshness asked) {

	/** A JSON array of the rows that were found, in the order asked for. */
	static Answer of(LookupResult<?> result, Freshness asked) {
		return new Answer(array(result), fingerprint(result), result.count(Status.HIT), result.count(Status.MISS),
				result.count(Status.STALE), result.age(), result.freshFor(), result.staleFor(), result.timing(), asked);
	}

	private static String fingerprint(LookupResult<?> result) {
		return Fingerprint
			.of(result.outcomes().stream().map(LookupOutcome::fingerprint).filter(Objects::nonNull).toList());
	}

	private static byte[] array(LookupResult<?> result) {
		int length = 2;
		for (LookupOutcome<?> outcome : result.outcomes()) {
			length += (outcome.row() != null) ? outcome.row().length + 1 : 0;
		}
		byte[] array = new byte[Math.max(2, length - 1)];
		array[0] = '[';
		int end = 1;
		for (LookupOutcome<?> outcome : result.outcomes()) {
			byte[] row = outcome.row();
			if (row != null) {
				if (end > 1) {
					array[end++] = ',';
				}
				System.arraycopy(row, 0, array, end, row.length);
				end += row.length;
			}
		}
		array[end] = ']';
		return array;
	}

}
