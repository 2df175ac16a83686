package dev.dataapi.web;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.web.CrossOriginConfiguration.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What pages of other origins may read.
 */
class CrossOriginTests {

	private static final String ALLOWED = "Origin: https://shop.example";

	private static final String OTHER = "Origin: https://elsewhere.example";

	private static RunningService service;

	private static RunningService open;

	@BeforeAll
	static void start() {
		service = RunningService.start("test",
				List.of("data-api.cors.origins=https://shop.example,http://localhost:3000"));
		open = RunningService.start("test", List.of("data-api.cors.origins=*"));
	}

	@AfterAll
	static void stop() {
		service.close();
		open.close();
	}

	@ParameterizedTest
	@CsvSource({ "/customer/1, 200", "/customer/1?format=csv, 200", "/customer/x, 400", "/nowhere, 404",
			"/v3/api-docs, 200" })
	void allowedOriginReadsEveryAnswerAndItsHeaders(String path, int status) throws IOException {
		RawRequest.Answer answer = service.get(path, ALLOWED);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.headers()).containsEntry("access-control-allow-origin", "https://shop.example")
			.doesNotContainKey("access-control-allow-credentials");
		assertThat(answer.headers().get("access-control-expose-headers").split(", ?")).contains("ETag", "Link",
				"Cache-Status", "Content-Disposition", "Retry-After", "Server-Timing", "X-Request-Id", "traceparent");
	}

	@Test
	void notModifiedIsReadableToo() throws IOException {
		String tag = service.get("/customer/1").headers().get("etag");
		RawRequest.Answer answer = service.get("/customer/1", ALLOWED, "If-None-Match: " + tag);
		assertThat(answer.status()).isEqualTo(304);
		assertThat(answer.headers()).containsEntry("access-control-allow-origin", "https://shop.example");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://elsewhere.example", "http://shop.example", "https://shop.example:8443", "null",
			"https://[::1", "x" })
	void otherOriginIsAnsweredWithoutTheHeaders(String origin) throws IOException {
		RawRequest.Answer answer = service.get("/customer/1", "Origin: " + origin);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers()).doesNotContainKeys("access-control-allow-origin", "access-control-expose-headers");
	}

	/** Caches must not give one origin's answer to another. */
	@Test
	void answersVaryByOrigin() throws IOException {
		for (String header : List.of(ALLOWED, OTHER, "Accept: text/csv")) {
			HttpURLConnection connection = (HttpURLConnection) URI
				.create("http://localhost:" + service.port() + "/customer/1")
				.toURL()
				.openConnection();
			connection.setRequestProperty(header.substring(0, header.indexOf(':')),
					header.substring(header.indexOf(' ') + 1));
			connection.setReadTimeout(20_000);
			assertThat(String.join(", ", connection.getHeaderFields().get("Vary"))).as(header)
				.contains("Origin", "Accept");
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET, 200", "HEAD, 200", "POST, 200", "DELETE, 403", "PUT, 403" })
	void preflightAllowsTheMethodsThatThereAre(String method, int status) throws IOException {
		RawRequest.Answer answer = preflight(service, ALLOWED, method);
		assertThat(answer.status()).isEqualTo(status);
		if (status == 200) {
			assertThat(answer.headers()).containsEntry("access-control-allow-origin", "https://shop.example")
				.containsEntry("access-control-max-age", "7200");
			assertThat(answer.headers().get("access-control-allow-methods").split(", ?"))
				.containsExactlyInAnyOrder("GET", "HEAD", "POST");
			assertThat(answer.headers().get("access-control-allow-headers").split(", ?"))
				.containsExactlyInAnyOrder("cache-control", "content-type", "if-none-match");
			assertThat(answer.body()).isEmpty();
		}
	}

	@Test
	void preflightOfAnotherOriginIsAProblem() throws IOException {
		RawRequest.Answer answer = preflight(service, OTHER, "GET");
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.headers()).containsEntry("content-type", "application/problem+json")
			.doesNotContainKey("access-control-allow-origin");
	}

	@Test
	void anyOriginIsAllowedByAStar() throws IOException {
		assertThat(open.get("/customer/1", OTHER).headers()).containsEntry("access-control-allow-origin", "*");
		assertThat(preflight(open, OTHER, "GET").headers()).containsEntry("access-control-allow-origin", "*");
		assertThat(open.get("/customer/1", "Origin: https://[::1").status()).isLessThan(500);
	}

	@Test
	void plainOptionsListTheRoutesMethodsAsBefore() throws IOException {
		RawRequest.Answer answer = RawRequest.ask(service.port(), "OPTIONS /customer/1");
		assertThat(answer.headers().get("allow")).contains("GET", "HEAD", "OPTIONS").doesNotContain("DELETE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop.example", "https://shop.example/", "https://shop.example/path",
			"HTTPS://shop.example", "https://Shop.example", "https://shop.example:443", "http://shop.example:80",
			"https://*.example", "null", "https://", "https://user@shop.example", "https://shop.example?x",
			"https://shop.example,*" })
	void originThatNoBrowserSendsIsRefused(String origins) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new Properties(List.of(origins.split(","))))
			.withMessageStartingWith("data-api.cors.origins is '");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://shop.example", "http://localhost:3000", "http://[::1]:3000", "*",
			"capacitor://localhost", "http://127.0.0.1:8001,https://a.b-c.example:8443" })
	void originThatABrowserSendsIsAccepted(String origins) {
		assertThatCode(() -> new Properties(List.of(origins.split(",")))).doesNotThrowAnyException();
	}

	private static RawRequest.Answer preflight(RunningService service, String origin, String method)
			throws IOException {
		return RawRequest.ask(service.port(), "OPTIONS /customer/1", origin, "Access-Control-Request-Method: " + method,
				"Access-Control-Request-Headers: cache-control,content-type,if-none-match");
	}

}
