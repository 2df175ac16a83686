package dev.dataapi.declared;

import dev.dataapi.declared.check.CheckCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Runs the steps of {@code docs/endpoints.md} and the requests of the documents beside
 * it, and compares what they print.
 */
class EndpointsDocumentTests {

	private static final Pattern FILE = Pattern.compile("```yaml\n(version: 1\n.*?)```", Pattern.DOTALL);

	private static final Pattern CHECK = Pattern.compile("check shop\\.yaml\n(.*?)```", Pattern.DOTALL);

	private static final Pattern CURL = Pattern.compile(
			"\\$ curl -s \"?localhost:8001(/[^\" ]+)\"? \\| jq (-c '\\.\\[\\]'|-r \\.detail)\n(.+?)\n(?:\n|```)",
			Pattern.DOTALL);

	private static final Pattern REQUEST = Pattern.compile(
			"\\$ curl -s localhost:8001(/\\S+)(?: -H '([^']+)')?(?: -d '([^']+)')? \\| jq (-c '\\.\\[\\]'|-r \\.detail)\n"
					+ "(.+?)\n(?:\n|```)",
			Pattern.DOTALL);

	private static final Pattern LINK = Pattern
		.compile("\\$ curl -sI \"localhost:8001(/[^\" ]+)\" \\| grep -i \\^link\nLink: (.+?)\n");

	private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

	private static final Pattern SETTING = Pattern.compile("DATA_API_([A-Z_]+)=(\\S+) ");

	private static final Pattern COMMAND = Pattern.compile("\\$ (curl .+)\n((?:(?!\\$ |```).*\n)+)");

	private static final Pattern LINES = Pattern
		.compile("\\$ curl -s \"localhost:8001(/[^\" ]+)\" \\| wc -l\n([0-9]+)\n");

	private static final JsonMapper JSON = new JsonMapper();

	@Test
	void stepsPrintWhatTheDocumentShows(@TempDir Path directory) throws IOException {
		String document = Files.readString(Path.of("docs/endpoints.md"));
		Path file = EndpointFiles.write(directory, first(FILE, document));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		System.setProperty("data-api.embedded.scale-factor", "0.001");
		try {
			assertThat(new CheckCommand(new PrintStream(out, true, StandardCharsets.UTF_8), System.err,
					Duration.ofMinutes(2))
				.run(file.toString())).isZero();
		}
		finally {
			System.clearProperty("data-api.embedded.scale-factor");
			System.clearProperty("CONSOLE_LOG_THRESHOLD");
		}
		assertThat(out.toString(StandardCharsets.UTF_8)
			.replace(System.getenv().getOrDefault("SNOWFLAKE_ROLE", "<role>"), "<role>"))
			.isEqualTo(first(CHECK, document));
		try (RunningService service = RunningService.start("test", List.of("data-api.endpoints=" + file,
				"data-api.embedded.scale-factor=0.1", "data-api.lookup.deadline=30s"))) {
			Eventually.assertThat(() -> assertThat(service.get("/readyz").status()).isEqualTo(200));
			assertThat(compare(document, service)).isEqualTo(4);
		}
	}

	@Test
	void requestsGetWhatTheirDocumentShows(@TempDir Path directory) throws IOException {
		String document = Files.readString(Path.of("docs/endpoint-requests.md"));
		try (RunningService service = RunningService.start("test",
				List.of(EndpointFiles.setting(directory, first(FILE, document)), "data-api.embedded.scale-factor=0.1",
						"data-api.lookup.deadline=30s"))) {
			int answers = 0;
			for (Matcher curl = REQUEST.matcher(document); curl.find(); answers++) {
				String data = curl.group(3);
				String type = (curl.group(2) != null) ? curl.group(2)
						: "Content-Type: application/x-www-form-urlencoded";
				String body = (data == null) ? service.get(curl.group(1)).body() : RawRequest.send(service.port(),
						"POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
							.formatted(curl.group(1), type, data.length(), data))
					.body();
				assertThat(curl.group(4).startsWith("-r") ? JSON.readTree(body).path("detail").asString()
						: String.join("\n", JSON.readTree(body).valueStream().map(JsonNode::toString).toList()))
					.isEqualTo(curl.group(5));
			}
			assertThat(answers).isEqualTo(5);
		}
	}

