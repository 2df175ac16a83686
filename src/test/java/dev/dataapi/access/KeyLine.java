package dev.dataapi.access;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * A key that the command has made, with its line for the file of callers.
 *
 * @param key what a caller sends
 * @param line what the file says of it
 */
public record KeyLine(String key, String line) {

	/** Makes a key for a caller. */
	public static KeyLine make(String name, String... roles) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		KeyCommand.run(Stream.concat(Stream.of(name), Stream.of(roles)).toArray(String[]::new),
				new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
		return new KeyLine(out.toString(StandardCharsets.UTF_8).strip(),
				err.toString(StandardCharsets.UTF_8).lines().toList().getLast() + "\n");
	}

}
