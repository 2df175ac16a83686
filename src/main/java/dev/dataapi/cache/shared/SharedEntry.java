package dev.dataapi.cache.shared;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

import dev.dataapi.cache.Entry;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is written to a shared server: a byte that names the format, eight of
 * the moment when the warehouse was asked, 16 of the value's fingerprint, and the value;
 * a negative entry has none.
 *
 * @param value the value, {@code null} in a negative entry
 * @param etag the value's fingerprint, {@code null} in a negative entry
 * @param askedAt when the warehouse was asked, by the server's clock, in milliseconds
 * since 1970
 */
record SharedEntry(byte @Nullable [] value, @Nullable String etag, long askedAt) {

	private static final byte FORMAT = 1;

	private static final int FINGERPRINT_BYTES = 16;

	private static final int HEADER_BYTES = 1 + Long.BYTES + FINGERPRINT_BYTES;

	static byte[] encode(Entry entry, long askedAt) {
		byte[] value = (entry.value() != null) ? entry.value() : new byte[0];
		byte[] fingerprint = (entry.etag() != null) ? HexFormat.of().parseHex(entry.etag())
				: new byte[FINGERPRINT_BYTES];
		return ByteBuffer.allocate(HEADER_BYTES + value.length)
			.put(FORMAT)
			.putLong(askedAt)
			.put(fingerprint)
			.put(value)
			.array();
	}

	/** Reads an entry; nothing if it is of another format, or was damaged. */
	static @Nullable SharedEntry decode(byte[] bytes) {
		if (bytes.length < HEADER_BYTES || bytes[0] != FORMAT) {
			return null;
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, HEADER_BYTES - 1);
		long askedAt = buffer.getLong();
		byte[] fingerprint = new byte[FINGERPRINT_BYTES];
		buffer.get(fingerprint);
		if (bytes.length == HEADER_BYTES) {
			return Arrays.equals(fingerprint, new byte[FINGERPRINT_BYTES]) ? new SharedEntry(null, null, askedAt)
					: null;
		}
		byte[] value = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
		String etag = Entry.fingerprint(value);
		return etag.equals(HexFormat.of().formatHex(fingerprint)) ? new SharedEntry(value, etag, askedAt) : null;
	}

}
