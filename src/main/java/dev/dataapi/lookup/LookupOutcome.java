package dev.dataapi.lookup;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The answer for one key.
 *
 * @param <K> the key
 * @param key the key asked for
 * @param row the serialised row, shared with the cache and so not to be written to;
 * {@code null} when there is no such row
 * @param fingerprint the row's fingerprint, {@code null} when there is no such row
 * @param status where the answer comes from
 * @param age the time since the load that found this was sent: the answer is not older
 */
public record LookupOutcome<K>(K key, byte @Nullable [] row, @Nullable String fingerprint, Status status,
		Duration age) {

	LookupOutcome(K key, byte @Nullable [] row, Status status, Duration age) {
		this(key, row, (row != null) ? Fingerprint.of(row) : null, status, age);
	}

	static <K> LookupOutcome<K> of(K key, Finding finding, Status status, long now) {
		// A load may have been sent since the clock was read
		return new LookupOutcome<>(key, finding.row(), finding.fingerprint(), status,
				Duration.ofNanos(Math.max(0, finding.age(now))));
	}

	/** Where an answer comes from. */
	public enum Status {

		/** It was remembered. */
		HIT,

		/** It was loaded, for this caller or for one that asked at the same time. */
		MISS,

		/** It was remembered for longer than the time to live, and loading it failed. */
		STALE

	}

}
