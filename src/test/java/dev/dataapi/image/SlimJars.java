package dev.dataapi.image;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes out of a folder's jars what the image can't load, libraries for other platforms,
 * and what the service never calls: Google's and Azure's clients in the Snowflake driver,
 * which move files to and from stages.
 */
final class SlimJars {

	/** Of the packages that the driver carries along, those that only such files need. */
	static final Pattern FOR_FILES_IN_STAGES = Pattern.compile("net/snowflake/client/jdbc/internal/(azure|grpc"
			+ "|google/(api|apps|auth|cloud|geo|iam|logging|longrunning|monitoring|rpc|shopping|storage|type)"
			+ "|io/(netty|perfmark)|opencensus|opentelemetry|reactor|core|netty)/");

	private static final Pattern LIBRARY = Pattern.compile("(META-INF/native|minicore|aix|darwin|freebsd|linux|win)/.*"
			+ "\\.(so|dll|dylib|jnilib)|libduckdb_java\\.so_.*");

	private static final Pattern SERVICE = Pattern.compile("META-INF/services/.+");

	/** As DuckDB names it, and as zstd does. */
	private final Pattern thisPlatform;

	/**
	 * Keeps the libraries of one platform.
	 * @param architecture system property {@code os.arch}, of Linux
	 */
	SlimJars(String architecture) {
		this.thisPlatform = switch (architecture) {
			case "amd64" -> Pattern.compile("libduckdb_java\\.so_linux_amd64|linux/amd64/libzstd.*");
			case "aarch64" -> Pattern.compile("libduckdb_java\\.so_linux_arm64|linux/aarch64/libzstd.*");
			default -> throw new IllegalArgumentException("DuckDB has no library for " + architecture);
		};
	}

	public static void main(String[] folder) throws IOException {
		SlimJars slim = new SlimJars(System.getProperty("os.arch"));
		for (String name : List.of("duckdb_jdbc", "snowflake-jdbc")) {
			try (Stream<Path> jars = Files.list(Path.of(folder[0]))) {
				slim.down(
						jars.filter((jar) -> jar.getFileName().toString().startsWith(name)).findFirst().orElseThrow());
			}
		}
	}

	/** Rewrites the jar with its old time, so that the same jar gives the same layer. */
	void down(Path jar) throws IOException {
		FileTime time = Files.getLastModifiedTime(jar);
		try (FileSystem zip = FileSystems.newFileSystem(jar);
				Stream<Path> entries = Files.walk(zip.getPath("/")).sorted(Comparator.reverseOrder())) {
			for (Path entry : (Iterable<Path>) entries::iterator) {
				if (isDropped(entry)) {
					Files.delete(entry);
				}
			}
		}
		Files.setLastModifiedTime(jar, time);
	}

	private boolean isDropped(Path entry) throws IOException {
		String name = entry.toString().substring(1);
		if (SERVICE.matcher(name).matches()) {
			String text = Files.readString(entry).replace('.', '/');
			return FOR_FILES_IN_STAGES.matcher(text).find();
		}
		return FOR_FILES_IN_STAGES.matcher(Files.isDirectory(entry) ? name + "/" : name).find()
				|| (LIBRARY.matcher(name).matches() && !this.thisPlatform.matcher(name).matches());
	}

}
