package dev.dataapi.declared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.file.InvalidEndpointsException;
import dev.dataapi.declared.file.ReadFiles;

/**
 * Files of endpoints for tests.
 */
public final class EndpointFiles {

	private EndpointFiles() {
	}

	/** Reads a file's content, where no environment variable is set. */
	public static DeclaredFiles declared(String name, byte[] content) throws InvalidEndpointsException {
		return new DeclaredFiles(Map.of(name, content), new ReadFiles(""), (variable) -> null);
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
