package dev.dataapi.lookup;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
		List<LookupOutcome<?>> found = new ArrayList<>(result.outcomes().size());
		int length = 2;
		for (LookupOutcome<?> outcome : result.outcomes()) {
			if (outcome.row() != null) {
				found.add(outcome);
				length += outcome.row().length + 1;
			}
		}
		return new Answer(array(found, length), fingerprint(found), result.count(Status.HIT), result.count(Status.MISS),
				result.count(Status.STALE), result.age(), result.freshFor(), result.staleFor(), result.timing(), asked);
	}

	/** The same answer with its body in another form. */
	public Answer encoded(byte[] form) {
		return new Answer(form, this.fingerprint, this.hits, this.misses, this.stale, this.age, this.freshFor,
				this.staleFor, this.timing, this.asked);
	}

	private static byte[] array(List<LookupOutcome<?>> found, int atMost) {
		byte[] array = new byte[found.isEmpty() ? 2 : atMost - 1];
		int end = 0;
		array[end++] = '[';
		for (LookupOutcome<?> outcome : found) {
			if (end > 1) {
				array[end++] = ',';
			}
			byte[] row = Objects.requireNonNull(outcome.row());
			System.arraycopy(row, 0, array, end, row.length);
			end += row.length;
		}
		array[end] = ']';
		return array;
	}

	/** A row's own, which is at hand, or one of theirs. */
	private static String fingerprint(List<LookupOutcome<?>> found) {
		if (found.size() == 1) {
			return Objects.requireNonNull(found.getFirst().fingerprint());
		}
		StringBuilder fingerprints = new StringBuilder();
		found.forEach((outcome) -> fingerprints.append(outcome.fingerprint()));
		return Fingerprint.of(fingerprints.toString().getBytes(StandardCharsets.US_ASCII));
	}

}
