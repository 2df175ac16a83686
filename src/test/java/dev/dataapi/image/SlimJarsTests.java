package dev.dataapi.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import net.snowflake.client.api.driver.SnowflakeDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link SlimJars}. */
class SlimJarsTests {

	private static final String INTERNAL = "net/snowflake/client/jdbc/internal/";

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "amd64, linux/amd64/libzstd-jni-1.5.so, libduckdb_java.so_linux_amd64",
			"aarch64, linux/aarch64/libzstd-jni-1.5.so, libduckdb_java.so_linux_arm64" })
	void librariesForOtherPlatformsAreRemoved(String architecture, String zstd, String duckDb) throws IOException {
		Path jar = jar(Map.of("libduckdb_java.so_linux_amd64", "", "libduckdb_java.so_linux_arm64", "",
				"libduckdb_java.so_windows_amd64", "", "linux/amd64/libzstd-jni-1.5.so", "",
				"linux/aarch64/libzstd-jni-1.5.so", "", "win/amd64/libzstd-jni-1.5.dll", "",
				"META-INF/native/libnetty.so", "", "org/duckdb/DuckDBDriver.class", ""));
		new SlimJars(architecture).slim(jar);
		assertThat(entries(jar)).containsExactlyInAnyOrder("org/duckdb/DuckDBDriver.class", zstd, duckDb);
	}

	@Test
	void stageClientsAreRemovedWithTheServicesThatNameThem() throws IOException {
		Path jar = jar(Map.of(INTERNAL + "grpc/Channel.class", "",
				"META-INF/versions/11/" + INTERNAL + "reactor/core/Flux.class", "",
				INTERNAL + "google/common/Ticker.class", "", "META-INF/services/a.Service",
				INTERNAL.replace('/', '.') + "grpc.Channel", "META-INF/services/b.Service",
				INTERNAL.replace('/', '.') + "google.common.Ticker"));
		new SlimJars("amd64").slim(jar);
		assertThat(entries(jar)).containsExactlyInAnyOrder(INTERNAL + "google/common/Ticker.class",
				"META-INF/services/b.Service");
	}

	@Test
	void scriptsThatThePageDoesNotLoadAreRemoved() throws IOException {
		String folder = "META-INF/resources/webjars/swagger-ui/5.32.14/";
		Path jar = jar(Map.of(folder + "swagger-ui-bundle.js", "", folder + "swagger-ui-standalone-preset.js", "",
				folder + "swagger-ui-es-bundle.js", "", folder + "swagger-ui-es-bundle-core.js", "",
				folder + "swagger-ui.js", "", folder + "swagger-ui.css", ""));
		new SlimJars("amd64").slim(jar);
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
					|| name.startsWith(INTERNAL + "software/amazon/awssdk/http/nio/netty/")
					|| name.startsWith(INTERNAL + "apache/arrow/memory/patch/"));
	}

	private Path jar(Map<String, String> entries) throws IOException {
		Path jar = this.folder.resolve("some.jar");
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
