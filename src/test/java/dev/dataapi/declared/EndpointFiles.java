package dev.dataapi.declared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of endpoints for tests.
 */
final class EndpointFiles {

	private EndpointFiles() {
	}

	/** Writes a file, and returns the setting that names it. */
	static String setting(Path directory, String declared) {
		return "data-api.endpoints=" + write(directory, declared);
	}

	static Path write(Path directory, String declared) {
		try {
			return Files.writeString(directory.resolve("endpoints.yaml"), declared);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
