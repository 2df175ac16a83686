package dev.dataapi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What starts the jar, as Maven compiles it.
 */
@EnabledIfSystemProperty(named = "surefire.real.class.path", matches = ".+",
		disabledReason = "Maven did not compile this")
class LauncherTests {

	private static final int OF_JAVA_17 = 61;

	@Test
	void launcherIsForAnOlderJavaThanTheApplication() throws IOException {
		assertThat(release(Launcher.class)).isEqualTo(OF_JAVA_17);
		assertThat(release(DataApiApplication.class)).isGreaterThan(OF_JAVA_17);
	}

	@Test
	void olderJavaSaysThatItIsTooOld(@TempDir Path directory) throws Exception {
		Path java = older();
		assumeThat(java).as("a Java from 17 to 20 below /usr/lib/jvm").isNotNull();
		Path output = directory.resolve("output");
		Process process = new ProcessBuilder(java.toString(), "-cp", "target/classes", Launcher.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isOne();
		assertThat(Files.readString(output))
			.matches("data-api needs Java 21 or newer, and this is Java \\d+, in \\S+\\.\\R");
	}

	private static Path older() throws IOException {
		Path machines = Path.of("/usr/lib/jvm");
		if (!Files.isDirectory(machines)) {
			return null;
		}
		try (Stream<Path> homes = Files.list(machines)) {
			return homes
				.filter((home) -> home.getFileName().toString().matches("(java-|temurin-)?(17|18|19|20)[^0-9].*"))
				.map((home) -> home.resolve("bin/java"))
				.filter(Files::isExecutable)
				.findFirst()
				.orElse(null);
		}
	}

	/** The class file's major version. */
	private static int release(Class<?> type) throws IOException {
		String file = type.getName().replace('.', '/') + ".class";
		return ByteBuffer.wrap(new ClassPathResource(file).getContentAsByteArray()).getShort(6);
	}

}
