package dev.dataapi.cache;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A form in which values go out: JSON, as they are cached, or what is made of it.
 *
 * @param name tells it from the other forms, and ends its entity tags; empty for JSON
 * @param contentType the header {@code Content-Type}
 * @param fileName under which name a browser saves it, {@code null} if it shows it
 * @param head stands before the rows
 * @param rows writes the rows of a JSON array of objects
 */
public record Representation(String name, String contentType, @Nullable String fileName, byte[] head,
		BiConsumer<byte[], OutputStream> rows) {

	/** Values as they are cached. */
	public static final Representation JSON = new Representation("", "application/json", null, new byte[0],
			(json, out) -> {
				throw new IllegalStateException("Values are JSON already");
			});

	/**
	 * Makes the bytes of a value.
	 * @param json an object or several, separated by commas, of an array that has other
	 * values; or the array that is the whole answer
	 * @param whole which of both
	 */
	byte[] of(byte[] json, boolean whole) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(json.length);
		if (whole) {
			out.writeBytes(this.head);
			this.rows.accept(json, out);
		}
		else {
			this.rows.accept(("[" + new String(json, StandardCharsets.UTF_8) + "]").getBytes(StandardCharsets.UTF_8),
					out);
		}
		return out.toByteArray();
	}

	/** What ends the entity tags of answers in this form. */
	String suffix() {
		return this.name.isEmpty() ? "" : "-" + this.name;
	}

}
