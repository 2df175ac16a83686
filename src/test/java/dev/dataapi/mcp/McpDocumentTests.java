package dev.dataapi.mcp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends what the transcript of {@code docs/mcp.md} sends, and compares the answers.
 */
@Timeout(180)
class McpDocumentTests {

	private static final Pattern FILE = Pattern.compile("cat > shop.yaml <<'END'\n(.+?)END\n", Pattern.DOTALL);

	private static final Pattern STEP = Pattern
		.compile("\\$ curl -s localhost:8001/mcp -H 'Content-Type: application/json' \\\\\n +-d '(.+?)' \\|\\s+"
				+ "jq -c '(.+?)'\n(.+?)\n(?:\n|```)", Pattern.DOTALL);

	@Test
	void stepsAnswerAsTheDocumentShows(@TempDir Path directory) throws Exception {
		String document = Files.readString(Path.of("docs/mcp.md"));
		Matcher declared = FILE.matcher(document);
		assertThat(declared.find()).isTrue();
		Path file = Files.writeString(directory.resolve("shop.yaml"), declared.group(1));
		int steps = 0;
		try (RunningService service = RunningService.start("embedded",
				List.of("data-api.embedded.scale-factor=0.001", "data-api.mcp=true", "data-api.endpoints=" + file));
				McpClient client = new McpClient(service.port())) {
			for (Matcher step = STEP.matcher(document); step.find(); steps++) {
				JsonNode result = McpClient.json(client.send(step.group(1))).path("result");
				assertThat(lines(step.group(2), result)).containsExactlyElementsOf(step.group(3).lines().toList());
			}
		}
		assertThat(steps).isEqualTo(4);
	}

	/** What jq prints. */
	private static Stream<String> lines(String filter, JsonNode result) {
		return (switch (filter) {
			case ".result.tools[].name" -> result.path("tools").valueStream().map((tool) -> tool.path("name"));
			case ".result.structuredContent.rows[]" -> result.path("structuredContent").path("rows").valueStream();
			case ".result.content[].text" -> result.path("content").valueStream().map((each) -> each.path("text"));
			default -> throw new IllegalArgumentException(filter);
		}).map(JsonNode::toString);
	}

}
