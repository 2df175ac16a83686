package dev.dataapi.declared;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Generates a Java client from the description that the running service gives, compiles
 * it, and calls every route with it. Maven copies the generator beside the classes; it is
 * on no class path of the service or its tests.
 */
@Timeout(300)
class GeneratedClientTests {

	private static final Path GENERATOR = Path.of("target/generated-client/openapi-generator-cli.jar");

	private static final Path NULLABLE = Path.of("target/generated-client/jackson-databind-nullable.jar");

	private static final Path RESOURCES = Path.of("src/test/resources/dev/dataapi/declared");

	@Test
	void generatedClientReadsWhatEveryRouteAnswers(@TempDir Path directory) throws Exception {
		try (RunningService service = RunningService.start("test",
				List.of("data-api.endpoints=" + RESOURCES.resolve("clients.yaml"), "data-api.lookup.deadline=30s",
						"data-api.report.deadline=30s"))) {
			String address = "http://localhost:" + service.port();
			generate(address, directory.resolve("client"));
			Path classes = compile(directory);
			assertThat(calls(address, classes)).containsExactlyElementsOf(
					"""
							address is the service's: true
							home: {result=Nothing to see here}
							top ten: 10 398177.62
							top ten by snowpark: true
							top ten by default: 10
							first month: 1
							customers: 2 Javier null
							items: 2 7.11 null
							stores: 2 1997-03-13 245
							order: 7
							types by default: [a, 5, 1.50, 1.5, true, 1995-01-01, 1995-01-01T08:30, 1995-01-01T08:30:00Z, null]
							types: [a,b~ é+&%, 5000000000, -0.01, -0.01, false, 2000-02-29, 2000-02-29T12:34:56.789, 2000-02-29T06:30:00Z, null]
							optional parameters: 15000 9
							list of texts: 26
							list of days: 18
							list of integers: 3
							no list: 15000
							list of texts with commas: 2
							items by post: true
							stores by post: 1
							types by post and default: [a, 5, 1.50, 1.5, true, 1995-01-01, 1995-01-01T08:30, 1995-01-01T08:30:00Z, null]
							types by post: [a,b~ é+&%, 5000000000, -0.01, -0.01, false, 2000-02-29, 2000-02-29T12:34:56.789, 2000-02-29T06:30:00Z, null]
							list by post: 3
							problem: 400 400 /customer/x Invalid customer IDs. true
							problem: 400 400 /reports/optional Invalid status. true
							problem: 414 414 about:blank The address is too long. true
							problem: 431 431 /orders/7 The headers are too long. true
							"""
						.lines()
						.toList());
		}
	}

	private static void generate(String address, Path client) throws IOException, InterruptedException {
		assertThat(GENERATOR).as("copied by ./mvnw process-test-resources").exists();
		Path log = client.resolveSibling("log");
		Process generator = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", GENERATOR.toString(), "generate", "--input-spec",
				address + "/v3/api-docs", "--generator-name", "java", "--library", "native", "--additional-properties",
				"useJakartaEe=true", "--global-property",
				"apiTests=false,modelTests=false,apiDocs=false,modelDocs=false", "--output", client.toString())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			assertThat(generator.waitFor(2, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			generator.destroyForcibly();
		}
		assertThat(generator.exitValue()).as(Files.readString(log)).isZero();
	}

	private static Path compile(Path directory) throws IOException {
		Path classes = Files.createDirectory(directory.resolve("classes"));
		List<Path> sources = new ArrayList<>(List.of(RESOURCES.resolve("ClientCalls.java")));
		try (Stream<Path> generated = Files.walk(directory.resolve("client/src/main/java"))) {
			generated.filter((file) -> file.toString().endsWith(".java")).forEach(sources::add);
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter errors = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			boolean compiled = compiler
				.getTask(errors, files, null,
						List.of("-d", classes.toString(), "-proc:none", "-nowarn", "-classpath",
								System.getProperty("java.class.path") + File.pathSeparator + NULLABLE),
						null, files.getJavaFileObjectsFromPaths(sources))
				.call();
			assertThat(compiled).as(errors.toString()).isTrue();
		}
		return classes;
	}

	@SuppressWarnings("unchecked")
	private static List<String> calls(String address, Path classes) throws Exception {
		URL[] path = { classes.toUri().toURL(), NULLABLE.toUri().toURL() };
		try (URLClassLoader loader = new URLClassLoader(path, GeneratedClientTests.class.getClassLoader())) {
			Function<String, List<String>> calls = (Function<String, List<String>>) loader.loadClass("ClientCalls")
				.getDeclaredConstructor()
				.newInstance();
			return calls.apply(address);
		}
	}

}
