package dev.dataapi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that {@code docs/configuration.md} lists every setting with its default.
 */
class ConfigurationDocumentTests {

	private static final Path DOCUMENT = Path.of("docs/configuration.md");

	/** The last cell of a setting's row, by the variables in the row. */
	private static Map<String, String> documented() throws IOException {
		Map<String, String> defaults = new TreeMap<>();
		for (String line : Files.readAllLines(DOCUMENT)) {
			List<String> cells = List.of(line.split("\\s*\\|\\s*"));
			if (cells.size() >= 3 && cells.get(2).startsWith("`")) {
				Pattern.compile("`([A-Z_]+)`")
					.matcher(cells.get(2))
					.results()
					.forEach((name) -> defaults.put(name.group(1), (cells.size() > 3) ? cells.get(3) : ""));
			}
		}
		return defaults;
	}

	static Stream<JsonNode> settings() throws IOException {
		try (InputStream metadata = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getInputStream()) {
			return JsonMapper.shared()
				.readTree(metadata)
				.path("properties")
				.valueStream()
				// Without what the compiler adds for the endpoints of Actuator
				.filter((setting) -> setting.path("name").asString().startsWith("data-api."));
		}
	}

	@ParameterizedTest
	@MethodSource("settings")
	void settingIsDocumentedWithItsDefault(JsonNode setting) throws IOException {
		String variable = variable(setting.path("name").asString());
		assertThat(documented()).containsKey(variable);
		String byDefault = setting.path("defaultValue").asString("");
		if (!byDefault.isEmpty()) {
			assertThat(documented().get(variable)).contains(byDefault);
		}
	}

	@Test
	void everyVariableOfTheServiceIsASetting() throws IOException {
		List<String> settings = settings().map((setting) -> variable(setting.path("name").asString())).toList();
		assertThat(documented().keySet()).filteredOn((name) -> name.startsWith("DATA_API_"))
			.isNotEmpty()
			.isSubsetOf(settings);
	}

	@Test
	void everyVariableIsReadSomewhere() throws IOException {
		String resources = Files.readString(Path.of("src/main/resources/application-snowflake.yml"));
		List<String> read = Pattern.compile("\\$\\{([A-Z_]+):")
			.matcher(resources)
			.results()
			.map((MatchResult found) -> found.group(1))
			.filter((name) -> name.startsWith("SNOWFLAKE_"))
			.toList();
		assertThat(documented().keySet()).filteredOn((name) -> name.startsWith("SNOWFLAKE_"))
			.containsExactlyInAnyOrderElementsOf(read);
	}

	private static String variable(String name) {
		return name.replace("data-api.snowflake.", "snowflake.")
			.replace('.', '_')
			.replace('-', '_')
			.toUpperCase(Locale.ROOT);
	}

}
