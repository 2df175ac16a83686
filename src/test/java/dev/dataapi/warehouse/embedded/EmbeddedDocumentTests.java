package dev.dataapi.warehouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.Eventually;
import dev.dataapi.RunningService;
import dev.dataapi.warehouse.SessionTimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the steps of {@code docs/embedded.md}, and compares its tables with those that are
 * there.
 */
class EmbeddedDocumentTests {

	private static final Path DOCUMENT = Path.of("docs/embedded.md");

	private static final Pattern SHELL = Pattern.compile("```sh\n(.+?)```", Pattern.DOTALL);

	private static final Pattern START = Pattern.compile("\n((?:DATA_API_\\w+=\\S+ )+)java -jar");

	private static final Pattern CURL = Pattern
		.compile("\\$ curl -s '?localhost:8001(/[^\\s']+)'? \\| jq -c '\\.\\[\\]'\n(.+?)\n(?:\n|```)", Pattern.DOTALL);

	private static final Set<TableName> EVERY_TABLE = Stream
		.of("customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier")
		.flatMap((table) -> Stream.of("tpch_sf1", "tpch_sf10")
			.map((schema) -> new TableName("snowflake_sample_data", schema, table)))
		.collect(Collectors.toSet());

	private static final int WIDTH = 118;

	@Test
	void stepsPrintWhatTheDocumentShows(@TempDir Path directory) throws Exception {
		String document = Files.readString(DOCUMENT);
		Process shell = new ProcessBuilder("bash", "-ec", first(SHELL, document)).directory(directory.toFile())
			.inheritIO()
			.start();
		assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(shell.exitValue()).isZero();
		List<String> settings = new ArrayList<>(List.of("data-api.embedded.scale-factor=0.001",
				"data-api.lookup.deadline=30s", "data-api.report.deadline=60s"));
		for (String variable : first(START, document).strip().split(" ")) {
			String[] parts = variable.split("=");
			settings.add(parts[0].toLowerCase(Locale.ROOT).replaceFirst("_", "-").replace('_', '.') + "="
					+ directory.resolve(parts[1]));
		}
		assertThat(settings).contains("data-api.endpoints=" + directory.resolve("sales.yaml"));
		try (RunningService service = RunningService.start("test", settings)) {
			Eventually.assertThat(() -> assertThat(service.get("/readyz").status()).isEqualTo(200));
			int answers = 0;
			for (Matcher curl = CURL.matcher(document); curl.find(); answers++) {
				assertThat(JsonMapper.shared()
					.readTree(service.get(curl.group(1)).body())
					.valueStream()
					.map(JsonNode::toString)).containsExactlyElementsOf(curl.group(2).lines().toList());
			}
			assertThat(answers).isEqualTo(6);
		}
	}

	@Test
	void tablesAreThoseThatAreThere() throws Exception {
		try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.start(new EmbeddedProperties(0.001, null, null, true),
				new SessionTimeZone("UTC"), EnumSet.allOf(TpcDsTable.class), EVERY_TABLE)) {
			warehouse.awaitLoaded();
			assertThat(Files.readString(DOCUMENT)).endsWith(tables(new JdbcTemplate(warehouse.connections())));
		}
	}

	/** Each table with its columns, in lines that an editor shows whole. */
	private static String tables(JdbcTemplate jdbc) {
		StringBuilder document = new StringBuilder();
		for (Map<String, Object> table : jdbc.queryForList("""
				select table_catalog || '.' || table_schema || '.' || table_name as name,
					list(column_name || ' ' || data_type order by ordinal_position)::varchar as columns
				from information_schema.columns where table_schema in ('data', 'tpch_sf10')
				group by all order by name""")) {
			document.append("\n### ").append(table.get("name")).append("\n\n```\n");
			int width = 0;
			String list = String.valueOf(table.get("columns")).replaceAll("[\\[\\]']", "");
			for (String column : list.split(", ")) {
				if (width + column.length() > WIDTH) {
					document.setCharAt(document.length() - 1, '\n');
					width = 0;
				}
				document.append(column).append(", ");
				width += column.length() + 2;
			}
			document.setLength(document.length() - 2);
			document.append("\n```\n");
		}
		return document.toString();
	}

	private static String first(Pattern pattern, String document) {
		Matcher matcher = pattern.matcher(document);
		assertThat(matcher.find()).as(pattern.pattern()).isTrue();
		return matcher.group(1);
	}

}
