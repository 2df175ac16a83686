package dev.dataapi.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a load found for a key: a value, or that there is none (a negative entry).
 * <p>
 * Its age counts from the moment the load was sent. The warehouse read the value between
 * then and the end of the load, so no entry is older than it says.
 */
public final class Entry {

	/** Half of a SHA-256: far more than chance can collide. */
	private static final int FINGERPRINT_BYTES = 16;

	private final byte @Nullable [] value;

	private final @Nullable String etag;

	private final @Nullable String link;

	private final long sentAt;

	/** The compressed value, once a caller has asked for it. */
	private volatile byte @Nullable [] gzip;

	/**
	 * Creates an entry.
	 * @param value the serialized value, shared with everybody who reads it and so never
	 * written to; {@code null} in a negative entry
	 * @param etag the value's fingerprint, {@code null} in a negative entry
	 * @param link the answer's header {@code Link}, {@code null} if it has none
	 * @param sentAt when the load was sent, in nanoseconds of the cache's ticker
	 */
	public Entry(byte @Nullable [] value, @Nullable String etag, @Nullable String link, long sentAt) {
		this.value = value;
		this.etag = etag;
		this.link = link;
		this.sentAt = sentAt;
	}

	/** Creates the entry of a value that has just been loaded. */
	public static Entry of(byte @Nullable [] value, @Nullable String link, long sentAt) {
		return new Entry(value, (value != null) ? etag(value, link) : null, link, sentAt);
	}

	/** The fingerprint of a value together with its link. */
	public static String etag(byte[] value, @Nullable String link) {
		return (link != null) ? fingerprint((link + '\n').getBytes(StandardCharsets.UTF_8), value)
				: fingerprint(value);
	}

	public byte @Nullable [] value() {
		return this.value;
	}

	public @Nullable String etag() {
		return this.etag;
	}

	public @Nullable String link() {
		return this.link;
	}

	public long sentAt() {
		return this.sentAt;
	}

	long age(long now) {
		return now - this.sentAt;
	}

	/** The bytes of the value and its link, and of the compressed one if there is one. */
	int size() {
		byte[] compressed = this.gzip;
		return ((this.value != null) ? this.value.length : 0) + ((this.link != null) ? this.link.length() : 0)
				+ ((compressed != null) ? compressed.length : 0);
	}

	/**
	 * Returns the compressed value, and keeps it. Threads that ask at the same time may
	 * each compress it.
	 * @param added called when the compressed value has been added to the entry's size
	 */
	byte[] gzip(Runnable added) {
		byte[] compressed = this.gzip;
		if (compressed == null) {
			byte[] plain = Objects.requireNonNull(this.value);
			compressed = Gzip.encode(List.of(plain), plain.length);
			this.gzip = compressed;
			added.run();
		}
		return compressed;
	}

	/** The first half of the SHA-256, as 32 hexadecimal digits. */
	public static String fingerprint(byte[]... parts) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (byte[] part : parts) {
				digest.update(part);
			}
			return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
