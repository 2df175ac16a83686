package dev.dataapi.cache.shared;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import dev.dataapi.cache.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link ProgramDigest}. */
class ProgramDigestTests {

	private static final Map<String, String> PROGRAM = Map.of("dev/dataapi/A.class", "code of A", "dev/dataapi/B.class",
			"code of B", "application.yml", "a: 1");

	private static final List<String> LIBRARIES = List.of("driver-4.4.1.jar", "json-3.1.5.jar");

	@TempDir
	private Path folder;

	@Test
	void digestOfThisProgramIsThatOfItsFolder() {
		assertThat(ProgramDigest.of(ProgramDigest.class)).matches("[0-9a-f]{32}")
			.isEqualTo(ProgramDigest.of(Path.of("target/classes")));
	}

	@Test
	void digestIsThatOfTheCodeHoweverItIsPacked() throws IOException {
		String digest = ProgramDigest.of(jar(PROGRAM, LIBRARIES));
		assertThat(ProgramDigest.of(bootJar(PROGRAM, LIBRARIES))).isEqualTo(digest);
		assertThat(ProgramDigest.of(jar(PROGRAM, List.of()))).isEqualTo(ProgramDigest.of(folder(PROGRAM)));
	}

	@Test
	void digestIsTheSameWhateverSaysWhenAndFromWhichCommitItWasBuilt() throws IOException {
		String digest = ProgramDigest.of(jar(PROGRAM, LIBRARIES));
		assertThat(ProgramDigest.of(jar(with("META-INF/build-info.properties", "build.time=1"), LIBRARIES)))
			.isEqualTo(digest);
		assertThat(ProgramDigest.of(jar(with("git.properties", "git.commit.id.abbrev=a4f1280"), LIBRARIES)))
			.isEqualTo(digest);
	}

	@Test
	void digestOfOtherCodeOrLibrariesIsAnother() throws IOException {
		List<String> digests = new ArrayList<>();
		digests.add(ProgramDigest.of(jar(PROGRAM, LIBRARIES)));
		digests.add(ProgramDigest.of(jar(with("dev/dataapi/A.class", "other code"), LIBRARIES)));
		digests.add(ProgramDigest.of(jar(with("dev/dataapi/C.class", "code of C"), LIBRARIES)));
		digests.add(ProgramDigest.of(jar(with("snowflake.sql", "CREATE MACRO"), LIBRARIES)));
		digests.add(ProgramDigest.of(jar(PROGRAM, List.of("driver-4.4.2.jar", "json-3.1.5.jar"))));
		digests.add(ProgramDigest.of(bootJar(PROGRAM, List.of("driver-4.4.1.jar", "json-3.1.6.jar"))));
		digests.add(ProgramDigest.of(folder(with("dev/dataapi/A.class", "other code"))));
		assertThat(digests).doesNotHaveDuplicates();
	}

	private static Map<String, String> with(String name, String content) {
		Map<String, String> changed = new LinkedHashMap<>(PROGRAM);
		changed.put(name, content);
		return changed;
	}

	private Path folder(Map<String, String> files) throws IOException {
		Path root = Files.createTempDirectory(this.folder, "classes");
		for (Map.Entry<String, String> file : files.entrySet()) {
			Path path = root.resolve(file.getKey());
			Files.createDirectories(path.getParent());
			Files.writeString(path, file.getValue());
		}
		return root;
	}

	/** As the image has it: a jar beside its libraries. */
	private Path jar(Map<String, String> files, List<String> libraries) throws IOException {
		Manifest manifest = manifest();
		if (!libraries.isEmpty()) {
			manifest.getMainAttributes()
				.put(Attributes.Name.CLASS_PATH,
						String.join(" ", libraries.stream().map((library) -> "lib/" + library).toList()));
		}
		return write(manifest, files);
	}

	/** As Maven builds it. */
	private Path bootJar(Map<String, String> files, List<String> libraries) throws IOException {
		Map<String, String> entries = new LinkedHashMap<>();
		entries.put("org/springframework/boot/loader/launch/JarLauncher.class", "code of the loader");
		files.forEach((name, content) -> entries.put("BOOT-INF/classes/" + name, content));
		libraries.forEach((library) -> entries.put("BOOT-INF/lib/" + library, "a jar"));
		entries.put("BOOT-INF/lib/spring-boot-jarmode-tools-4.1.1.jar", "a jar");
		entries.put("BOOT-INF/classpath.idx", "- \"BOOT-INF/lib/driver.jar\"");
		return write(manifest(), entries);
	}

	private static Manifest manifest() {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		return manifest;
	}

	private Path write(Manifest manifest, Map<String, String> entries) throws IOException {
		Path file = Files.createTempFile(this.folder, "program", ".jar");
		try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
			for (Map.Entry<String, String> entry : entries.entrySet()) {
				jar.putNextEntry(new JarEntry(entry.getKey()));
				jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
				jar.closeEntry();
			}
		}
		return file;
	}

}
