package dev.dataapi.mcp;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import dev.dataapi.access.KeyLine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of tools that are let in or not, give page after page, and change with the file.
 */
@Timeout(180)
class ToolCallTests {

	private static final String DECLARED = """
			version: 1
			reports:
			  orders:
			    sql: SELECT O_ORDERKEY FROM snowflake_sample_data.tpch_sf10.orders WHERE O_ORDERKEY < 100
			    columns: [{name: O_ORDERKEY, type: integer}]
			    page: {by: [O_ORDERKEY], size: 5, max_size: 100}
			  secret:
			    access: {roles: [admin]}
			    sql: SELECT 1 AS N
			    columns: [{name: N, type: integer}]
			  rare:
			    access: {rate_limit: 2/h}
			    sql: SELECT 1 AS N
			    columns: [{name: N, type: integer}]
			""";

	private static final KeyLine GUEST = KeyLine.make("guest");

	private static final KeyLine ADMIN = KeyLine.make("boss", "admin");

	private static Path file;

	private static RunningService service;

	private static McpClient client;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		file = Files.writeString(directory.resolve("endpoints.yaml"), DECLARED);
		Path callers = TestKeys.write(directory, "callers", GUEST.line() + ADMIN.line());
		service = RunningService.start("test", List.of("data-api.mcp=true", "data-api.mcp.max-rows=10",
				"data-api.authentication=keys", "data-api.callers=" + callers, "data-api.endpoints=" + file));
		client = new McpClient(service.port());
	}

	@AfterAll
	static void stop() {
		client.close();
		service.close();
	}

	private static JsonNode call(KeyLine caller, String tool, String arguments) throws Exception {
		HttpResponse<String> response = client.send("""
				{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s}}""".formatted(tool,
				arguments), "X-Api-Key", caller.key());
		assertThat(response.statusCode()).isEqualTo(200);
		return McpClient.json(response).path("result");
	}

	private static String sentence(JsonNode result) {
		assertThat(result.path("isError").asBoolean()).isTrue();
		return result.path("content").get(0).path("text").asString();
	}

	@Test
	void callerWithoutAKeyIsRefusedBeforeTheProtocol() throws Exception {
		HttpResponse<String> response = client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
	}

	@Test
	void callerNeedsTheRoleOfTheEndpoint() throws Exception {
		assertThat(sentence(call(GUEST, "reports_secret", "{}"))).contains("none of the roles");
		assertThat(call(ADMIN, "reports_secret", "{}").path("structuredContent").path("rows").size()).isEqualTo(1);
	}

	@Test
	void callCountsForTheRateLimitOfTheEndpoint() throws Exception {
		assertThat(service.get("/reports/rare", "X-Api-Key: " + ADMIN.key()).status()).isEqualTo(200);
		assertThat(call(ADMIN, "reports_rare", "{}").path("isError").asBoolean()).isFalse();
		assertThat(sentence(call(ADMIN, "reports_rare", "{}"))).contains("accepted from a caller");
		assertThat(service.get("/reports/rare", "X-Api-Key: " + ADMIN.key()).status()).isEqualTo(429);
		assertThat(call(GUEST, "reports_rare", "{}").path("isError").asBoolean()).isFalse();
	}

	@Test
	void noteLeadsFromPageToPageWithoutALoss() throws Exception {
		List<String> keys = new ArrayList<>();
		String after = null;
		do {
			String arguments = (after != null) ? "{\"after\":\"" + after + "\"}" : "{}";
			JsonNode page = call(GUEST, "reports_orders", arguments).path("structuredContent");
			page.path("rows").forEach((row) -> keys.add(row.toString()));
			String note = page.path("note").asString("");
			assertThat(note).matches("(There are more rows: ask again with the same arguments and after=.+)?");
			after = note.isEmpty() ? null : note.substring(note.indexOf("after=") + "after=".length());
		}
		while (after != null && keys.size() < 100);
		String all = service.get("/reports/orders?size=100", "X-Api-Key: " + GUEST.key()).body();
		assertThat(keys).hasSizeGreaterThan(10)
			.containsExactlyElementsOf(new JsonMapper().readTree(all).valueStream().map(JsonNode::toString).toList());
	}

	@Test
	void pageThatIsCutAsksForASmallerOne() throws Exception {
		JsonNode page = call(GUEST, "reports_orders", "{\"size\":20}").path("structuredContent");
		assertThat(page.path("rows").size()).isEqualTo(10);
		assertThat(page.path("note").asString())
			.isEqualTo("These are the first 10 of 20 rows. Ask again with size 10 or less.");
	}

	@Test
	void argumentsOfAPageAreThoseOfItsRequest() throws Exception {
		assertThat(sentence(call(GUEST, "reports_orders", "{\"after\":\"x\"}"))).startsWith("after must be");
		assertThat(sentence(call(GUEST, "reports_orders", "{\"size\":0}"))).startsWith("size must be");
	}

	@Test
	void toolsChangeWithTheFile() throws Exception {
		call(ADMIN, "reports_secret", "{}");
		assertThat(metrics()).contains("tool=\"reports_secret\"");
		Files.writeString(file, DECLARED.replace("  secret:", "  other:"));
		Runnable reload = service.bean("endpointReload", Runnable.class);
		reload.run();
		reload.run();
		assertThat(call(ADMIN, "reports_other", "{}").path("isError").asBoolean()).isFalse();
		assertThat(call(ADMIN, "reports_secret", "{}").isMissingNode()).isTrue();
		assertThat(metrics()).contains("tool=\"reports_other\"").doesNotContain("tool=\"reports_secret\"");
		Files.writeString(file, DECLARED);
		reload.run();
		reload.run();
		Eventually.assertThat(
				() -> assertThat(call(ADMIN, "reports_secret", "{}").path("isError").asBoolean(true)).isFalse());
	}

	private static String metrics() throws IOException {
		return RawRequest.get(service.managementPort(), "/actuator/prometheus").body();
	}

}
