package dev.dataapi.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dataapi.DataApiApplication;
import dev.dataapi.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service in a process of its own, with the embedded warehouse, the given
 * environment, and a log of the classes that it loads.
 */
public final class ServiceProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern
		.compile("Started DataApiApplication in .*: http://localhost:(\\d+)/test");

	private final Path output;

	private final Path classes;

	private final Process process;

	public ServiceProcess(Path directory, Map<String, String> environment) throws IOException {
		this.output = directory.resolve("output");
		this.classes = directory.resolve("classes");
		ProcessBuilder builder = new ProcessBuilder(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-Xlog:class+load:file=" + this.classes,
						"-cp", System.getProperty("java.class.path"), DataApiApplication.class.getName(),
						"--server.port=0", "--management.server.port=0", "--data-api.embedded.scale-factor=0.001",
						"--management.tracing.sampling.probability=1"))
			.redirectErrorStream(true)
			.redirectOutput(this.output.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("OTEL_"));
		builder.environment().putAll(environment);
		this.process = builder.start();
	}

	/** Waits until the service is ready, and returns its port. */
	public int port() throws IOException {
		Eventually.assertThat(() -> assertThat(portOrZero()).as(output()).isPositive());
		return portOrZero();
	}

	private int portOrZero() throws IOException {
		Matcher matcher = PORT.matcher(output());
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
	}

	String output() throws IOException {
		return Files.readString(this.output);
	}

	/** The classes that have been loaded so far. */
	public List<String> classes() throws IOException {
		return Files.readAllLines(this.classes)
			.stream()
			.map((line) -> line.replaceAll("^(\\[[^]]*])* *", "").split(" ")[0])
			.toList();
	}

	/** Stops it as a platform does, which waits 30 seconds. */
	boolean endsInTime() throws InterruptedException {
		this.process.destroy();
		return this.process.waitFor(30, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
