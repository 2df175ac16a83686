package dev.dataapi.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * What a load found for a key: a value, or that there is none (a negative entry).
 * <p>
 * Its age counts from the moment the load was sent. The warehouse read the value between
 * then and the end of the load, so no entry is older than it says.
 *
 * @param value the serialized value, shared with everybody who reads it and so never
 * written to; {@code null} in a negative entry
 * @param etag the value's fingerprint, {@code null} in a negative entry
 * @param sentAt when the load was sent, in nanoseconds of the cache's ticker
 */
record Entry(byte @Nullable [] value, @Nullable String etag, long sentAt) {

	/** Half of a SHA-256: far more than chance can collide. */
	private static final int FINGERPRINT_BYTES = 16;

	static Entry of(byte @Nullable [] value, long sentAt) {
		return new Entry(value, (value != null) ? fingerprint(value) : null, sentAt);
	}

	long age(long now) {
		return now - this.sentAt;
	}

	/** The first half of the SHA-256, as 32 hexadecimal digits. */
	static String fingerprint(byte[] bytes) {
		return sha256(bytes).substring(0, 2 * FINGERPRINT_BYTES);
	}

	static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
