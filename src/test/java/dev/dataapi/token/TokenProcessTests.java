package dev.dataapi.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.dataapi.DataApiApplication;
import dev.dataapi.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command in a process of its own, started as the application's jar starts it.
 */
class TokenProcessTests {

	@TempDir
	private Path folder;

	@Test
	void applicationWhenItsFirstArgumentIsTokenPrintsOneWithoutSpring() throws Exception {
		Path key = TestKeys.write(this.folder, "rsa_key.p8", TestKeys.pem(TestKeys.RSA.getPrivate()));
		try (SnowflakeTokenServer snowflake = new SnowflakeTokenServer(TestKeys.RSA.getPublic())) {
			int status = run("token", "--account", "myorg-myaccount", "--user", "SVC_DATA_API",
					"--private_key_file_path", key.toString(), "--endpoint", "abc.snowflakecomputing.app",
					"--snowflake_account_url", snowflake.url());
			assertThat(read("err")).isEmpty();
			assertThat(read("out")).isEqualTo(SnowflakeTokenServer.TOKEN + System.lineSeparator());
			assertThat(status).isZero();
		}
		assertThat(read("classes")).contains("dev.dataapi.token.TokenCommand ")
			.doesNotContain(" org.springframework.", " org.slf4j.", " ch.qos.logback.");
	}

	@Test
	void applicationWhenTheTokenCommandIsMisusedExitsWithTwo() throws Exception {
		assertThat(run("token")).isEqualTo(2);
		assertThat(read("out")).isEmpty();
		assertThat(read("err")).startsWith("Missing required options: ");
	}

	private int run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path"), "-Xlog:class+load:file=" + file("classes"),
				DataApiApplication.class.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(file("out").toFile())
			.redirectError(file("err").toFile());
		builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
		Process process = builder.start();
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		return process.exitValue();
	}

	private Path file(String name) {
		return this.folder.resolve(name);
	}

	private String read(String name) throws IOException {
		return Files.readString(file(name));
	}

}
