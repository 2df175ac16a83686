package dev.dataapi.mcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How large a list of tools is, and how a model learns what a short list leaves out.
 */
@Timeout(180)
class ToolListTests {

	/** A report like that of the example file. */
	private static final String REPORT = """
			  orders_%d:
			    description: |
			      Orders by priority in a range of days
			      Priorities without an order are left out.
			    parameters:
			      - {name: from, type: date, default: "1995-01-01", description: The first day}
			      - {name: to, type: date, default: "1995-03-31", not_before: from, description: "The last day, included"}
			      - {name: priority, type: text, values: ["1-URGENT", "2-HIGH", "3-MEDIUM"], max_items: 3, optional: true}
			      - {name: min_total, type: "decimal(12,2)", min: "0", optional: true}
			      - {name: limit, type: integer, min: "1", max: "100"}
			    sql: |
			      SELECT O_ORDERPRIORITY, COUNT(*) AS ORDERS, SUM(O_TOTALPRICE) AS SUM_TOTALPRICE
			      FROM snowflake_sample_data.tpch_sf10.orders
			      WHERE O_ORDERDATE BETWEEN {{from}} AND {{to}}
			        [[ AND O_ORDERPRIORITY IN ({{priority}}) ]] [[ AND O_TOTALPRICE >= {{min_total}} ]]
			      GROUP BY O_ORDERPRIORITY ORDER BY SUM_TOTALPRICE DESC, O_ORDERPRIORITY LIMIT {{limit}}
			    columns:
			      - {name: O_ORDERPRIORITY, type: text, description: From 1-URGENT to 5-LOW}
			      - {name: ORDERS, type: integer, description: How many orders}
			      - {name: SUM_TOTALPRICE, type: "decimal(38,2)", description: The sum of their prices}
			""";

	@TempDir
	Path directory;

	private RunningService service(int reports) throws IOException {
		Path file = Files.writeString(this.directory.resolve("endpoints.yaml"), "version: 1\nreports:\n"
				+ IntStream.range(0, reports).mapToObj(REPORT::formatted).collect(Collectors.joining()));
		return RunningService.start("embedded",
				List.of("data-api.embedded.scale-factor=0.001", "data-api.mcp=true", "data-api.endpoints=" + file));
	}

	@Test
	void listOfFiveToolsIsSmall(TestReporter reporter) throws Exception {
		try (RunningService service = service(0); McpClient client = new McpClient(service.port())) {
			assertThat(client.ask("tools/list", "{}").path("result").path("tools").size()).isEqualTo(5);
			assertSize(client, "5 tools", 7_500, 2_000, reporter);
		}
	}

	@Test
	void listOfUpToFortyToolsDescribesThem(TestReporter reporter) throws Exception {
		try (RunningService service = service(35); McpClient client = new McpClient(service.port())) {
			JsonNode tools = client.ask("tools/list", "{}").path("result").path("tools");
			assertThat(tools.size()).isEqualTo(40);
			for (JsonNode tool : tools) {
				assertThat(tool.has("outputSchema")).as("%s", tool.path("name")).isTrue();
			}
			assertThat(client.call("describe_endpoints", "{\"names\":[\"customer\"]}").isMissingNode()).isTrue();
			assertSize(client, "40 tools", 90_000, 4_500, reporter);
		}
	}

	@Test
	void longListHasSummariesAndAToolThatDescribesTheOthers(TestReporter reporter) throws Exception {
		try (RunningService service = service(45); McpClient client = new McpClient(service.port())) {
			JsonNode tools = client.ask("tools/list", "{}").path("result").path("tools");
			List<String> names = tools.valueStream().map((tool) -> tool.path("name").asString()).toList();
			assertThat(names).hasSize(51).startsWith("describe_endpoints").contains("reports_orders_44", "customer");
			String all = "\"" + String.join("\",\"", names.subList(1, 51)) + "\"";
			JsonNode described = client.call("describe_endpoints", "{\"names\":[" + all + "]}")
				.path("structuredContent")
				.path("tools");
			assertThat(described.size()).isEqualTo(50);
			for (JsonNode tool : described) {
				assertThat(tool.path("outputSchema").path("properties").has("rows")).isTrue();
			}
			assertSize(client, "50 tools", 15_000, 1_500, reporter);
			reporter.publishEntry("50 tools described", bytes(described) + " bytes");
			assertThat(bytes(tools) * 4).isLessThan(bytes(described));
			assertThat(instructions(client)).contains("describe_endpoints");
			assertThat(client.call("reports_orders_44", "{\"limit\":1}").path("isError").asBoolean()).isFalse();

			JsonNode repeated = client.call("describe_endpoints", "{\"names\":[" + all + "," + all + "]}");
			assertThat(repeated.path("structuredContent").path("tools").size()).isEqualTo(50);
			for (String wrong : List.of("{}", "{\"names\":[]}", "{\"names\":\"customer\"}", "{\"names\":[7]}",
					"{\"names\":[\"nothing\"]}", "{\"names\":[\"describe_endpoints\"]}")) {
				assertThat(client.call("describe_endpoints", wrong).path("isError").asBoolean()).as(wrong).isTrue();
			}
		}
	}

	private static void assertSize(McpClient client, String tools, int most, int mostCompressed, TestReporter reporter)
			throws Exception {
		int size = client.size("tools/list");
		int compressed = client.size("tools/list", "Accept-Encoding", "gzip");
		reporter.publishEntry(tools, size + " bytes, " + compressed + " compressed");
		assertThat(size).isLessThan(most);
		assertThat(compressed).isLessThan(mostCompressed);
	}

	private static String instructions(McpClient client) throws Exception {
		return client.ask("initialize", "{\"protocolVersion\":\"2025-06-18\"}")
			.path("result")
			.path("instructions")
			.asString();
	}

	private static int bytes(JsonNode json) {
		return json.toString().getBytes(StandardCharsets.UTF_8).length;
	}

}
