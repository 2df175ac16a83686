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
 * Removes from the image's jars what it cannot load, native libraries for other
 * platforms, and what the service never uses: the Google and Azure clients with which the
 * Snowflake driver moves files to and from stages, and those builds of Swagger UI that
 * its page does not load.
 */
final class SlimJars {

	/** The packages shaded into the driver that only stages need. */
	static final Pattern STAGE_CLIENTS = Pattern.compile("net/snowflake/client/jdbc/internal/(azure|grpc"
			+ "|google/(api|apps|auth|cloud|geo|iam|logging|longrunning|monitoring|rpc|shopping|storage|type)"
			+ "|io/(netty|perfmark)|opencensus|opentelemetry|reactor|core|netty)/");

	private static final Pattern LIBRARY = Pattern.compile("(META-INF/native|minicore|aix|darwin|freebsd|linux|win)/.*"
			+ "\\.(so|dll|dylib|jnilib)|libduckdb_java\\.so_.*");

	private static final Pattern UNUSED_PAGE_SCRIPT = Pattern
		.compile("META-INF/resources/webjars/swagger-ui/[^/]+/(swagger-ui-es-bundle.*|swagger-ui\\.js)");

	private static final Pattern SERVICE = Pattern.compile("META-INF/services/.+");

	/** In DuckDB's spelling, and in zstd's. */
	private final Pattern thisPlatform;

	/**
	 * Keeps the native libraries of one Linux architecture.
	 * @param architecture as the system property {@code os.arch} names it
	 */
	SlimJars(String architecture) {
		this.thisPlatform = switch (architecture) {
			case "amd64" -> Pattern.compile("libduckdb_java\\.so_linux_amd64|linux/amd64/libzstd.*");
			case "aarch64" -> Pattern.compile("libduckdb_java\\.so_linux_arm64|linux/aarch64/libzstd.*");
			default -> throw new IllegalArgumentException("DuckDB has no library for " + architecture);
		};
	}

	public static void main(String[] folder) throws IOException {
		SlimJars slimJars = new SlimJars(System.getProperty("os.arch"));
		for (String name : List.of("duckdb_jdbc", "snowflake-jdbc", "swagger-ui")) {
			try (Stream<Path> jars = Files.list(Path.of(folder[0]))) {
				slimJars.slim(
						jars.filter((jar) -> jar.getFileName().toString().startsWith(name)).findFirst().orElseThrow());
			}
		}
	}

	/** Rewrites the jar and keeps its time, so that the same jar gives the same layer. */
	void slim(Path jar) throws IOException {
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
			return STAGE_CLIENTS.matcher(text).find();
		}
		return STAGE_CLIENTS.matcher(Files.isDirectory(entry) ? name + "/" : name).find()
				|| UNUSED_PAGE_SCRIPT.matcher(name).matches()
				|| (LIBRARY.matcher(name).matches() && !this.thisPlatform.matcher(name).matches());
	}

}
