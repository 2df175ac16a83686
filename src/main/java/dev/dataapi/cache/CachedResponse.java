package dev.dataapi.cache;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import dev.dataapi.memory.MemoryPool.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * What a read answers: JSON or what is made of it, as bytes, and how it came about.
 * <p>
 * Closed when it has been written, since a large one holds memory until then.
 *
 * @param form what the bytes are
 * @param parts the bytes, to be written one part after the other
 * @param etag their fingerprint
 * @param link the header {@code Link}, {@code null} if there is none
 * @param outcome how it came about
 * @param memory what is reserved for the answer, {@code null} for a small one
 * @param compressed returns the compressed bytes
 */
public record CachedResponse(Representation form, List<byte[]> parts, String etag, @Nullable String link,
		Outcome outcome, @Nullable Reservation memory, Supplier<byte[]> compressed) implements AutoCloseable {

	/**
	 * In bytes, from when on memory is reserved for an answer, and its values are written
	 * without being joined first.
	 */
	static final int LARGE = 64 * 1024;

	private static final byte[] BEGIN = { '[' };

	private static final byte[] NEXT = { ',' };

	private static final byte[] END = { ']' };

	/** The bytes as one array, for what must have it whole. */
	public byte[] body() {
		return (this.parts.size() == 1) ? this.parts.getFirst() : join(this.parts, size());
	}

	/**
	 * The same with a fingerprint that is no one else's.
	 * @param whose differs for those to whom the answer of another must not be confirmed
	 */
	public CachedResponse of(String whose) {
		String own = Entry.fingerprint((this.etag + '\n' + whose).getBytes(StandardCharsets.UTF_8));
		return new CachedResponse(this.form, this.parts, own, this.link, this.outcome, this.memory, this.compressed);
	}

	/** The length in bytes, not compressed. */
	public int size() {
		return size(this.parts);
	}

	static int size(List<byte[]> parts) {
		int size = 0;
		for (byte[] part : parts) {
			size = Math.addExact(size, part.length);
		}
		return size;
	}

	/** Writes the bytes. */
	public void writeTo(OutputStream out) throws IOException {
		for (byte[] part : this.parts) {
			out.write(part);
		}
	}

	/** The bytes, compressed; a value that is an answer by itself is compressed once. */
	public byte[] gzip() {
		byte[] gzip = this.compressed.get();
		if (this.memory != null) {
			// There by now: if the pool is full, it holds others back, and is not refused
			this.memory.growTo(size() + (long) gzip.length);
		}
		return gzip;
	}

	/**
	 * The parts of an answer of values: one part if it is small.
	 * @param values in the same form
	 */
	static List<byte[]> array(List<Entry> values, Representation form) {
		boolean json = form == Representation.JSON;
		List<byte[]> parts = new ArrayList<>(2 * values.size() + 2);
		parts.add(json ? BEGIN : form.head());
		for (Entry entry : values) {
			if (json && parts.size() > 1) {
				parts.add(NEXT);
			}
			parts.add(Objects.requireNonNull(entry.value()));
		}
		if (json) {
			parts.add(END);
		}
		int size = size(parts);
		return (size < LARGE) ? List.of(join(parts, size)) : parts;
	}

	private static byte[] join(List<byte[]> parts, int size) {
		byte[] joined = new byte[size];
		int end = 0;
		for (byte[] part : parts) {
			System.arraycopy(part, 0, joined, end, part.length);
			end += part.length;
		}
		return joined;
	}

	/**
	 * A value's own fingerprint, which is at hand, or one of the values' fingerprints.
	 */
	static String etag(List<Entry> values, Representation form) {
		if (values.size() == 1) {
			return Objects.requireNonNull(values.getFirst().etag());
		}
		StringBuilder etags = new StringBuilder();
		values.forEach((entry) -> etags.append(entry.etag()));
		return Entry.fingerprint(etags.toString().getBytes(StandardCharsets.US_ASCII)) + form.suffix();
	}

	@Override
	public void close() {
		if (this.memory != null) {
			this.memory.close();
		}
	}

}
