package dev.dataapi.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.dataapi.Eventually;
import dev.dataapi.InvalidSettingException;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers with keys: who is let in where, and what is written of it.
 */
@ExtendWith(OutputCaptureExtension.class)
class CallersTests {

	private static final String CRM = "dak_" + "crm-crm-".repeat(5);

	private static final String GUEST = "dak_" + "guest---".repeat(5);

	private static final String LINES = "# callers\n\ncrm\treporting,shop  " + Sha256.of(CRM) + "\nguest  -  "
			+ Sha256.of(GUEST) + "\n";

	private static final String ENDPOINTS = """
			version: 1
			access: {roles: [shop, admin]}
			lookups:
			  products:
			    table: api.data.hybrid_item
			    key: [{name: id, column: I_ITEM_ID, type: text, max_length: 16, example: AAAAAAAABAAAAAAA}]
			    columns: [{name: I_ITEM_ID, type: text}]
			reports:
			  one:
			    access: {roles: [admin]}
			    sql: SELECT 1 AS N
			    columns: [{name: N, type: integer}]
			  any:
			    access: {roles: []}
			    sql: SELECT 1 AS N
			    columns: [{name: N, type: integer}]
			""";

	private static Path callers;

	private static RunningService service;

	@BeforeAll
	static void start(@TempDir Path folder) throws IOException {
		callers = TestKeys.write(folder, "callers", LINES);
		Path endpoints = Files.writeString(folder.resolve("endpoints.yaml"), ENDPOINTS);
		service = RunningService.start("test", List.of("data-api.authentication=keys", "data-api.callers=" + callers,
				"data-api.customer.roles=reporting", "data-api.access-log=true", "data-api.endpoints=" + endpoints));
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@CsvSource({ "/customer/1, 200, 403", "/connector/customers/top10, 200, 200",
			"/products/AAAAAAAABAAAAAAA, 200, 403", "/reports/one, 403, 403", "/reports/any, 200, 200",
			"/nowhere, 404, 404", "/v3/api-docs, 200, 200" })
	void callerNeedsOneOfTheRolesOfTheRoute(String path, int crm, int guest) throws IOException {
		for (String method : List.of("GET", "HEAD")) {
			assertThat(ask(method, path, CRM).status()).isEqualTo(crm);
			assertThat(ask(method, path, GUEST).status()).isEqualTo(guest);
			assertThat(RawRequest.ask(service.port(), method + " " + path).status()).isEqualTo(401);
		}
		assertThat(RawRequest.get(service.port(), path, "Accept: application/json, text/plain", "X-Api-Key: " + GUEST)
			.status()).isEqualTo(guest);
	}

	/** Let in, a caller is told what a body must be. */
	@Test
	void rolesCountForBodiesToo() throws IOException {
		String json = "Content-Type: application/json";
		assertThat(RawRequest.ask(service.port(), "POST /customer", json).status()).isEqualTo(401);
		assertThat(RawRequest.ask(service.port(), "POST /customer", json, "X-Api-Key: " + GUEST).status())
			.isEqualTo(403);
		assertThat(RawRequest.ask(service.port(), "POST /customer", json, "X-Api-Key: " + CRM).status()).isEqualTo(400);
	}

	@Test
	void refusalIsAProblemThatSaysWhatIsAccepted() throws IOException {
		RawRequest.Answer missing = service.get("/customer/1");
		assertThat(missing.headers()).containsEntry("www-authenticate", "Bearer realm=\"data-api\"")
			.containsEntry("content-type", "application/problem+json");
		assertThat(missing.body()).contains("\"status\":401", "\"error\":\"Unauthorized.\"", "X-Api-Key: <key>",
				"\"instance\":\"/customer/1\"", "\"requestId\":");
		RawRequest.Answer wrong = service.get("/customer/1", "X-Api-Key: nobody-has-such-a-key-here");
		assertThat(wrong.headers()).containsEntry("www-authenticate",
				"Bearer realm=\"data-api\", error=\"invalid_token\"");
		assertThat(wrong.body()).doesNotContain("nobody-has");
		RawRequest.Answer forbidden = ask("GET", "/customer/1", GUEST);
		assertThat(forbidden.body()).contains("\"status\":403", "\"error\":\"Forbidden.\"").doesNotContain("reporting");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/livez", "/readyz", "/", "/test", "/test.js", "/swagger-ui.html", "/swagger-ui/index.html" })
	void probesAndPagesNeedNoKey(String path) throws IOException {
		assertThat(service.get(path).status()).isBetween(200, 302);
	}

	@ParameterizedTest
	@CsvSource({ "nothing, 401, 401, 200", "pages, 200, 401, 200", "description, 200, 200, 200" })
	void whatIsOpenIsASetting(String open, int page, int description, int probe) throws IOException {
		try (RunningService other = RunningService.start("test", List.of("data-api.authentication=keys",
				"data-api.callers=" + callers, "data-api.open=" + open, "server.servlet.context-path=/data"))) {
			assertThat(other.get("/data/test").status()).isEqualTo(page);
			assertThat(other.get("/data/v3/api-docs").status()).isEqualTo(description);
			assertThat(other.get("/data/v3/api-docs.yaml").status()).isEqualTo(description);
			assertThat(other.get("/data/livez").status()).isEqualTo(probe);
			assertThat(other.get("/data/customer/1").status()).isEqualTo(401);
		}
	}

	@Test
	void preflightOfABrowserNeedsNoKey() throws IOException {
		assertThat(RawRequest
			.ask(service.port(), "OPTIONS /customer/1", "Origin: https://app.example.com",
					"Access-Control-Request-Method: GET", "Access-Control-Request-Headers: x-api-key")
			.status()).isNotEqualTo(401);
	}

	@Test
	void lineNamesTheCallerAndNeverTheKey(CapturedOutput output) throws IOException {
		service.get("/customer/771", "X-Api-Key: " + CRM, "X-Request-Id: access-1");
		service.get("/customer/772", "X-Api-Key: " + CRM + "x", "X-Request-Id: access-2");
		Eventually.assertThat(() -> assertThat(output)
			.containsPattern("\\[access-1\\] access +: GET /customer/771 200 [0-9]+ ms [0-9]+ bytes miss by crm\n")
			.containsPattern("\\[access-2\\] access +: GET /customer/772 401 [0-9]+ ms [0-9]+ bytes none\n"));
		assertThat(output).doesNotContain(CRM);
	}

	@Test
	void requestsAreCountedByRoleAndNotByName() throws IOException {
		ask("GET", "/customer/1", CRM);
		ask("GET", "/customer/1", GUEST);
		String metrics = RawRequest.get(service.managementPort(), "/actuator/prometheus").body();
		assertThat(metrics)
			.contains("access_requests_total{outcome=\"admitted\",role=\"reporting\"}",
					"access_requests_total{outcome=\"forbidden\",role=\"none\"}")
			.doesNotContain("crm", "guest");
	}

	@Test
	void managementPortIsAsItIsWithoutAuthentication() throws IOException {
		assertThat(RawRequest.get(service.managementPort(), "/actuator/health").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "/reports/one, 403", "/reports/any, 200" })
	void bodyIsNoWayAroundRoles(String path, int status) throws IOException {
		assertThat(RawRequest.send(service.port(), """
				POST %s HTTP/1.1
				Host: localhost
				X-Api-Key: %s
				Content-Type: application/json
				Content-Length: 2
				Connection: close

				{}""".formatted(path, CRM).replace("\n", "\r\n")).status()).isEqualTo(status);
	}

	@Test
	void descriptionHasTheSchemeAndTheRoles() throws IOException {
		JsonNode api = JsonMapper.shared().readTree(ask("GET", "/v3/api-docs", CRM).body());
		JsonNode schemes = api.at("/components/securitySchemes");
		assertThat(schemes.propertyNames()).containsExactly("key");
		assertThat(schemes.at("/key/name").asString()).isEqualTo("X-Api-Key");
		JsonNode one = api.path("paths").path("/reports/one").path("get");
		assertThat(one.path("security").toString()).isEqualTo("[{\"key\":[\"admin\"]}]");
		assertThat(one.path("responses").propertyNames()).contains("401", "403").doesNotContain("429");
		assertThat(api.path("paths").path("/reports/one").path("post").path("security"))
			.isEqualTo(one.path("security"));
		JsonNode products = api.path("paths").path("/products/{keys}").path("get");
		assertThat(products.path("security").toString()).isEqualTo("[{\"key\":[\"shop\"]},{\"key\":[\"admin\"]}]");
		assertThat(api.path("paths").path("/reports/any").path("get").path("responses").propertyNames()).contains("401")
			.doesNotContain("403");
	}

	@Test
	void fileIsReadAgainWhenItChangesUnlessItHasAnError(CapturedOutput output, @TempDir Path folder) throws Exception {
		Path file = TestKeys.write(folder, "changing", LINES);
		CallersFile changing = CallersFile.read(file.toString());
		Sha256 fresh = Sha256.of("a key of a new caller");
		assertThat(changing.withKey(Sha256.of(CRM))).isNotNull();
		Files.writeString(file, LINES + "new caller with blanks " + fresh + "\n");
		Eventually.assertThat(() -> {
			changing.withKey(fresh);
			assertThat(output).contains("is not used; its callers of before stay: its line 5 must be a name");
		});
		assertThat(changing.withKey(Sha256.of(CRM))).isNotNull();
		Files.writeString(file, "newcomer - " + fresh + "\n");
		Eventually.assertThat(() -> assertThat(changing.withKey(fresh)).isNotNull());
		assertThat(changing.withKey(Sha256.of(CRM))).isNull();
		Files.delete(file);
		Eventually.assertThat(() -> {
			assertThat(changing.withKey(fresh)).isNotNull();
			assertThat(output).contains("cannot be read; its callers of before stay");
		});
		assertThat(output).doesNotContain(fresh.toString());
	}

	@Test
	void mistakesInTheFileAreNamedByTheirLine(@TempDir Path folder) {
		String hash = Sha256.of(CRM).toString();
		List<String> accepted = new ArrayList<>();
		for (String line : List.of("crm", "crm reporting", "crm reporting " + hash.substring(1),
				"crm reporting " + hash + "0", "crm reporting " + hash + " x", "crm a,,b " + hash, "crm a,b| " + hash,
				"crm , " + hash, "crm - " + CRM, "crm - Ingress", "crm - " + hash.replace(hash.charAt(0), 'g'),
				"x".repeat(256) + " - " + hash, "other - " + hash)) {
			Path file = TestKeys.write(folder, "mistake", "ok - " + hash + "\n" + line + "\n");
			try {
				CallersFile.read(file.toString());
				accepted.add(line);
			}
			catch (InvalidSettingException ex) {
				assertThat(ex).hasMessageStartingWith("data-api.callers is '" + file + "'")
					.hasMessageContaining("line 2 must be a name, roles");
				assertThat(ex.getMessage()).doesNotContain(hash);
			}
		}
		assertThat(accepted).isEmpty();
	}

	private static RawRequest.Answer ask(String method, String path, String key) throws IOException {
		return RawRequest.ask(service.port(), method + " " + path, "X-Api-Key: " + key);
	}

}
