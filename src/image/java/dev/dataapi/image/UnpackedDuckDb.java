package dev.dataapi.image;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * Moves DuckDB's native library out of its jar, beside which the driver finds it, too.
 * From inside the jar each start would unpack 72 MB into {@code /tmp}, which count as
 * memory of the container: for good if {@code /tmp} is in memory, or else until they are
 * written.
 */
final class UnpackedDuckDb {

	private UnpackedDuckDb() {
	}

	/** The folder of the image's jars. */
	public static void main(String[] arguments) throws IOException {
		unpack(Path.of(arguments[0]));
	}

	/** Keeps the jar's time, so that the same jar gives the same layer. */
	static void unpack(Path folder) throws IOException {
		Path jar;
		try (Stream<Path> jars = Files.list(folder)) {
			jar = jars.filter((file) -> file.getFileName().toString().startsWith("duckdb_jdbc"))
				.findFirst()
				.orElseThrow();
		}
		FileTime time = Files.getLastModifiedTime(jar);
		try (FileSystem zip = FileSystems.newFileSystem(jar); Stream<Path> entries = Files.list(zip.getPath("/"))) {
			List<Path> libraries = entries
				.filter((entry) -> entry.getFileName().toString().startsWith("libduckdb_java.so_"))
				.toList();
			if (libraries.size() != 1) {
				throw new IllegalStateException(jar + " must have one native library, but has " + libraries);
			}
			Path library = folder.resolve(libraries.get(0).getFileName().toString());
			Files.move(libraries.get(0), library);
			Files.setLastModifiedTime(library, time);
		}
		Files.setLastModifiedTime(jar, time);
	}

}
