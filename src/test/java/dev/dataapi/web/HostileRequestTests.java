package dev.dataapi.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dataapi.KeepAliveConnection;
import dev.dataapi.RawRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no well-meaning client sends, each with the status that it must get.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "server.max-http-request-header-size=8KB")
class HostileRequestTests {

	private static final String WORTH_COMPRESSING = "/customer/"
			+ IntStream.rangeClosed(1, 60).mapToObj(String::valueOf).collect(Collectors.joining(","));

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private JsonMapper mapper;

	@Autowired
	private ServerProperties server;

	@ParameterizedTest(name = "{0} -> {1}")
	@CsvFileSource(resources = "hostile-requests.csv", delimiter = '|', numLinesToSkip = 1)
	void answerIsAProblemOrHarmless(String target, int status, String error) throws IOException {
		assertAnswer(RawRequest.get(this.port, target), status, error);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/custome%72/601", "/%63ustomer/%360%31" })
	void routeWhenItsPathIsEncodedIsFound(String path) throws IOException {
		assertThat(RawRequest.get(this.port, path).body()).isEqualTo(RawRequest.get(this.port, "/customer/601").body());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/642%2C641", "/customer/642%2c641", "/customer/%36%34%32%2C%20641,642" })
	void customersWhenTheirCommasAreEncodedAreTheSame(String path) throws IOException {
		assertThat(RawRequest.get(this.port, path).body())
			.isEqualTo(RawRequest.get(this.port, "/customer/642,641").body());
	}

	@ParameterizedTest
	@ValueSource(ints = { 101, 1_000 })
	void customersWhenThereAreTooManyIdsAnswers400(int ids) throws IOException {
		assertAnswer(RawRequest.get(this.port, "/customer/1" + ",2".repeat(ids - 1)), 400, "Invalid customer IDs.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/", "/connector/customers/top10?start_range=", "/connector/clerk/", "/nowhere/",
			"/?", "/customer/1?x=" })
	void anyRouteWhenItsAddressExceedsTheServersLimitAnswers414WithTheLimit(String start) throws IOException {
		int limit = limit();
		for (int length : List.of(limit - start.length(), limit, 2 * limit, 10 * limit)) {
			RawRequest.Answer answer = RawRequest.get(this.port, start + "1".repeat(length));
			assertAnswer(answer, 414, "The address is too long.");
			assertThat(answer.body()).contains("%,d bytes".formatted(limit));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/1", "/nowhere", "/", "/livez" })
	void anyRouteWhenItsHeadersExceedTheServersLimitAnswers431WithTheLimit(String path) throws IOException {
		int limit = limit();
		for (String headers : List.of("X: " + "x".repeat(limit), "X: " + "x".repeat(10 * limit),
				("Cookie: " + "x".repeat(limit / 4) + "\r\n").repeat(5).strip())) {
			RawRequest.Answer answer = RawRequest.get(this.port, path, headers);
			assertAnswer(answer, 431, "The headers are too long.");
			assertThat(answer.body()).contains("%,d bytes".formatted(limit), "\"instance\":\"" + path + "\"");
		}
	}

	@Test
	void anyRouteWhenThereAreTooManyHeadersAnswers431() throws IOException {
		RawRequest.Answer answer = RawRequest.get(this.port, "/customer/1", ("X: x\r\n").repeat(200).strip());
		assertAnswer(answer, 431, "There are too many headers.");
		assertThat(answer.body()).contains("100 are accepted");
	}

	private int limit() {
		return (int) this.server.getMaxHttpRequestHeaderSize().toBytes();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET /customer/%zz HTTP/1.1        | 400 | /customer/%25zz
			GET /customer/1;x HTTP/1.1        | 400 | /customer/1;x
			GET /customer/%2F HTTP/1.1        | 400 | /customer/%2F
			GET // HTTP/1.1                   | 400 | /.//
			GET /customer/1\\2 HTTP/1.1       | 400 | about:blank
			GET /customer/\u0661 HTTP/1.1     | 400 | about:blank
			GET * HTTP/1.1                    | 400 | about:blank
			GET 1:2 HTTP/1.1                  | 400 | about:blank
			GET                               | 400 | about:blank
			nonsense                          | 400 | about:blank
			CONNECT 1:2 HTTP/1.1              | 501 | about:blank
			GET http://localhost/x HTTP/1.1   | 404 | /x
			GET /customer/1 HTTP/7.1          | 505 | /customer/1
			""")
	void everyProblemHasAnInstance(String line, int status, String instance) throws IOException {
		RawRequest.Answer answer = RawRequest.send(this.port,
				line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.body()).contains("\"instance\":\"" + instance + "\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/customer/1", "/connector/customers/top10", "/test", "/test.js", "/v3/api-docs",
			"/swagger-ui.html", "/swagger-ui/index.html", "/livez" })
	void preflightListsWhatTheRouteAccepts(String path) throws IOException {
		RawRequest.Answer plain = RawRequest.ask(this.port, "OPTIONS " + path);
		for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "BREW")) {
			RawRequest.Answer preflight = preflight(this.port, path, method);
			assertThat(preflight.status()).isEqualTo(plain.status());
			assertThat(preflight.headers().get("allow")).isEqualTo(plain.headers().get("allow"))
				.contains("GET", "HEAD", "OPTIONS")
				.doesNotContain("POST", "PUT", "DELETE", "PATCH", "TRACE");
			assertThat(preflight.headers().keySet()).noneMatch((name) -> name.startsWith("access-control"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/prometheus" })
	void preflightOfManagementListsWhatItAccepts(String path) throws IOException {
		assertThat(preflight(this.managementPort, path, "POST").headers().get("allow"))
			.isEqualTo(RawRequest.ask(this.managementPort, "OPTIONS " + path).headers().get("allow"))
			.contains("GET")
			.doesNotContain("PUT", "DELETE", "PATCH");
	}

	@Test
	void preflightOfAPathThatIsNoneListsNothing() throws IOException {
		RawRequest.Answer answer = preflight(this.port, "/nowhere", "GET");
		assertAnswer(answer, 404, "Not found!");
		assertThat(answer.headers()).doesNotContainKey("allow");
	}

	private static RawRequest.Answer preflight(int port, String path, String method) throws IOException {
		return RawRequest.ask(port, "OPTIONS " + path, "Origin: https://elsewhere.example",
				"Access-Control-Request-Method: " + method);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW" })
	void anyRouteWhenMethodChangesThingsAnswers405(String method) throws IOException {
		assertAnswer(RawRequest.ask(this.port, method + " /customer/1", "Content-Length: 0"), 405,
				"Method not allowed.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/xml", "text/csv;q=0", "image/*", "nonsense", "text/html;q=oops" })
	void anyRouteWhenCallerAcceptsNoJsonAnswers406(String accept) throws IOException {
		assertAnswer(RawRequest.get(this.port, "/customer/1", "Accept: " + accept), 406, "Not acceptable.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/nowhere|Content-Type: */*|400|Bad request.", "/test|Content-Type: a/*|400|Bad request.",
					"/customer/1|Content-Type: multipart/form-data|405|Method not allowed.",
					"/swagger-ui/x|X-Forwarded-Port: x|404|Not found!",
					"/customer/1|Expect: x|417|Expectation Failed." })
	void anyRouteWhenHeaderMakesNoSenseAnswersAProblem(String path, String header, int status, String error)
			throws IOException {
		assertAnswer(RawRequest.send(this.port, "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header
				+ "\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"), status, error);
	}

	/**
	 * Within the server's limit of 8 kB. If read in quadratic time, each takes hundreds
	 * of milliseconds, and a few keep the probes waiting.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Accept-Encoding | gzip;q=.        | 1     | x
			Accept-Encoding | gzip            | ' '   | x
			Accept-Encoding | ''              | ','   | ''
			Accept-Encoding | ''              | gzip, | ''
			Cache-Control   | a               | ' '   | b
			Cache-Control   | ''              | ', '  | ''
			Cache-Control   | 'max-age="'     | '\\'   | ''
			If-None-Match   | ''              | ' ,'  | ''
			If-None-Match   | '"'             | 'x" ' | ''
			Accept          | application/json | ';a=b' | ''
			""")
	void anyRouteWhenHeaderIsLongAndMalformedAnswersAsSoonAsWithAnother(String name, String begin, String repeated,
			String end) throws IOException {
		String value = begin + repeated.repeat(7_500 / repeated.length()) + end;
		try (KeepAliveConnection connection = new KeepAliveConnection(this.port)) {
			Duration other = fastest(connection, "X-Other", "x".repeat(value.length()));
			Duration hostile = fastest(connection, name, value);
			assertThat(hostile).isLessThan(other.multipliedBy(10).plusMillis(20));
		}
	}

	/** The best of ten, so that a busy machine makes no difference. */
	private static Duration fastest(KeepAliveConnection connection, String name, String value) throws IOException {
		String request = "GET " + WORTH_COMPRESSING + " HTTP/1.1\r\nHost: localhost\r\n" + name + ": " + value
				+ "\r\n\r\n";
		long fastest = Long.MAX_VALUE;
		for (int i = 0; i < 10; i++) {
			long start = System.nanoTime();
			assertThat(connection.send(request).status()).isIn(200, 400, 406);
			fastest = Math.min(fastest, System.nanoTime() - start);
		}
		return Duration.ofNanos(fastest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/test", "/%74est", "/swagger-ui.html", "/swagger-ui/index.html",
			"/%73wagger-ui/index.html", "/swagger-ui/%69ndex.html" })
	void pageWhenPathIsEncodedHasItsPolicyToo(String path) throws IOException {
		RawRequest.Answer answer = RawRequest.get(this.port, path);
		assertThat(answer.status()).isIn(200, 302);
		assertThat(answer.headers().get("content-security-policy")).contains("frame-ancestors 'none'");
	}

	@Test
	void healthWhenAcceptIsMalformedAnswers406() throws IOException {
		assertAnswer(RawRequest.get(this.port, "/readyz", "Accept: ,,,"), 406, "Not acceptable.");
	}

	@Test
	void testPageWhenRangeIsUnsatisfiableIsSentWhole() throws IOException {
		RawRequest.Answer answer = RawRequest.get(this.port, "/test", "Range: bytes=9999999-");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).endsWith("</html>\n");
	}

	@Test
	void anyRouteWhenHostIsMissingAnswers400() throws IOException {
		assertAnswer(RawRequest.send(this.port, "GET /customer/1 HTTP/1.1\r\nConnection: close\r\n\r\n"), 400,
				"Bad request.");
	}

	private void assertAnswer(RawRequest.Answer answer, int status, String error) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		if (status >= 400) {
			assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
			JsonNode problem = this.mapper.readTree(answer.body().replaceAll("(?s)^[^{]*|[^}]*$", ""));
			assertThat(problem.path("status").asInt()).isEqualTo(status);
			assertThat(problem.path("error").asString()).isEqualTo(error);
			assertThat(problem.propertyNames()).contains("type", "title", "detail", "instance");
			assertThat(problem.path("requestId").asString()).isNotEmpty()
				.isEqualTo(answer.headers().get("x-request-id"));
			assertThat(answer.body()).doesNotContain("Exception", "org.springframework", "java.",
					"snowflake_sample_data");
		}
	}

}
