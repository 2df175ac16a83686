package dev.dataapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the arguments of the program mean, and that nonsense starts no service.
 */
class InvocationTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "--server.port=0", "--debug", "--spring.profiles.active=snowflake --debug" })
	void settingsStartTheService(String arguments) {
		assertThat(of(arguments)).isEqualTo(new Invocation("", ""));
	}

	@Test
	void noArgumentStartsTheService() {
		assertThat(Invocation.of()).isEqualTo(new Invocation("", ""));
	}

	@ParameterizedTest
	@CsvSource({ "check file.yaml, check", "check --offline file.yaml, check", "check, check", "token --help, token",
			"key crm reporting, key", "help, help", "--help, help", "-h, help", "help check, help" })
	void commandIsTheFirstArgument(String arguments, String command) {
		assertThat(of(arguments)).isEqualTo(new Invocation(command, ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			chek file.yaml            | chek is no command of this service; the nearest is check.
			CHECK file.yaml           | CHECK is no command of this service; the nearest is check.
			tokens                    | tokens is no command of this service; the nearest is token.
			hepl                      | hepl is no command of this service; the nearest is help.
			file.yaml                 | file.yaml is no command of this service.
			version                   | version is no command of this service.
			-v                        | -v is no option of this service: a setting is written --name=value.
			-Dserver.port=0           | -Dserver.port=0 is no option of this service: a setting is written --name=value.
			--                        | -- is no option of this service: a setting is written --name=value.
			--server.port=0 check x   | The command check must come first.
			--server.port 9000        | 9000 is no setting: they are written --name=value.
			--server.port=0 --debug x | x is no setting: they are written --name=value.
			""")
	void nonsenseIsRefusedInOneSentence(String arguments, String objection) {
		assertThat(of(arguments)).isEqualTo(new Invocation("", objection));
	}

	@ParameterizedTest
	@ValueSource(strings = { "chek", "file.yaml", "--server.port=0 file.yaml" })
	void programWhenRefusedEndsWithTheUsage(String arguments, @TempDir Path directory) throws Exception {
		assertThat(run(directory, arguments.split(" "))).isEqualTo(2);
		assertThat(Files.readString(directory.resolve("err"))).matches("(?s)\\S+ is no .*\\.\\R.*")
			.endsWith(Invocation.USAGE);
		assertThat(directory.resolve("out")).isEmptyFile();
	}

	@Test
	void programWhenAskedForHelpPrintsTheUsage(@TempDir Path directory) throws Exception {
		assertThat(run(directory, "--help")).isZero();
		assertThat(directory.resolve("out")).hasContent(Invocation.USAGE);
		assertThat(directory.resolve("err")).isEmptyFile();
	}

	private static Invocation of(String arguments) {
		return Invocation.of(arguments.split(" "));
	}

	private static int run(Path directory, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), DataApiApplication.class.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectOutput(directory.resolve("out").toFile())
			.redirectError(directory.resolve("err").toFile())
			.start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it started as a service").isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
