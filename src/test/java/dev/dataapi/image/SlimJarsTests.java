package dev.dataapi.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import net.snowflake.client.api.driver.SnowflakeDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Tests for {@link SlimJars}. */
class SlimJarsTests {

	private static final String INTERNAL = "net/snowflake/client/jdbc/internal/";

	private static final Map<String, String> LIBRARIES = Stream
		.of("libduckdb_java.so_linux_amd64", "libduckdb_java.so_linux_arm64", "libduckdb_java.so_macos_arm64",
				"libduckdb_java.so_windows_amd64", "linux/amd64/libzstd-jni-1.5.so", "linux/aarch64/libzstd-jni-1.5.so",
				"darwin/aarch64/libzstd-jni-1.5.dylib", "win/amd64/libzstd-jni-1.5.dll", "META-INF/native/libnetty.so",
				"org/duckdb/DuckDBDriver.class")
		.collect(Collectors.toMap(Function.identity(), (name) -> ""));

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "Linux, amd64, linux/amd64/libzstd-jni-1.5.so, libduckdb_java.so_linux_amd64",
			"Linux, aarch64, linux/aarch64/libzstd-jni-1.5.so, libduckdb_java.so_linux_arm64",
			"Mac OS X, aarch64, darwin/aarch64/libzstd-jni-1.5.dylib, libduckdb_java.so_macos_arm64",
			"Windows 11, amd64, win/amd64/libzstd-jni-1.5.dll, libduckdb_java.so_windows_amd64" })
	void librariesForOtherPlatformsAreRemoved(String system, String architecture, String zstd, String duckDb)
			throws IOException {
		Path jar = jar(LIBRARIES);
		new SlimJars(SlimJars.platform(system, architecture)).slim(jar);
		assertThat(entries(jar)).containsExactlyInAnyOrder("org/duckdb/DuckDBDriver.class", zstd, duckDb);
	}

	/** DuckDB has none for such a Mac, but who builds there may run elsewhere. */
	@Test
	void librariesForAllPlatformsAreKeptWhereDuckDbHasNone() throws IOException {
		Path jar = jar(LIBRARIES);
		new SlimJars(SlimJars.platform("Mac OS X", "x86_64")).slim(jar);
		assertThat(entries(jar)).containsExactlyInAnyOrderElementsOf(LIBRARIES.keySet());
	}

	@Test
	void unknownPlatformIsRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SlimJars("linux_x86"))
			.withMessage("The platform 'linux_x86' must be one of "
					+ "[linux_amd64, linux_arm64, macos_arm64, windows_amd64], this or all");
	}

	/**
	 * The same commit gives the same jar, and Spring Boot reads stored libraries only.
	 */
	@Test
	void librariesOfTheServiceStayStoredAndKeepTheirTimes() throws IOException {
		FileTime time = FileTime.from(Instant.parse("2026-11-22T00:00:00Z"));
		Path service = this.folder.resolve("service.jar");
		try (FileSystem zip = FileSystems.newFileSystem(service, Map.of("create", "true"))) {
			for (String name : List.of("duckdb_jdbc-2", "snowflake-jdbc-4", "swagger-ui-5")) {
				Path entry = zip.getPath("BOOT-INF/lib/" + name + ".jar");
				Files.createDirectories(zip.getPath("BOOT-INF/lib"));
				Files.copy(jar(LIBRARIES), entry);
				Files.setLastModifiedTime(entry, time);
			}
		}
		new SlimJars("linux_amd64").slimLibraries(service);
		try (JarFile jar = new JarFile(service.toFile())) {
			assertThat(jar.stream().filter((entry) -> entry.getName().endsWith(".jar"))).hasSize(3)
				.allMatch((entry) -> entry.getMethod() == ZipEntry.STORED)
				.allMatch((entry) -> entry.getLastModifiedTime().equals(time))
				.allMatch((entry) -> entry.getLastAccessTime() == null || entry.getLastAccessTime().equals(time));
			Path library = this.folder.resolve("library.jar");
			Files.copy(jar.getInputStream(jar.getEntry("BOOT-INF/lib/duckdb_jdbc-2.jar")), library);
			assertThat(entries(library)).contains("libduckdb_java.so_linux_amd64")
				.doesNotContain("libduckdb_java.so_windows_amd64");
		}
	}

	@Test
	void stageClientsAreRemovedWithTheServicesThatNameThem() throws IOException {
		Path jar = jar(Map.of(INTERNAL + "grpc/Channel.class", "",
				"META-INF/versions/11/" + INTERNAL + "reactor/core/Flux.class", "",
				INTERNAL + "google/common/Ticker.class", "", "META-INF/services/a.Service",
				INTERNAL.replace('/', '.') + "grpc.Channel", "META-INF/services/b.Service",
				INTERNAL.replace('/', '.') + "google.common.Ticker"));
		new SlimJars("linux_amd64").slim(jar);
		assertThat(entries(jar)).containsExactlyInAnyOrder(INTERNAL + "google/common/Ticker.class",
				"META-INF/services/b.Service");
	}

	@Test
	void scriptsThatThePageDoesNotLoadAreRemoved() throws IOException {
		String folder = "META-INF/resources/webjars/swagger-ui/5.32.14/";
		Path jar = jar(Map.of(folder + "swagger-ui-bundle.js", "", folder + "swagger-ui-standalone-preset.js", "",
				folder + "swagger-ui-es-bundle.js", "", folder + "swagger-ui-es-bundle-core.js", "",
				folder + "swagger-ui.js", "", folder + "swagger-ui.css", ""));
		new SlimJars("linux_amd64").slim(jar);
		assertThat(entries(jar)).containsExactlyInAnyOrder(folder + "swagger-ui-bundle.js",
				folder + "swagger-ui-standalone-preset.js", folder + "swagger-ui.css");
	}

	/** Class files spell these names in their constants as the pattern does. */
	@Test
	void stageClientsAreReferencedByStageCodeOnly() throws Exception {
		Path driver = Path.of(SnowflakeDriver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		Set<String> references = new TreeSet<>();
		try (JarFile jar = new JarFile(driver.toFile())) {
			List<JarEntry> classes = jar.stream()
				.filter((entry) -> entry.getName().endsWith(".class"))
				.filter((entry) -> !SlimJars.STAGE_CLIENTS.matcher(entry.getName()).find())
				.toList();
			for (JarEntry entry : classes) {
				String constants = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
				if (SlimJars.STAGE_CLIENTS.matcher(constants).find()) {
					references.add(entry.getName());
				}
			}
		}
		assertThat(references).isNotEmpty()
			.allMatch((name) -> name.startsWith("net/snowflake/client/internal/jdbc/cloud/storage/")
					|| name.equals("net/snowflake/client/internal/core/FileTypeDetector.class")
					|| name.startsWith(INTERNAL + "apache/arrow/memory/patch/"));
	}

	private Path jar(Map<String, String> entries) throws IOException {
		Path jar = this.folder.resolve("some.jar");
		Files.deleteIfExists(jar);
		try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
			for (Map.Entry<String, String> entry : entries.entrySet()) {
				Path path = zip.getPath(entry.getKey());
				Files.createDirectories(path.getParent() != null ? path.getParent() : zip.getPath("/"));
				Files.writeString(path, entry.getValue());
			}
		}
		return jar;
	}

	private static List<String> entries(Path jar) throws IOException {
		try (FileSystem zip = FileSystems.newFileSystem(jar); Stream<Path> paths = Files.walk(zip.getPath("/"))) {
			return paths.filter(Files::isRegularFile).map((path) -> path.toString().substring(1)).toList();
		}
	}

}
