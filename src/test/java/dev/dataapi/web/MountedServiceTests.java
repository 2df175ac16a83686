package dev.dataapi.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.dataapi.RunningService;
import dev.dataapi.StrippingGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service below a path of its own, and behind a gateway that strips one: all that
 * pages and descriptions refer to is found from where they are read.
 */
class MountedServiceTests {

	private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"(?!data:)([^\"]+)\"");

	private static final Pattern CONFIGURATION = Pattern.compile("\"configUrl\" : \"([^\"]+)\"");

	private static final JsonMapper JSON = new JsonMapper();

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static RunningService service;

	private static StrippingGateway gateway;

	@BeforeAll
	static void start() throws IOException {
		service = RunningService.start("test", List.of("server.servlet.context-path=/data",
				"data-api.endpoints=src/test/resources/dev/dataapi/declared/tpc.yaml", "data-api.lookup.deadline=30s"));
		gateway = new StrippingGateway("/teams/sales", address());
	}

	@AfterAll
	static void stop() {
		gateway.close();
		service.close();
		CLIENT.shutdownNow();
	}

	static Stream<String> addresses() {
		return Stream.of(address(), gateway.address());
	}

	private static String address() {
		return "http://localhost:" + service.port() + "/data";
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void testPageFindsItsStyleScriptAndDescription(String address) throws Exception {
		URI page = URI.create(address + "/test");
		List<URI> references = REFERENCE.matcher(get(page).body())
			.results()
			.map((reference) -> page.resolve(reference.group(1)))
			.toList();
		assertThat(references).hasSize(4).allSatisfy((each) -> assertThat(get(each).statusCode()).isEqualTo(200));
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void serverOfTheDescriptionIsWhereTheRoutesAre(String address) throws Exception {
		for (String path : List.of("/v3/api-docs", "/v3/api-docs.yaml")) {
			URI description = URI.create(address + path);
			HttpResponse<String> answer = get(description);
			assertThat(answer.statusCode()).isEqualTo(200);
			String server = path.endsWith("yaml")
					? only(Pattern.compile("servers:\n- url: (\\S+)\n").matcher(answer.body()).results())
					: JSON.readTree(answer.body()).at("/servers/0/url").asString();
			URI root = description.resolve(server);
			assertThat(root).hasToString(address + "/");
			assertThat(get(root.resolve("customer/1")).body()).contains("\"C_CUSTOMER_SK\":1,");
		}
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void descriptionsPageFindsTheDescription(String address) throws Exception {
		URI start = URI.create(address + "/swagger-ui.html");
		URI page = start.resolve(get(start).headers().firstValue("Location").orElseThrow());
		List<String> references = REFERENCE.matcher(get(page).body())
			.results()
			.map((reference) -> reference.group(1))
			.toList();
		assertThat(references).hasSizeGreaterThan(3)
			.allSatisfy((each) -> assertThat(get(page.resolve(each)).statusCode()).as(each).isEqualTo(200));
		String script = get(page.resolve("./swagger-initializer.js")).body();
		URI configuration = page.resolve(only(CONFIGURATION.matcher(script).results()));
		JsonNode settings = JSON.readTree(get(configuration).body());
		assertThat(get(page.resolve(settings.path("url").asString())).body()).contains("\"/customer/{ids}\"");
		assertThat(page.resolve(settings.path("configUrl").asString())).isEqualTo(configuration);
	}

	@Test
	void keysAreReadFromThePathBelow() throws Exception {
		for (String path : List.of("/data/orders/7,1", "/dat%61/orders/7%2C1", "/data/%6frders/7,1")) {
			assertThat(service.get(path).body()).as(path).startsWith("[{\"O_ORDERKEY\":7,").contains(":1,");
		}
	}

	@Test
	void problemNamesItsWholePath() throws Exception {
		assertThat(service.get("/data/customer/x").body()).contains("\"instance\":\"/data/customer/x\"");
		assertThat(service.get("/data/customer/%zz").body()).contains("\"instance\":\"/data/customer/%25zz\"");
		assertThat(service.get("/nowhere").body()).contains("\"instance\":\"/nowhere\"");
	}

	private static String only(Stream<MatchResult> results) {
		List<String> found = results.map((result) -> result.group(1)).toList();
		assertThat(found).hasSize(1);
		return found.getFirst();
	}

	private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
		return CLIENT.send(HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

}