	@Test
	void reportsAnswerAsTheDocumentShows(@TempDir Path directory) throws IOException {
		String document = Files.readString(Path.of("docs/reports.md"));
		Path file = EndpointFiles.write(directory, first(FILE, document));
		try (RunningService service = RunningService.start("test", List.of("data-api.endpoints=" + file,
				"data-api.embedded.scale-factor=0.1", "data-api.report.deadline=30s"))) {
			Eventually.assertThat(() -> assertThat(service.get("/readyz").status()).isEqualTo(200));
			assertThat(compare(document, service)).isEqualTo(5);
			int links = 0;
			for (Matcher link = LINK.matcher(document); link.find(); links++) {
				assertThat(service.get(link.group(1)).headers()).containsEntry("link", link.group(2));
			}
			assertThat(links).isEqualTo(1);
			Matcher lines = LINES.matcher(document);
			assertThat(lines.find()).isTrue();
			assertThat(service.get(lines.group(1)).body().lines()).hasSize(Integer.parseInt(lines.group(2)));
		}
	}

	@Test
	void commandsPrintWhatTheDocumentOfEverythingShows(@TempDir Path directory) throws Exception {
		assumeThat(output("command -v jq && command -v curl")).isNotEmpty();
		String document = Files.readString(Path.of("docs/everything.md"));
		Path file = EndpointFiles.write(directory, first(FILE, document));
		Files.createDirectory(directory.resolve("sql"));
		Files.writeString(directory.resolve("sql/top_customers.sql"), first(SQL, document));
		List<String> settings = new ArrayList<>(List.of("data-api.embedded.scale-factor=0.1",
				"data-api.lookup.deadline=30s", "data-api.report.deadline=30s"));
		SETTING.matcher(document)
			.results()
			.forEach((setting) -> settings
				.add("data-api." + setting.group(1).toLowerCase(Locale.ROOT).replace("cors_", "cors.").replace('_', '-')
						+ "=" + setting.group(2).replace("everything.yaml", file.toString())));
		try (RunningService service = RunningService.start("test", settings)) {
			Eventually.assertThat(() -> assertThat(service.get("/readyz").status()).isEqualTo(200));
			int commands = 0;
			for (Matcher command = COMMAND.matcher(document); command.find(); commands++) {
				assertThat(output(command.group(1).replace("localhost:8001", "localhost:" + service.port())))
					.as(command.group(1))
					.isEqualTo(command.group(2).strip());
			}
			assertThat(commands).isEqualTo(26);
		}
	}

	/** What a command of a document prints. */
	private static String output(String command) throws IOException, InterruptedException {
		Process shell = new ProcessBuilder("bash", "-c", command).redirectError(Redirect.INHERIT).start();
		try {
			String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
			return output.replace("\r", "").strip();
		}
		finally {
			shell.destroyForcibly();
		}
	}

	/** Compares the answers with those shown, and counts them. */
	private static int compare(String document, RunningService service) throws IOException {
		int answers = 0;
		for (Matcher curl = CURL.matcher(document); curl.find(); answers++) {
			String body = service.get(curl.group(1)).body();
			if (curl.group(2).startsWith("-r")) {
				assertThat(body).contains("\"detail\":\"" + curl.group(3) + "\"");
			}
			else {
				assertThat(JSON.readTree(body).valueStream().map(JsonNode::toString))
					.containsExactlyElementsOf(curl.group(3).lines().toList());
			}
		}
		return answers;
	}

	private static String first(Pattern pattern, String document) {
		Matcher matcher = pattern.matcher(document);
		assertThat(matcher.find()).as(pattern.pattern()).isTrue();
		return matcher.group(1);
	}

}
