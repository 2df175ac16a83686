package dev.dataapi.image;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Tests for {@link UnpackedDuckDb}. */
class UnpackedDuckDbTests {

	private static final FileTime TIME = FileTime.from(Instant.parse("2026-11-22T00:00:00Z"));

	@TempDir
	private Path folder;

	@Test
	void libraryIsMovedBesideItsJarAndBothHaveTheJarsTime() throws IOException {
		Path jar = jar("libduckdb_java.so_linux_amd64");
		UnpackedDuckDb.unpack(this.folder);
		Path library = this.folder.resolve("libduckdb_java.so_linux_amd64");
		assertThat(library).hasContent("native");
		assertThat(Files.getLastModifiedTime(library)).isEqualTo(TIME);
		assertThat(Files.getLastModifiedTime(jar)).isEqualTo(TIME);
		try (JarFile file = new JarFile(jar.toFile())) {
			assertThat(file.stream()).extracting(JarEntry::getName).containsExactly("Driver.class");
		}
	}

	@Test
	void jarForSeveralPlatformsIsRefused() throws IOException {
		jar("libduckdb_java.so_linux_amd64", "libduckdb_java.so_linux_arm64");
		assertThatIllegalStateException().isThrownBy(() -> UnpackedDuckDb.unpack(this.folder))
			.withMessageContaining("must have one native library");
	}

	private Path jar(String... libraries) throws IOException {
		Path jar = this.folder.resolve("duckdb_jdbc-2.0.jar");
		try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
			Files.writeString(zip.getPath("Driver.class"), "");
			for (String library : libraries) {
				Files.writeString(zip.getPath(library), "native");
			}
		}
		return Files.setLastModifiedTime(jar, TIME);
	}

}
