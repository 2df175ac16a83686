package dev.dataapi.declared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import dev.dataapi.access.KeyLine;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that are bound from the caller, on both warehouses: of whatever a tenant asks,
 * it has its own rows alone.
 */
@Timeout(300)
class TenantTests {

	private static final String DECLARED = """
			version: 1
			lookups:
			  things:
			    table: api.data.things
			    key: [{name: id, column: ID, type: integer, example: 1}]
			    filter: [{column: TENANT, type: text, from: caller.claims.tenant}]
			    columns: [{name: ID, type: integer}, {name: WHAT, type: text}]
			    cache: {ttl: 1s, stale_if_error: 1h}
			  named:
			    table: api.data.things
			    key:
			      - {name: tenant, column: TENANT, type: text, max_length: 9, from: caller.claims.tenant}
			      - {name: id, column: ID, type: integer}
			      - {name: what, column: WHAT, type: text}
			    columns: [{name: TENANT, type: text}, {name: ID, type: integer}]
			  kinds:
			    table: api.data.things
			    key: [{name: kind, column: KIND, type: integer}]
			    filter:
			      - {column: TENANT, type: text, from: caller.claims.tenant}
			    rows: many
			    order_by: [ID desc]
			    max_rows_per_key: 2
			    columns: [{name: ID, type: integer}, {name: TENANT, type: text}]
			  shelves:
			    table: api.data.things
			    key: [{name: id, column: ID, type: integer}]
			    filter:
			      - {column: SHELF, type: integer, from: caller.claims.shelf}
			      - {column: TENANT, type: text, from: caller.claims.tenant}
			    columns: [{name: WHAT, type: text}]
			reports:
			  mine:
			    parameters:
			      - {name: tenant, type: text, from: caller.claims.tenant}
			      - {name: least, type: integer, optional: true}
			    sql: SELECT ID, TENANT FROM api.data.things WHERE TENANT = {{tenant}} [[ AND ID >= {{least}} ]] ORDER BY ID
			    columns: [{name: ID, type: integer}, {name: TENANT, type: text}]
			  paged:
			    parameters:
			      - {name: tenant, type: text, from: caller.claims.tenant}
			    sql: SELECT ID, TENANT FROM api.data.things WHERE TENANT = {{tenant}}
			    columns: [{name: ID, type: integer}, {name: TENANT, type: text}]
			    page: {by: [ID], size: 2}
			  exported:
			    export: true
			    parameters:
			      - {name: tenant, type: text, from: caller.claims.tenant}
			    sql: SELECT ID, TENANT FROM api.data.things WHERE TENANT = {{tenant}} AND ID > 2 ORDER BY ID
			    columns: [{name: ID, type: integer}, {name: TENANT, type: text}]
			  whoami:
			    parameters: [{name: format, type: text, from: caller.name}]
			    sql: SELECT {{format}} AS NAME
			    columns: [{name: NAME, type: text}]
			""";

	private static final String TABLE = "(TENANT VARCHAR, ID BIGINT, WHAT VARCHAR, KIND BIGINT, SHELF BIGINT)";

	/** Both tenants have a thing 1 that looks the same. */
	private static final String[] ROWS = { "('acme', 1, 'nut', 1, 7)", "('acme', 2, 'bolt', 1, 7)",
			"('acme', 3, 'saw', 2, 8)", "('a,b~c', 1, 'nut', 1, 7)", "('a,b~c', 2, 'rope', 1, 7)",
			"('a,b~c', 4, 'oar', 1, 7)", "('a,b~c', 5, 'sail', 3, 8)", "(NULL, 6, 'lost', 1, 7)",
			"('', 7, 'found', 1, 7)" };

	private static final KeyLine ACME = KeyLine.make("one", "tenant=acme", "shelf=7");

	private static final KeyLine OTHER = KeyLine.make("two", "reporting", "tenant=a,b~c", "shelf=07");

	private static final KeyLine NONE = KeyLine.make("three", "shelf=7");

	private static final KeyLine WRONG = KeyLine.make("four", "tenant=longer-than-nine", "shelf=top");

