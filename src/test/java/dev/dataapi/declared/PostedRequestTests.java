package dev.dataapi.declared;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests to declared endpoints with a body, on the embedded warehouse.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(300)
class PostedRequestTests {

	/** The path of one look-up without its keys is that of a report. */
	private static final String DECLARED = DeclaredEndpointTests.DECLARED.replace("lookups:\n", """
			lookups:
			  many:
			    table: api.data.hybrid_customer
			    key: [{name: id, column: C_CUSTOMER_SK, type: integer}]
			    columns: [{name: C_CUSTOMER_SK, type: integer}]
			    max_keys: 10000
			  taken:
			    table: api.data.hybrid_customer
			    key: [{name: id, column: C_CUSTOMER_SK, type: integer}]
			    columns: [{name: C_LOGIN, type: text}]
			    path: /orders/of-day/{keys}
			""");

	private static RunningService service;

	@BeforeAll
	static void start(@TempDir Path directory) {
		service = RunningService.start("test", List.of(EndpointFiles.setting(directory, DECLARED),
				"data-api.access-log=true", "data-api.lookup.deadline=30s", "data-api.report.deadline=30s"));
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					/customers | {"keys": [3, 1, 3, 999999999]} | /customers/3,1,999999999
					/customer | {"keys": [3, 1, 3, 999999999, 99999999999999999999]} | /customer/3,1,999999999
					/people/name | {"keys": ["AAAAAAAACAAAAAAA"]} | /people/AAAAAAAACAAAAAAA/name
					/births | {"keys": [{"id": 1885, "country": "x"}]} | /births/1885~x
					/reports/orders_by_priority | {"priority": ["5-LOW", "1-URGENT"], "limit": 3, "min_total": 1.50} | /reports/orders_by_priority?priority=1-URGENT,5-LOW&limit=3&min_total=1.5
					/reports/orders_by_priority | {} | /reports/orders_by_priority
					/orders/of-day | {"day": "1995-02-14"} | /orders/of-day?day=1995-02-14
					""")
	void answerIsThatOfTheAddressAndComesFromTheSameEntries(String path, String body, String target)
			throws IOException {
		RawRequest.Answer got = service.get(target);
		assertThat(got.status()).isEqualTo(200);
		RawRequest.Answer posted = post(path, body);
		assertThat(posted.status()).as(posted.body()).isEqualTo(200);
		assertThat(posted.body()).isEqualTo(got.body());
		if (!path.equals("/people/name")) {
			assertThat(posted.headers().get("cache-status")).startsWith("data-api; hit");
			assertThat(post(path, body, "Cache-Control: only-if-cached").body()).isEqualTo(got.body());
		}
		assertThat(post(path, body, "Cache-Control: no-cache").headers().get("cache-status"))
			.startsWith("data-api; fwd=request");
	}

	@Test
	void answerIsInTheFormatThatIsAskedFor() throws IOException {
		String body = "{\"keys\": [3, 1]}";
		String csv = service.get("/customers/3,1?format=csv").body();
		assertThat(csv).startsWith("C_CUSTOMER_SK,C_CUSTOMER_ID,C_LOGIN");
		assertThat(post("/customers?format=csv", body).body()).isEqualTo(csv);
		assertThat(post("/customers", body, "Accept: text/csv").body()).isEqualTo(csv);
		assertThat(post("/customers", body, "Accept: text/html").status()).isEqualTo(406);
		assertThat(post("/reports/orders_by_priority?format=ndjson", "{}").body())
			.isEqualTo(service.get("/reports/orders_by_priority?format=ndjson").body());
	}

	/** RFC 9110 knows neither for POST. */
	@Test
	void answerHasNoTagAndHeedsNoCondition() throws IOException {
		String tag = service.get("/customers/7").headers().get("etag");
		for (String condition : List.of(tag, "*", "\"x\"")) {
			RawRequest.Answer answer = post("/customers", "{\"keys\": [7]}", "If-None-Match: " + condition);
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.headers()).doesNotContainKey("etag").containsKeys("server-timing", "x-request-id");
			assertThat(answer.body()).contains("\"C_CUSTOMER_SK\":7");
		}
	}

	@Test
	void tenThousandKeysAreAnswered() throws IOException {
		String keys = IntStream.rangeClosed(1, 10_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
		for (String path : List.of("/many", "/customer")) {
			RawRequest.Answer answer = post(path, "{\"keys\": [" + keys + "]}", "Cache-Control: no-cache");
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			assertThat(answer.body().split("C_CUSTOMER_SK")).hasSize(10_001);
			assertThat(post(path, "{\"keys\": [" + keys + ",1]}").body())
				.contains("More than 10000 keys are asked for");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					/customers | {"keys": ["x"]} | Invalid id. | Key 1: id must be an integer of 64 bits, as a JSON number, not '\\"x\\"'.
					/customers | {"keys": [1,2,3,4,5,6]} | Invalid keys. | More than 5 keys are asked for, which is the most that a request may have.
					/customers?keys=1 | {"keys": [1]} | Invalid keys. | 'keys' is not a parameter here: there is none.
					/reports/orders_by_priority | {"limit": 0} | Invalid limit. | limit must be an integer of 64 bits, not less than 1 and not greater than 100, as a JSON number, not '0'.
					/reports/orders_by_priority?limit=1 | {} | Invalid limit. | 'limit' is not a parameter here: there is none.
					/orders/of-day | {} | Invalid day. | day is missing: it must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31.
					/orders/of-day | {"day": 1 | Invalid day. | day must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31, as a JSON string, not '1'.
					/orders/of-day | {"day" | Invalid body. | The body is not JSON in line 1, column 7.
					""")
	void bodyThatIsNotAcceptedIsAProblemThatSaysWhy(String target, String body, String error, String detail)
			throws IOException {
		RawRequest.Answer answer = post(target, body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
		assertThat(answer.body()).contains("\"error\":\"" + error + "\"", "\"detail\":\"" + detail + "\"",
				"\"requestId\":");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "application/problem+json",
			"multipart/form-data; boundary=x", "nonsense", "" })
	void bodyOfAnotherTypeIsRefused(String type) throws IOException {
		String header = type.isEmpty() ? "X: y" : "Content-Type: " + type;
		for (String path : List.of("/customers", "/customer", "/reports/orders_by_priority")) {
			RawRequest.Answer answer = send("POST", path, "{\"keys\": [1]}", header);
			assertThat(answer.status()).isEqualTo(415);
			assertThat(answer.headers()).containsEntry("accept", "application/json");
			assertThat(answer.body()).contains("\"detail\":\"A body must be application/json.\"");
		}
		assertThat(
				send("POST", "/customers", "{\"keys\": [1]}", "Content-Type: application/json; charset=UTF-8").status())
			.isEqualTo(200);
	}

