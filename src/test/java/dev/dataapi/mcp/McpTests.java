package dev.dataapi.mcp;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The protocol in both of its eras, and tools that answer as the endpoints do over HTTP.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class McpTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static RunningService service;

	private static McpClient client;

	@BeforeAll
	static void start() {
		service = RunningService.start("embedded",
				List.of("data-api.embedded.scale-factor=0.01", "data-api.mcp=true", "data-api.mcp.max-rows=5",
						"data-api.access-log=true", "data-api.cors.origins=https://agents.example",
						"data-api.endpoints=" + Path.of("spec/endpoints.yaml").toAbsolutePath()));
		client = new McpClient(service.port());
	}

	@AfterAll
	static void stop() {
		client.close();
		service.close();
	}

	@ParameterizedTest
	@CsvSource({ "2025-06-18, 2025-06-18", "2025-11-25, 2025-11-25", "2024-11-05, 2025-11-25", "2026-07-28, 2025-11-25",
			"2099-01-01, 2025-11-25" })
	void handshakeAgreesOnRevision(String asked, String served) throws Exception {
		HttpResponse<String> response = client.send("""
				{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"%s","capabilities":{},
				"clientInfo":{"name":"test","version":"1"}}}""".formatted(asked));
		JsonNode result = McpClient.json(response).path("result");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result.path("protocolVersion").asString()).isEqualTo(served);
		assertThat(result.path("capabilities").path("tools").isObject()).isTrue();
		assertThat(result.path("serverInfo").path("name").asString()).isEqualTo("data-api");
	}

	@Test
	void notificationHasNoAnswer() throws Exception {
		HttpResponse<String> response = client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(response.body()).isEmpty();
	}

	@Test
	void messageInChunksIsRead() throws Exception {
		HttpResponse<String> response = client.sendChunked("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
		assertThat(response.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
	}

	@Test
	void pingIsAnsweredWithAnEmptyObject() throws Exception {
		assertThat(client.ask("ping", "{}").path("result").toString()).isEqualTo("{}");
	}

	@Test
	void everyEndpointIsATool() throws Exception {
		JsonNode tools = client.ask("tools/list", "{}").path("result").path("tools");
		Set<String> names = new HashSet<>();
		for (JsonNode tool : tools) {
			names.add(tool.path("name").asString());
			assertThat(tool.path("inputSchema").path("type").asString()).isEqualTo("object");
			assertThat(tool.path("outputSchema").path("properties").path("rows").path("items").path("properties"))
				.as("%s", tool.path("name"))
				.isNotEmpty();
			assertThat(tool.path("annotations").path("readOnlyHint").asBoolean()).isTrue();
			assertThat(tool.toString()).doesNotContain("$ref");
		}
		assertThat(names).hasSameSizeAs(tools)
			.contains("customer", "connector_top_customers", "snowpark_monthly_sales", "lookups_products",
					"reports_orders_by_priority");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					customer                   | {"keys":[1885,1]}                       | /customer/1885,1
					lookups_stores             | {"keys":[{"store_id":"AAAAAAAABAAAAAAA","valid_from":"1997-03-13"}]} | /stores/AAAAAAAABAAAAAAA~1997-03-13
					connector_top_customers    | {"start_range":"1995-01-01","end_range":"1995-01-03"} | /connector/customers/top10?start_range=1995-01-01&end_range=1995-01-03
					connector_top_customers    | {"start_range":"1995-03-01","end_range":null} | /connector/customers/top10?start_range=1995-03-01
					snowpark_monthly_sales     | {"clerkId":"000000002","year":1995}     | /snowpark/clerk/000000002/yearly_sales/1995
					reports_orders_by_priority | {"priority":["1-URGENT","2-HIGH"],"min_total":"100.50"} | /reports/orders_by_priority?priority=1-URGENT,2-HIGH&min_total=100.50
					""")
	void toolAnswersAsItsRoute(String tool, String arguments, String route) throws Exception {
		JsonNode result = client.call(tool, arguments);
		JsonNode expected = MAPPER.readTree(service.get(route).body());
		assertThat(result.path("isError").asBoolean()).isFalse();
		JsonNode rows = result.path("structuredContent").path("rows");
		assertThat(rows.size()).isPositive();
		assertThat(rows.toString()).isEqualTo(first(expected, rows.size()));
		assertThat(MAPPER.readTree(result.path("content").get(0).path("text").asString()))
			.isEqualTo(result.path("structuredContent"));
	}

	private static String first(JsonNode array, int size) {
		var rows = MAPPER.createArrayNode();
		for (int i = 0; i < size; i++) {
			rows.add(array.get(i));
		}
		return rows.toString();
	}

	@Test
	void rowsBeyondTheLimitAreNamedInANote() throws Exception {
		JsonNode result = client.call("connector_top_customers", "{}").path("structuredContent");
		assertThat(result.path("rows").size()).isEqualTo(5);
		assertThat(result.path("note").asString()).startsWith("These are the first 5 of 10 rows. Ask for less");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					customer                | {"keys":["1885"]}            | Key 1 must be a customer id, an integer
					customer                | {}                           | keys is missing or empty
					customer                | {"ids":[1885]}               | is not a parameter here: keys is.
					snowpark_monthly_sales  | {"year":1995}                | An argument is missing: snowpark_monthly_sales has clerkId, year
					snowpark_monthly_sales  | {"clerkId":"","year":1995}   | An argument is missing
					snowpark_monthly_sales  | {"clerkId":{"a":1}}          | clerkId must be text
					snowpark_monthly_sales  | {"clerk":"2"}                | clerk is no argument: snowpark_monthly_sales has clerkId, year.
					lookups_stores          | {"keys":[{"store_id":"A"}]}  | valid_from
					lookups_products        | {"key":"A"}                  | is not a parameter here: keys is.
					reports_orders_by_priority | {"from":"x"}              | from must be
					snowpark_monthly_sales  | {"clerkId":"../test","year":1995} | clerkId accepts the digits
					connector_top_customers | {"start_range":"1996-01-01"} | is after end_range
					snowpark_monthly_sales  | {"clerkId":"x","year":1995}  | clerkId accepts the digits
					""")
	void failedCallSaysWhatIsAccepted(String tool, String arguments, String sentence) throws Exception {
		JsonNode result = client.call(tool, arguments);
		assertThat(result.path("isError").asBoolean()).isTrue();
		assertThat(result.path("content").get(0).path("text").asString()).contains(sentence);
		assertThat(result.has("structuredContent")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			nothing      | {}                                | -32601
			tools/call   | {"name":"nothing"}                | -32602
			tools/call   | {"name":7}                        | -32602
			tools/call   | {"name":"customer","arguments":7} | -32602
			tools/list   | {"cursor":""}                     | -32602
			initialize   | {}                                | -32602
			""")
	void faultOfTheProtocolHasItsCode(String method, String params, int code) throws Exception {
		JsonNode answer = client.ask(method, params);
		assertThat(answer.path("error").path("code").asInt()).isEqualTo(code);
		assertThat(answer.path("id").asInt()).isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[", "7 7", "{\"a\":1,\"a\":2}", "{\"jsonrpc\":\"2.0\",\"id\":NaN}" })
	void bodyThatIsNoJsonIsRefused(String body) throws Exception {
		HttpResponse<String> response = client.send(body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(McpClient.json(response).path("error").path("code").asInt()).isEqualTo(-32700);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "7", "null", "{}", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
			"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
			"{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
			"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
			"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}" })
	void messageThatIsNoRequestIsRefused(String body) throws Exception {
		HttpResponse<String> response = client.send(body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(McpClient.json(response).path("error").path("code").asInt()).isEqualTo(-32600);
	}

	@Test
	void unservedRevisionInTheHeaderIsRefused() throws Exception {
		HttpResponse<String> response = client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}",
				"MCP-Protocol-Version", "1999-01-01");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("2025-11-25");
	}

	@Test
	void requestWithoutHandshakeIsAnswered() throws Exception {
		JsonNode discovered = McpClient.json(client.askModern("server/discover", "", "2026-07-28",
				"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "server/discover"));
		assertThat(discovered.path("result").path("supportedVersions").toString())
			.isEqualTo("[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\"]");
		JsonNode called = McpClient
			.json(client.askModern("tools/call", "\"name\":\"customer\",\"arguments\":{\"keys\":[1]}", "2026-07-28",
					"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "customer"));
		assertThat(called.path("result").path("resultType").asString()).isEqualTo("complete");
		assertThat(called.path("result").path("structuredContent").path("rows").size()).isEqualTo(1);
		JsonNode listed = McpClient.json(client.askModern("tools/list", "", "2026-07-28", "MCP-Protocol-Version",
				"2026-07-28", "Mcp-Method", "tools/list"));
		assertThat(listed.path("result").path("ttlMs").asInt()).isPositive();
		assertThat(listed.path("result").path("cacheScope").asString()).isEqualTo("private");
	}

	@Test
	void nameInBase64IsRead() throws Exception {
		HttpResponse<String> response = client.askModern("tools/call", "\"name\":\"customer\"", "2026-07-28",
				"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name",
				"=?base64?Y3VzdG9tZXI=?=");
		assertThat(response.statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "tools/list, 2026-07-28, tools/call, 2026-07-28, 400, -32020",
			"tools/list, 2025-11-25, tools/list, 2026-07-28, 400, -32020",
			"tools/list, 2099-01-01, tools/list, 2099-01-01, 400, -32022",
			"ping, 2026-07-28, ping, 2026-07-28, 404, -32601",
			"initialize, 2026-07-28, initialize, 2026-07-28, 404, -32601" })
	void requestWithoutHandshakeMustAgreeWithItsHeaders(String method, String header, String methodHeader,
			String version, int status, int code) throws Exception {
		HttpResponse<String> response = client.askModern(method, "", version, "MCP-Protocol-Version", header,
				"Mcp-Method", methodHeader);
		JsonNode answer = McpClient.json(response);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(answer.path("error").path("code").asInt()).isEqualTo(code);
		assertThat(answer.path("id").asString()).isEqualTo("x");
		if (code == -32022) {
			assertThat(answer.path("error").path("data").path("requested").asString()).isEqualTo(version);
			assertThat(answer.path("error").path("data").path("supported").size()).isEqualTo(3);
		}
	}

	@Test
	void pageOfAnotherHostIsRefused() throws Exception {
		String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
		for (String origin : List.of("http://evil.example", "null", "http://localhost.evil.example", "::")) {
			assertThat(client.send(ping, "Origin", origin).statusCode()).as(origin).isEqualTo(403);
		}
		for (String origin : List.of("http://localhost:3000", "http://127.0.0.1", "http://[::1]:6274")) {
			assertThat(client.send(ping, "Origin", origin).statusCode()).as(origin).isEqualTo(200);
		}
	}

	@Test
	void pageOfAChosenOriginIsAnswered() throws Exception {
		String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
		HttpResponse<String> response = client.send(ping, "Origin", "https://agents.example");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://agents.example");
	}

	@Test
	void schemaHasNoKeywordsThatJsonSchemaLacksAndRequiresInOrder() throws Exception {
		for (JsonNode tool : client.ask("tools/list", "{}").path("result").path("tools")) {
			assertThat(tool.findValues("example")).as("%s", tool.path("name")).isEmpty();
			assertThat(tool.findValuesAsString("format")).doesNotContain("decimal");
			JsonNode row = tool.path("outputSchema").path("properties").path("rows").path("items");
			assertThat(row.path("required").valueStream().map(JsonNode::asString))
				.containsExactlyElementsOf(row.path("properties").propertyNames());
		}
	}

	@Test
	void accessLineNamesTheToolAndNoArgument(CapturedOutput output) throws Exception {
		client.call("customer", "{\"keys\":[77,78]}");
		Eventually.assertThat(() -> assertThat(output)
			.containsPattern("access +: POST /mcp customer 200 [0-9]+ ms [0-9]+ bytes miss\n"));
		assertThat(output).doesNotContain("77,78");
	}

	@Test
	void streamIsNotOffered() throws Exception {
		assertThat(service.get("/mcp").status()).isEqualTo(405);
	}

	@Test
	void callIsCountedByTool() throws Exception {
		client.call("customer", "{\"keys\":[1]}");
		client.call("customer", "{\"keys\":[\"x\"]}");
		String metrics = RawRequest.get(service.managementPort(), "/actuator/prometheus").body();
		assertThat(metrics).containsPattern("data_api_mcp_calls_seconds_count\\{outcome=\"success\",tool=\"customer\"}")
			.containsPattern("data_api_mcp_calls_seconds_count\\{outcome=\"error\",tool=\"customer\"}")
			.contains("uri=\"/mcp\"");
	}

}