	private static SnowflakeAccount account;

	private static Map<String, RunningService> services;

	@BeforeAll
	static void start(@TempDir Path folder) throws IOException {
		Path callers = TestKeys.write(folder, "callers", ACME.line() + OTHER.line() + NONE.line() + WRONG.line());
		Path data = Files.createDirectory(folder.resolve("data"));
		Files.writeString(data.resolve("things.sql"), "CREATE TABLE api.data.things " + TABLE
				+ ";\nINSERT INTO api.data.things VALUES " + String.join(", ", ROWS) + ";\n");
		String[] settings = { EndpointFiles.setting(folder, DECLARED), "data-api.lookup.deadline=30s",
				"data-api.report.deadline=30s", "data-api.mcp=true", "data-api.authentication=keys",
				"data-api.callers=" + callers, "data-api.embedded.data=" + data };
		account = new SnowflakeAccount().table("api.data.things", TABLE, ROWS);
		services = Map.of("snowflake", account.start(settings), "embedded",
				RunningService.start("test", List.of(settings)));
	}

	@AfterAll
	static void stop() {
		services.values().forEach(RunningService::close);
		account.close();
	}

	private static RawRequest.Answer get(String warehouse, KeyLine caller, String target, String... headers)
			throws IOException {
		return ask(warehouse, caller, "GET " + target, "", headers);
	}

	private static RawRequest.Answer ask(String warehouse, KeyLine caller, String line, String body, String... headers)
			throws IOException {
		String more = (headers.length == 0) ? "" : String.join("\r\n", headers) + "\r\n";
		return RawRequest.send(services.get(warehouse).port(),
				"%s HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n%s"
					.formatted(line, caller.key(), body.getBytes(StandardCharsets.UTF_8).length, more, body));
	}