	@Test
	void bodyThatIsTooLargeIsRefusedHoweverItIsSent() throws IOException {
		String large = "{\"keys\": [" + " ".repeat(1 << 20) + "1]}";
		assertThat(post("/customers", large).status()).isEqualTo(413);
		RawRequest.Answer chunked = RawRequest.send(service.port(), """
				POST /customers HTTP/1.1\r
				Host: localhost\r
				Content-Type: application/json\r
				Transfer-Encoding: chunked\r
				Connection: close\r
				\r
				%s\r
				%s\r
				0\r
				\r
				""".formatted(Integer.toHexString(large.length()), large));
		assertThat(chunked.status()).isEqualTo(413);
		assertThat(chunked.body()).contains("The body of a request may have 1048576 bytes at most.");
	}

	/** Most of the body is still to be written when the refusal is made. */
	@Test
	void callerThatWritesItsBodySlowlyReadsWhyItIsTooLarge() throws IOException {
		byte[] body = new byte[1_900_000];
		try (Socket socket = new Socket()) {
			socket.setSendBufferSize(8 * 1024);
			socket.connect(new InetSocketAddress("localhost", service.port()));
			socket.setSoTimeout(20_000);
			OutputStream out = socket.getOutputStream();
			out.write("""
					POST /customers HTTP/1.1\r
					Host: localhost\r
					Content-Type: application/json\r
					Content-Length: %d\r
					Connection: close\r
					\r
					""".formatted(body.length).getBytes(StandardCharsets.US_ASCII));
			out.write(body);
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 413 ")
				.contains("The body of a request may have 1048576 bytes at most.");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/customers                  | POST,OPTIONS          | OPTIONS and POST are accepted.
			/customers/1                | GET,HEAD,OPTIONS      | GET, HEAD and OPTIONS are accepted.
			/reports/orders_by_priority | GET,HEAD,POST,OPTIONS | GET, HEAD, OPTIONS and POST are accepted.
			""")
	void otherMethodsAreRefusedWithThoseThatAreAccepted(String path, String allowed, String detail) throws IOException {
		for (String method : List.of("PUT", "DELETE", "PATCH")) {
			RawRequest.Answer answer = send(method, path, "{}", "Content-Type: application/json");
			assertThat(answer.status()).isEqualTo(405);
			assertThat(answer.headers().get("allow").split(", *")).containsExactlyInAnyOrder(allowed.split(","));
			assertThat(answer.body()).contains("\"detail\":\"" + detail + "\"");
		}
		RawRequest.Answer options = RawRequest.ask(service.port(), "OPTIONS " + path);
		assertThat(options.status()).isEqualTo(200);
		assertThat(options.headers().get("allow").split(", *")).containsExactlyInAnyOrder(allowed.split(","));
		assertThat(service.get("/customers").status()).isEqualTo(405);
	}

	@Test
	void pathOfAnotherEndpointStaysItsOwn() throws IOException {
		assertThat(service.get("/orders/of-day?day=1995-01-01").body()).contains("ORDERS");
		assertThat(post("/orders/of-day", "{\"day\": \"1995-01-01\"}").body()).contains("ORDERS");
		assertThat(service.get("/orders/of-day/7").body()).contains("C_LOGIN");
		assertThat(post("/orders/of-day", "{\"keys\": [7]}").status()).isEqualTo(400);
		String description = service.get("/v3/api-docs").body();
		assertThat(description).contains("\"lookups.taken\"", "\"lookups.many.post\"", "\"reports.days.post\"")
			.doesNotContain("lookups.taken.post");
	}

	@Test
	void metricsAndAccessLineNameThePath(CapturedOutput output) throws IOException {
		post("/customers", "{\"keys\": [51]}");
		assertThat(RawRequest.get(service.managementPort(), "/actuator/prometheus").body()).containsPattern(
				"http_server_requests_seconds_count\\{cache=\"miss\".*method=\"POST\".*status=\"200\",uri=\"/customers\"}");
		Eventually.assertThat(() -> assertThat(output).contains("POST /customers 200"));
	}

	private static RawRequest.Answer post(String target, String body, String... headers) throws IOException {
		return send("POST", target, body,
				String.join("\r\n",
						IntStream.rangeClosed(0, headers.length)
							.mapToObj((i) -> (i == 0) ? "Content-Type: application/json" : headers[i - 1])
							.toList()));
	}

	private static RawRequest.Answer send(String method, String target, String body, String headers)
			throws IOException {
		return RawRequest.send(service.port(),
				"%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
					.formatted(method, target, headers, body.length(), body));
	}

}
