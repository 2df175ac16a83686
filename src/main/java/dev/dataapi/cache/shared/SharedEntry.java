package dev.dataapi.cache.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import dev.dataapi.cache.Entry;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is written to a shared server: a byte that names the format, eight of
 * the moment when the warehouse was asked, 16 of the value's fingerprint, four of the
 * length of the answer's link, the link, and the value; a negative entry has neither.
 *
 * @param value the value, {@code null} in a negative entry
 * @param etag the value's fingerprint, {@code null} in a negative entry
 * @param link the answer's header {@code Link}, {@code null} if it has none
 * @param askedAt when the warehouse was asked, by the server's clock, in milliseconds
 * since 1970
 */
record SharedEntry(byte @Nullable [] value, @Nullable String etag, @Nullable String link, long askedAt) {

	private static final byte FORMAT = 2;

	private static final int FINGERPRINT_BYTES = 16;

	private static final int HEADER_BYTES = 1 + Long.BYTES + FINGERPRINT_BYTES + Integer.BYTES;

	static byte[] encode(Entry entry, long askedAt) {
		byte[] value = (entry.value() != null) ? entry.value() : new byte[0];
		byte[] link = (entry.link() != null) ? entry.link().getBytes(StandardCharsets.UTF_8) : new byte[0];
		byte[] fingerprint = (entry.etag() != null) ? HexFormat.of().parseHex(entry.etag())
				: new byte[FINGERPRINT_BYTES];
		return ByteBuffer.allocate(HEADER_BYTES + link.length + value.length)
			.put(FORMAT)
			.putLong(askedAt)
			.put(fingerprint)
			.putInt(link.length)
			.put(link)
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
		int length = buffer.getInt();
		if (length < 0 || length > bytes.length - HEADER_BYTES) {
			return null;
		}
		if (bytes.length == HEADER_BYTES) {
			return Arrays.equals(fingerprint, new byte[FINGERPRINT_BYTES]) ? new SharedEntry(null, null, null, askedAt)
					: null;
		}
		String link = (length > 0) ? new String(bytes, HEADER_BYTES, length, StandardCharsets.UTF_8) : null;
		byte[] value = Arrays.copyOfRange(bytes, HEADER_BYTES + length, bytes.length);
		String etag = Entry.etag(value, link);
		return etag.equals(HexFormat.of().formatHex(fingerprint)) ? new SharedEntry(value, etag, link, askedAt) : null;
	}

}
