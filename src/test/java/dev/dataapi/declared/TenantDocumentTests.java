package dev.dataapi.declared;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.DataApiApplication;
import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.declared.file.InvalidEndpointsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Runs the commands of {@code docs/tenants.md}.
 */
class TenantDocumentTests {

	private static final Path DOCUMENT = Path.of("docs/tenants.md");

	private static final Pattern SHELL = Pattern.compile("```sh\n(.+?)```", Pattern.DOTALL);

	private static final Pattern START = Pattern.compile("\n((?:DATA_API_\\w+=\\S+ )+)java -jar");

	private static final Pattern CURL = Pattern
		.compile("\\$ curl -s -H \"X-Api-Key: \\$\\(cat (\\w+)\\.key\\)\" '?localhost:8001(/[^\\s']+)'? "
				+ "\\| jq -(?:c '\\.\\[\\]'|r '\\.(detail)')\n(.+?)\n(?:\n|```)", Pattern.DOTALL);

	private static final Pattern INVALIDATE = Pattern.compile("curl -X POST .* -d '(.+)' +http://api:8002(/\\S+)");

	private static final Pattern REFUSAL = Pattern.compile("\ninvoices.yaml(:.+)\n");

	/** Stands for the jar, which is not there yet. */
	private static final String JAVA = """
			java() {
			  shift 2
			  "%s/bin/java" -XX:TieredStopAtLevel=1 -cp "$CLASS_PATH" %s "$@"
			}
			""".formatted(System.getProperty("java.home"), DataApiApplication.class.getName());

	@Test
	void commandsPrintWhatTheDocumentShows(@TempDir Path directory) throws Exception {
		String document = Files.readString(DOCUMENT);
		ProcessBuilder shell = new ProcessBuilder("bash", "-ec", JAVA + all(SHELL, document).getFirst().group(1));
		shell.environment()
			.put("CLASS_PATH",
					Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
						.map((each) -> Path.of(each).toAbsolutePath().toString())
						.collect(Collectors.joining(File.pathSeparator)));
		Process steps = shell.directory(directory.toFile()).inheritIO().start();
		assertThat(steps.waitFor(120, TimeUnit.SECONDS)).isTrue();
		assertThat(steps.exitValue()).isZero();
		List<String> settings = new ArrayList<>(
				List.of("data-api.lookup.deadline=30s", "data-api.report.deadline=60s"));
		for (String variable : all(START, document).getFirst().group(1).strip().split(" ")) {
			String[] parts = variable.split("=");
			Path file = directory.resolve(parts[1]);
			settings.add(parts[0].toLowerCase(Locale.ROOT).replaceFirst("_", "-").replace('_', '.') + "="
					+ (Files.exists(file) ? file : parts[1]));
		}
		assertThat(settings).contains("data-api.authentication=keys");
		try (RunningService service = RunningService.start("test", settings)) {
			Eventually.assertThat(() -> assertThat(service.get("/readyz").status()).isEqualTo(200));
			List<MatchResult> curls = all(CURL, document);
			assertThat(curls).hasSize(6).hasSize(document.split("\\$ curl").length - 1);
			for (MatchResult curl : curls) {
				String key = Files.readString(directory.resolve(curl.group(1) + ".key")).strip();
				JsonNode answer = JsonMapper.shared().readTree(service.get(curl.group(2), "X-Api-Key: " + key).body());
				List<String> lines = (curl.group(3) != null) ? List.of(answer.path(curl.group(3)).asString())
						: answer.valueStream().map(JsonNode::toString).toList();
				assertThat(lines).containsExactlyElementsOf(curl.group(4).lines().toList());
			}
			List<MatchResult> invalidations = all(INVALIDATE, document);
			assertThat(invalidations).hasSize(2);
			for (MatchResult each : invalidations) {
				assertThat(post(service, each.group(2), each.group(1)).body()).contains("\"invalidated\":1");
			}
		}
		settings.removeIf((setting) -> setting.startsWith("data-api.authentication"));
		Throwable refused = catchThrowable(() -> RunningService.start("test", settings).close());
		while (refused != null && !(refused instanceof InvalidEndpointsException)) {
			refused = refused.getCause();
		}
		assertThat(refused).isNotNull();
		assertThat(((InvalidEndpointsException) refused).errors())
			.contains(directory.resolve("invoices.yaml") + all(REFUSAL, document).getFirst().group(1));
	}

	private static RawRequest.Answer post(RunningService service, String path, String body) throws Exception {
		return RawRequest.send(service.managementPort(),
				"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
					.formatted(path, body.length(), body));
	}

	private static List<MatchResult> all(Pattern pattern, String document) {
		List<MatchResult> found = pattern.matcher(document).results().toList();
		assertThat(found).as(pattern.pattern()).isNotEmpty();
		return found;
	}

}
