package dev.dataapi.mcp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the list says of arguments and answers holds for those of each tool, and all
 * clients accept the tools' names.
 */
@Timeout(180)
class ToolSchemaTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	/** Beside the example file: every type with a value and with none, and long names. */
	private static final String DECLARED = """
			version: 1
			reports:
			  every-type:
			    parameters:
			      - {name: whole, type: integer, min: "0", max: "9"}
			      - {name: exact, type: "decimal(5,2)", default: "1.50"}
			      - {name: day, type: date, default: "today - 1d"}
			      - {name: moment, type: timestamptz, optional: true}
			      - {name: flag, type: boolean, default: "true"}
			      - {name: words, type: text, values: [a, b], max_items: 2, optional: true}
			    sql: |
			      SELECT {{whole}} AS N, 'x' AS T, CAST(1.5 AS DECIMAL(5,2)) AS D, CAST(0.1 AS DOUBLE) AS F, TRUE AS B,
			        CAST('2024-02-29' AS DATE) AS DAY, CAST('2024-02-29 12:00:00' AS TIMESTAMP_NTZ) AS TS
			      WHERE {{flag}} AND {{exact}} > 1 AND {{day}} > CAST('2000-01-01' AS DATE)
			        [[ AND 'a' IN ({{words}}) ]] [[ AND {{moment}} IS NOT NULL ]]
			      UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL
			      ORDER BY N
			    columns:
			      - {name: N, type: integer}
			      - {name: T, type: text}
			      - {name: D, type: "decimal(5,2)"}
			      - {name: F, type: double}
			      - {name: B, type: boolean}
			      - {name: DAY, type: date}
			      - {name: TS, type: timestamp}
			  every_type:
			    sql: SELECT 1 AS N
			    columns: [{name: N, type: integer}]
			  %s:
			    sql: SELECT 2 AS N
			    columns: [{name: N, type: integer}]
			""".formatted("long".repeat(16));

	private static RunningService service;

	private static McpClient client;

	private static final Map<String, JsonNode> TOOLS = new HashMap<>();

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("types.yaml"), DECLARED);
		service = RunningService.start("embedded", List.of("data-api.embedded.scale-factor=0.01", "data-api.mcp=true",
				"data-api.endpoints=" + Path.of("spec/endpoints.yaml").toAbsolutePath() + "," + file));
		client = new McpClient(service.port());
		for (JsonNode tool : client.ask("tools/list", "{}").path("result").path("tools")) {
			TOOLS.put(tool.path("name").asString(), tool);
		}
	}

	@AfterAll
	static void stop() {
		client.close();
		service.close();
	}

	/** The calls that the official clients make, too. */
	static Stream<JsonNode> calls() {
		return MAPPER.readTree(Path.of("src/test/mcp/calls.json")).valueStream();
	}

	private static List<Error> errors(JsonNode schema, JsonNode value) {
		return SCHEMAS.getSchema(schema)
			.validate(value, (context) -> context.executionConfig((config) -> config.formatAssertionsEnabled(true)));
	}

	private static JsonNode check(String tool, String arguments) throws Exception {
		JsonNode definition = TOOLS.get(tool);
		JsonNode result = client.call(tool, arguments);
		assertThat(result.path("isError").asBoolean(true)).as("%s", result).isFalse();
		assertThat(errors(definition.path("inputSchema"), MAPPER.readTree(arguments))).isEmpty();
		assertThat(errors(definition.path("outputSchema"), result.path("structuredContent"))).isEmpty();
		return result.path("structuredContent").path("rows");
	}

	@ParameterizedTest
	@MethodSource("calls")
	void everyCallAgreesWithTheSchemasOfItsTool(JsonNode call) throws Exception {
		JsonNode rows = check(call.path("tool").asString(), call.path("arguments").toString());
		assertThat(rows).isEqualTo(MAPPER.readTree(service.get(call.path("route").asString()).body())).isNotEmpty();
	}

	@Test
	void everyToolOfTheExampleIsCalled() {
		List<String> called = calls().map((call) -> call.path("tool").asString()).toList();
		assertThat(TOOLS.keySet().stream().filter((name) -> !name.matches("reports_(every|long).*")))
			.containsExactlyInAnyOrderElementsOf(called);
	}

	@Test
	void everyTypeAgreesWithTheSchemaOfItsTool() throws Exception {
		JsonNode rows = check("reports_every_type",
				"""
						{"whole":1,"exact":"2.50","day":"2024-02-29","moment":"2024-02-29T12:00:00Z","flag":true,"words":["a"]}""");
		assertThat(rows).hasSize(2);
		assertThat(rows.get(0)).noneMatch(JsonNode::isNull);
		assertThat(rows.get(1)).allMatch(JsonNode::isNull);
		check("reports_every_type", "{\"whole\":1}");
	}

	@Test
	void wrongArgumentIsWrongByTheSchema() {
		JsonNode input = TOOLS.get("reports_every_type").path("inputSchema");
		for (String wrong : List.of("{}", "{\"whole\":10}", "{\"whole\":\"x\"}", "{\"whole\":1,\"other\":1}",
				"{\"whole\":1,\"words\":[\"c\"]}", "{\"whole\":1,\"day\":\"2024-02-30\"}")) {
			assertThat(errors(input, MAPPER.readTree(wrong))).as(wrong).isNotEmpty();
		}
	}

	@Test
	void namesAreThoseThatAllClientsAccept() throws Exception {
		assertThat(TOOLS.keySet()).allMatch((name) -> name.matches("[A-Za-z0-9_]{1,50}")).hasSize(12);
		String other = TOOLS.keySet()
			.stream()
			.filter((name) -> name.matches("reports_every_type_.+"))
			.findFirst()
			.get();
		String cut = TOOLS.keySet().stream().filter((name) -> name.matches("reports_long.+")).findFirst().get();
		assertThat(check(other, "{}").toString()).isEqualTo("[{\"N\":1}]");
		assertThat(check(cut, "{}").toString()).isEqualTo("[{\"N\":2}]");
	}

	@Test
	void schemasAreValidAndTheSameEachTime() throws Exception {
		JsonNode again = client.ask("tools/list", "{}").path("result").path("tools");
		assertThat(again.valueStream()).containsExactlyInAnyOrderElementsOf(TOOLS.values());
		for (JsonNode tool : TOOLS.values()) {
			for (String each : List.of("inputSchema", "outputSchema")) {
				assertThat(errors(MAPPER.readTree("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}"),
						tool.path(each)))
					.isEmpty();
			}
		}
	}

}
