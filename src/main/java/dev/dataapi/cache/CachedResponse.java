package dev.dataapi.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a read answers: JSON as bytes, and how it came about.
 *
 * @param body the JSON
 * @param etag the fingerprint of the JSON
 * @param hits how many keys were answered from memory
 * @param misses how many were loaded
 * @param stale how many were answered from stale entries, since loading them failed
 * @param age the age of the oldest part
 * @param ttl for how long a part is fresh
 * @param waited the time until the load that ended last was sent; zero if it was in
 * flight already, or if nothing was loaded
 * @param loaded the time from then to its end
 * @param mode which answers the caller accepted
 * @param sharedHits how many of those loaded came from the shared level
 * @param sharedMisses how many were not there, and came from the warehouse
 */
public record CachedResponse(byte[] body, String etag, int hits, int misses, int stale, Duration age, Duration ttl,
		Duration waited, Duration loaded, CacheMode mode, int sharedHits, int sharedMisses) {

	/** For how long all parts are fresh yet; zero if one is stale. */
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

	/** Joins values into a JSON array. */
	static byte[] array(List<Entry> values) {
		int length = values.isEmpty() ? 2 : 1;
		for (Entry entry : values) {
			length += bytes(entry).length + 1;
		}
		byte[] array = new byte[length];
		int end = 0;
		array[end++] = '[';
		for (Entry entry : values) {
			if (end > 1) {
				array[end++] = ',';
			}
			byte[] value = bytes(entry);
			System.arraycopy(value, 0, array, end, value.length);
			end += value.length;
		}
		array[end] = ']';
		return array;
	}

	/**
	 * A value's own fingerprint, which is at hand, or one of the values' fingerprints.
	 */
	static String etag(List<Entry> values) {
		if (values.size() == 1) {
			return Objects.requireNonNull(values.getFirst().etag());
		}
		StringBuilder etags = new StringBuilder();
		values.forEach((entry) -> etags.append(entry.etag()));
		return Entry.fingerprint(etags.toString().getBytes(StandardCharsets.US_ASCII));
	}

	private static byte[] bytes(Entry entry) {
		return Objects.requireNonNull(entry.value());
	}

}
