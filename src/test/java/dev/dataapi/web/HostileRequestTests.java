package dev.dataapi.web;

import java.io.IOException;
import java.time.Duration;
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
import org.springframework.boot.test.web.server.LocalServerPort;

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

	@Autowired
	private JsonMapper mapper;

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
	@ValueSource(ints = { 101, 1_000 })
	void customersWhenThereAreTooManyIdsAnswers400(int ids) throws IOException {
		assertAnswer(RawRequest.get(this.port, "/customer/1" + ",2".repeat(ids - 1)), 400, "Invalid customer IDs.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/", "/connector/customers/top10?start_range=", "/connector/clerk/" })
	void anyRouteWhenTargetExceedsTheServersLimitAnswers400(String start) throws IOException {
		assertThat(RawRequest.get(this.port, start + "1,".repeat(10_000) + "1").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW" })
	void anyRouteWhenMethodChangesThingsAnswers405(String method) throws IOException {
		assertAnswer(
				RawRequest.send(this.port, method
						+ " /customer/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
				405, "Method not allowed.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/xml", "text/csv", "image/*", "nonsense", "text/html;q=oops" })
	void anyRouteWhenCallerAcceptsNoJsonAnswers406(String accept) throws IOException {
		assertAnswer(RawRequest.send(this.port,
				"GET /customer/1 HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + "\r\nConnection: close\r\n\r\n"),
				406, "Not acceptable.");
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
		assertAnswer(
				RawRequest.send(this.port,
						"GET /readyz HTTP/1.1\r\nHost: localhost\r\nAccept: ,,,\r\nConnection: close\r\n\r\n"),
				406, "Not acceptable.");
	}

	@Test
	void testPageWhenRangeIsUnsatisfiableIsSentWhole() throws IOException {
		RawRequest.Answer answer = RawRequest.send(this.port,
				"GET /test HTTP/1.1\r\nHost: localhost\r\nRange: bytes=9999999-\r\nConnection: close\r\n\r\n");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).endsWith("</html>\n");
	}

	@Test
	void descriptionIgnoresForwardedHosts() throws IOException {
		RawRequest.Answer answer = RawRequest.send(this.port, "GET /v3/api-docs/swagger-config HTTP/1.1\r\n"
				+ "Host: localhost\r\nX-Forwarded-Host: elsewhere.example\r\nConnection: close\r\n\r\n");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).doesNotContain("elsewhere");
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
			assertThat(problem.propertyNames()).contains("type", "title", "detail");
			assertThat(problem.path("requestId").asString()).isNotEmpty()
				.isEqualTo(answer.headers().get("x-request-id"));
			assertThat(answer.body()).doesNotContain("Exception", "org.springframework", "java.",
					"snowflake_sample_data");
		}
	}

}
