package dev.dataapi.image;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes from the libraries in the service's jar what it cannot load, native libraries
 * for other platforms, and what it never uses: the clients with which the Snowflake
 * driver moves files to and from stages, what only they need or nothing does, and those
 * builds of Swagger UI that its page does not load.
 */
final class SlimJars {

	/** The packages shaded into the driver that only stages need, or nothing. */
	static final Pattern STAGE_CLIENTS = Pattern.compile("net/snowflake/client/jdbc/internal/(azure|grpc"
			+ "|google/(api|apps|auth|cloud|geo|gson|iam|logging|longrunning|monitoring|protobuf|rpc|shopping|storage|type)"
			+ "|software/amazon/awssdk/(services/s3|transfer|http/nio)|apache/tika|ctc/wstx|threeten"
			+ "|io/(netty|perfmark)|opencensus|opentelemetry|reactor|core|netty)/");

	private static final Pattern LIBRARY = Pattern.compile("(META-INF/native|minicore|aix|darwin|freebsd|linux|win)/.*"
			+ "\\.(so|dll|dylib|jnilib)|libduckdb_java\\.so_.*");

	private static final Pattern UNUSED_PAGE_SCRIPT = Pattern
		.compile("META-INF/resources/webjars/swagger-ui/[^/]+/(swagger-ui-es-bundle.*|swagger-ui\\.js)");

	private static final Pattern SERVICE = Pattern.compile("META-INF/services/.+");

	/** DuckDB's platforms, with the spellings of DuckDB, zstd and the driver. */
	private static final Map<String, Pattern> PLATFORMS = Map.of("linux_amd64",
			Pattern.compile("libduckdb_java\\.so_linux_amd64|linux/amd64/.*|minicore/.*_linux_x86_64_.*"),
			"linux_arm64",
			Pattern.compile("libduckdb_java\\.so_linux_arm64|linux/aarch64/.*|minicore/.*_linux_aarch64_.*"),
			"macos_arm64",
			Pattern.compile("libduckdb_java\\.so_macos_arm64|darwin/aarch64/.*|minicore/.*_macos_aarch64\\..*"),
			"windows_amd64",
			Pattern.compile("libduckdb_java\\.so_windows_amd64|win/amd64/.*|minicore/.*_windows_x86_64\\..*"));

	private final Predicate<String> forThisPlatform;

	/**
	 * Keeps the native libraries of one platform.
	 * @param platform one of DuckDB's, or {@code all} to keep those of every platform
	 */
	SlimJars(String platform) {
		Pattern kept = platform.equals("all") ? LIBRARY : PLATFORMS.get(platform);
		if (kept == null) {
			throw new IllegalArgumentException("The platform '%s' must be one of %s, this or all".formatted(platform,
					PLATFORMS.keySet().stream().sorted().toList()));
		}
		this.forThisPlatform = kept.asMatchPredicate();
	}

	/** The service's jar, and the platform that it is for. */
	public static void main(String[] arguments) throws IOException {
		String platform = arguments[1].equals("this")
				? platform(System.getProperty("os.name"), System.getProperty("os.arch")) : arguments[1];
		new SlimJars(platform).slimLibraries(Path.of(arguments[0]));
	}

	/**
	 * The platform in DuckDB's spelling, or {@code all} if DuckDB has no library for it.
	 * @param system as the system property {@code os.name} names it
	 * @param architecture as the system property {@code os.arch} names it
	 */
	static String platform(String system, String architecture) {
		String name = system.toLowerCase(Locale.ROOT);
		String platform = (name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "macos" : name) + "_"
				+ architecture.replace("x86_64", "amd64").replace("aarch64", "arm64");
		return PLATFORMS.containsKey(platform) ? platform : "all";
	}

	/** Slims the libraries in a jar of Spring Boot, which reads them only if stored. */
	void slimLibraries(Path service) throws IOException {
		Path library = Files.createTempFile("library", ".jar");
		try (FileSystem zip = FileSystems.newFileSystem(service, Map.of("compressionMethod", "STORED"))) {
			for (String name : List.of("duckdb_jdbc", "snowflake-jdbc", "swagger-ui")) {
				try (Stream<Path> libraries = Files.list(zip.getPath("BOOT-INF/lib"))) {
					Path entry = libraries.filter((jar) -> jar.getFileName().toString().startsWith(name))
						.findFirst()
						.orElseThrow();
					FileTime time = Files.getLastModifiedTime(entry);
					Files.copy(entry, library, StandardCopyOption.REPLACE_EXISTING);
					slim(library);
					Files.copy(library, entry, StandardCopyOption.REPLACE_EXISTING);
					Files.getFileAttributeView(entry, BasicFileAttributeView.class).setTimes(time, time, time);
				}
			}
		}
		finally {
			Files.delete(library);
		}
	}

	void slim(Path jar) throws IOException {
		try (FileSystem zip = FileSystems.newFileSystem(jar);
				Stream<Path> entries = Files.walk(zip.getPath("/")).sorted(Comparator.reverseOrder())) {
			for (Path entry : (Iterable<Path>) entries::iterator) {
				if (isDropped(entry)) {
					Files.delete(entry);
				}
			}
		}
	}

	private boolean isDropped(Path entry) throws IOException {
		String name = entry.toString().substring(1);
		if (SERVICE.matcher(name).matches()) {
			String text = Files.readString(entry).replace('.', '/');
			return STAGE_CLIENTS.matcher(text).find();
		}
		return STAGE_CLIENTS.matcher(Files.isDirectory(entry) ? name + "/" : name).find()
				|| UNUSED_PAGE_SCRIPT.matcher(name).matches()
				|| (LIBRARY.matcher(name).matches() && !this.forThisPlatform.test(name));
	}

}
