package dev.dataapi.lookup;

import org.jspecify.annotations.Nullable;

/**
 * What a load found for a key: a row, or that there is none.
 * <p>
 * It ages from the moment its load was sent. The database read it somewhere between then
 * and the load's end, so nobody is given a row for younger than it is.
 *
 * @param row the serialised row, {@code null} for none
 * @param fingerprint the row's fingerprint, {@code null} for none
 * @param sentAt when its load was sent, in nanoseconds of the engine's ticker
 */
record Finding(byte @Nullable [] row, @Nullable String fingerprint, long sentAt) {

	Finding(byte @Nullable [] row, long sentAt) {
		this(row, (row != null) ? Fingerprint.of(row) : null, sentAt);
	}

	long age(long now) {
		return now - this.sentAt;
	}

}