	private static String rows(String warehouse, KeyLine caller, String target) throws IOException {
		RawRequest.Answer answer = get(warehouse, caller, target);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.headers().get("cache-control")).startsWith("private, max-age=");
		assertThat(answer.headers().get("vary")).startsWith("Accept").contains("Authorization", "X-Api-Key", "Cookie");
		return answer.body();
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedded", "snowflake" })
	void callerHasTheRowsOfItsTenant(String warehouse) throws IOException {
		for (int i = 0; i < 2; i++) {
			assertThat(rows(warehouse, ACME, "/things/5,2,1,4,6,7"))
				.isEqualTo("[{\"ID\":2,\"WHAT\":\"bolt\"},{\"ID\":1,\"WHAT\":\"nut\"}]");
			assertThat(rows(warehouse, OTHER, "/things/3,2,4,6,7"))
				.isEqualTo("[{\"ID\":2,\"WHAT\":\"rope\"},{\"ID\":4,\"WHAT\":\"oar\"}]");
			assertThat(rows(warehouse, ACME, "/named/2~bolt,2~rope")).isEqualTo("[{\"TENANT\":\"acme\",\"ID\":2}]");
			assertThat(rows(warehouse, OTHER, "/named/2~bolt,2~rope")).isEqualTo("[{\"TENANT\":\"a,b~c\",\"ID\":2}]");
			assertThat(rows(warehouse, ACME, "/kinds/2,1")).isEqualTo(
					"[{\"ID\":3,\"TENANT\":\"acme\"},{\"ID\":2,\"TENANT\":\"acme\"},{\"ID\":1,\"TENANT\":\"acme\"}]");
			assertThat(get(warehouse, OTHER, "/kinds/1").status()).isEqualTo(500);
			assertThat(rows(warehouse, ACME, "/shelves/1,2,3")).isEqualTo("[{\"WHAT\":\"nut\"},{\"WHAT\":\"bolt\"}]");
			assertThat(rows(warehouse, OTHER, "/shelves/1,2,3,5"))
				.isEqualTo("[{\"WHAT\":\"nut\"},{\"WHAT\":\"rope\"}]");
			assertThat(rows(warehouse, ACME, "/reports/mine?least=2"))
				.isEqualTo("[{\"ID\":2,\"TENANT\":\"acme\"},{\"ID\":3,\"TENANT\":\"acme\"}]");
			assertThat(rows(warehouse, OTHER, "/reports/mine?least=5")).isEqualTo("[{\"ID\":5,\"TENANT\":\"a,b~c\"}]");
			assertThat(rows(warehouse, ACME, "/reports/whoami?format=csv")).isEqualToIgnoringNewLines("NAME\none");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedded", "snowflake" })
	void bodyFormatAndMethodChangeNoTenant(String warehouse) throws IOException {
		assertThat(ask(warehouse, ACME, "POST /things", "{\"keys\":[4,3,5]}").body())
			.isEqualTo("[{\"ID\":3,\"WHAT\":\"saw\"}]");
		assertThat(ask(warehouse, OTHER, "POST /named", "{\"keys\":[{\"what\":\"rope\",\"id\":2}]}").body())
			.isEqualTo("[{\"TENANT\":\"a,b~c\",\"ID\":2}]");
		assertThat(ask(warehouse, OTHER, "POST /reports/mine", "{\"least\":5}").body())
			.isEqualTo("[{\"ID\":5,\"TENANT\":\"a,b~c\"}]");
		assertThat(rows(warehouse, OTHER, "/things/3,5?format=csv")).isEqualToIgnoringNewLines("ID,WHAT\n5,sail");
		assertThat(rows(warehouse, ACME, "/things/3,5?format=ndjson").strip()).isEqualTo("{\"ID\":3,\"WHAT\":\"saw\"}");
		RawRequest.Answer head = ask(warehouse, ACME, "HEAD /things/5", "");
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.headers()).containsEntry("content-length", "2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedded", "snowflake" })
	void exportIsThatOfItsCaller(String warehouse) throws IOException {
		RawRequest.Answer csv = get(warehouse, ACME, "/reports/exported?format=csv");
		assertThat(csv.body()).isEqualToIgnoringNewLines("ID,TENANT\n3,acme");
		assertThat(csv.headers()).containsEntry("cache-control", "no-store");
		assertThat(get(warehouse, OTHER, "/reports/exported?format=ndjson").body())
			.isEqualToIgnoringNewLines("{\"ID\":4,\"TENANT\":\"a,b~c\"}\n{\"ID\":5,\"TENANT\":\"a,b~c\"}");
		assertThat(get(warehouse, NONE, "/reports/exported?format=csv").status()).isEqualTo(403);
		assertThat(get(warehouse, OTHER, "/reports/exported?format=csv&tenant=acme").status()).isEqualTo(400);
		assertThat(RawRequest.get(services.get(warehouse).port(), "/reports/exported?format=csv").status())
			.isEqualTo(401);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET /things/1?tenant=acme                 |                                             | tenant
			GET /reports/mine?tenant=a,b~c            |                                             | tenant
			GET /reports/mine?TENANT=acme             |                                             | TENANT
			GET /reports/mine?caller.claims.tenant=x  |                                             | parameter
			GET /reports/paged?tenant=acme            |                                             | tenant
			GET /named/acme~1~nut                     |                                             | keys
			GET /things/1~acme                        |                                             | keys
			POST /reports/mine                        | {"tenant":"acme"}                           | tenant
			POST /reports/mine                        | {"least":1,"tenant":null}                   | tenant
			POST /things                              | {"keys":[1],"tenant":"acme"}                | tenant
			POST /things                              | {"keys":[{"id":1,"TENANT":"acme"}]}         | id
			POST /named                               | {"keys":[{"tenant":"acme","id":1,"what":"nut"}]} | tenant
			""")
	void requestThatNamesWhatIsBoundIsRefused(String line, String body, String parameter) throws IOException {
		for (KeyLine caller : List.of(ACME, OTHER)) {
			RawRequest.Answer answer = ask("embedded", caller, line, (body != null) ? body : "");
			assertThat(answer.status()).as(answer.body()).isEqualTo(400);
			assertThat(answer.body()).contains("\"error\":\"Invalid " + parameter + ".\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/things/1", "/named/1~nut", "/kinds/1", "/shelves/1", "/reports/mine", "/reports/paged" })
	void callerOfWhomTooLittleIsKnownIsRefused(String path) throws IOException {
		account.server().reset();
		for (KeyLine caller : path.startsWith("/named") || path.startsWith("/shelves") ? List.of(NONE, WRONG)
				: List.of(NONE)) {
			for (String target : List.of(path, path + "?nonsense=1")) {
				RawRequest.Answer answer = get("snowflake", caller, target);
				assertThat(answer.status()).isEqualTo(403);
				assertThat(JsonMapper.shared().readTree(answer.body()).path("detail").asString()).isEqualTo(
						"The caller is known, but its key or token does not tell what this route needs to know of a caller.");
			}
		}
		assertThat(account.server().requests().statements()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedded", "snowflake" })
	void answerOfAnotherTenantIsNeitherServedNorConfirmed(String warehouse) throws IOException {
		for (String path : List.of("/things/1", "/shelves/2,1", "/reports/mine?least=100")) {
			String own = get(warehouse, ACME, path, "Cache-Control: no-cache").headers().get("etag");
			RawRequest.Answer cached = get(warehouse, ACME, path, "Cache-Control: only-if-cached",
					"If-None-Match: " + own);
			assertThat(cached.status()).isEqualTo(304);
			String another = get(warehouse, OTHER, path).headers().get("etag");
			assertThat(get(warehouse, OTHER, path, "If-None-Match: " + own).status()).isEqualTo(200);
			assertThat(get(warehouse, OTHER, path, "If-None-Match: " + another).status()).isEqualTo(304);
			assertThat(get(warehouse, ACME, path, "If-None-Match: " + another).status()).isEqualTo(200);
		}
		assertThat(get(warehouse, ACME, "/named/3~saw").body()).isNotEqualTo("[]");
		assertThat(get(warehouse, OTHER, "/named/3~saw", "Cache-Control: only-if-cached").status()).isEqualTo(504);
		assertThat(get(warehouse, OTHER, "/named/3~saw").body()).isEqualTo("[]");
	}

	@Test
	void staleAnswerIsThatOfTheTenantOrNone() throws Exception {
		String before = rows("snowflake", ACME, "/things/2,3");
		account.server().fail(Fault.sqlError("000603", "XX000", "no").on(RequestKind.QUERY));
		try {
			Eventually.assertThat(() -> assertThat(get("snowflake", ACME, "/things/2,3").headers().get("cache-status"))
				.contains("stale=2"));
			assertThat(get("snowflake", ACME, "/things/2,3").body()).isEqualTo(before);
			assertThat(get("snowflake", OTHER, "/things/3").status()).isEqualTo(500);
		}
		finally {
			account.server().recover();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedded", "snowflake" })
	void pagesAreThoseOfTheTenant(String warehouse) throws IOException {
		RawRequest.Answer first = get(warehouse, OTHER, "/reports/paged");
		assertThat(first.body()).isEqualTo("[{\"ID\":1,\"TENANT\":\"a,b~c\"},{\"ID\":2,\"TENANT\":\"a,b~c\"}]");
		String link = first.headers().get("link");
		assertThat(link).startsWith("<paged?size=2&after=").doesNotContain("tenant", "a%2Cb", "a,b");
		String next = "/reports/" + link.substring(1, link.indexOf('>'));
		RawRequest.Answer second = get(warehouse, OTHER, next);
		assertThat(second.body()).isEqualTo("[{\"ID\":4,\"TENANT\":\"a,b~c\"},{\"ID\":5,\"TENANT\":\"a,b~c\"}]");
		assertThat(second.headers()).doesNotContainKey("link");
		RawRequest.Answer another = get(warehouse, ACME, next);
		assertThat(another.status()).isEqualTo(400);
		assertThat(another.body()).contains("after must be as the header Link of the page before had it");
	}

	@Test
	void descriptionAndToolsSayNothingOfIt() throws IOException {
		JsonNode paths = JsonMapper.shared().readTree(get("embedded", ACME, "/v3/api-docs").body()).path("paths");
		assertThat(paths.propertyNames()).contains("/things/{keys}", "/things", "/reports/mine");
		assertThat(paths.toString()).doesNotContain("tenant", "caller.");
		String tools = ask("embedded", ACME, "POST /mcp",
				"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}",
				"Accept: application/json, text/event-stream")
			.body();
		assertThat(tools).contains("lookups_things", "reports_mine").doesNotContain("tenant", "caller.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					lookups_things | {"keys":[4,3]}  | [{"ID":3,"WHAT":"saw"}]       | [{"ID":4,"WHAT":"oar"}]
					reports_mine   | {"least":3}     | [{"ID":3,"TENANT":"acme"}]    | [{"ID":4,"TENANT":"a,b~c"},{"ID":5,"TENANT":"a,b~c"}]
					""")
	void callOfAToolIsThatOfItsCaller(String tool, String arguments, String acme, String other) throws IOException {
		assertThat(call(ACME, tool, arguments).path("structuredContent").path("rows").toString()).isEqualTo(acme);
		assertThat(call(OTHER, tool, arguments).path("structuredContent").path("rows").toString()).isEqualTo(other);
		assertThat(call(NONE, tool, arguments).path("content").get(0).path("text").asString())
			.contains("does not tell what this route needs to know of a caller");
		assertThat(call(ACME, tool, arguments.replace("}", ",\"tenant\":\"a,b~c\"}")).path("isError").asBoolean())
			.isTrue();
	}

	private static JsonNode call(KeyLine caller, String tool, String arguments) throws IOException {
		return JsonMapper.shared()
			.readTree(ask("embedded", caller, "POST /mcp",
					"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
						.formatted(tool, arguments),
					"Accept: application/json, text/event-stream")
				.body())
			.path("result");
	}

	/** The operator names whole keys, as they are kept. */
	@Test
	void keyOfATenantIsInvalidatedByItsWholeText() throws IOException {
		String path = "/named/1~nut";
		rows("embedded", ACME, path);
		rows("embedded", OTHER, path);
		assertThat(invalidate("lookups.named", "{\"keys\":\"a%2Cb%7Ec~1~nut\"}").body()).contains("\"invalidated\":1");
		assertThat(get("embedded", ACME, path).headers().get("cache-status")).startsWith("data-api; hit");
		assertThat(get("embedded", OTHER, path).headers().get("cache-status")).startsWith("data-api; fwd=miss");
		rows("embedded", ACME, "/reports/mine?least=3");
		assertThat(invalidate("reports.mine", "{\"keys\":\"tenant=acme&least=3\"}").body())
			.contains("\"invalidated\":1");
		assertThat(get("embedded", ACME, "/reports/mine?least=3").headers().get("cache-status"))
			.startsWith("data-api; fwd=miss");
		assertThat(invalidate("lookups.named", "{\"keys\":\"1~nut\"}").status()).isEqualTo(400);
	}

	private static RawRequest.Answer invalidate(String endpoint, String body) throws IOException {
		return RawRequest.send(services.get("embedded").managementPort(),
				"POST /actuator/invalidate/%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
					.formatted(endpoint, body.length(), body));
	}

	@Test
	void keysOfSeveralTenantsShareAStatement() throws Exception {
		LookupDeclaration things = EndpointFiles.declared("f", DECLARED.getBytes(StandardCharsets.UTF_8))
			.endpoints()
			.lookups()
			.getFirst();
		LookupKey one = new LookupKey(List.of(1L, "acme"));
		assertThat(new LookupStatements(things).of(List.of(one, new LookupKey(List.of(1L, "globex")))))
			.satisfies((bound) -> {
				assertThat(bound.sql()).endsWith("WHERE (ID = ? AND TENANT = ?) OR (ID = ? AND TENANT = ?)");
				assertThat(bound.arguments()).containsExactly(1L, "acme", 1L, "globex");
			});
	}

}
