package dev.dataapi.declared;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;

import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The formats of every endpoint over HTTP, whoever wrote it.
 */
class FormatsTests {

	private static final String DECLARED = """
			version: 1
			lookups:
			  customers:
			    table: api.data.hybrid_customer
			    key:
			      - {name: id, column: C_CUSTOMER_SK, type: integer}
			    columns:
			      - {name: C_CUSTOMER_SK, type: integer}
			      - {name: C_LOGIN, type: text}
			      - {name: C_FIRST_NAME, type: text}
			reports:
			  days:
			    parameters:
			      - {name: until, type: integer, default: "2"}
			    sql: |
			      SELECT D AS DAY, '=' || D AS FORMULA, CAST(D AS DECIMAL(12,2)) - 2 AS AMOUNT, NULLIF('', '') AS NOTHING, '' AS EMPTY
			      FROM (VALUES (1), (2)) AS v (D) WHERE D <= {{until}} ORDER BY D
			    columns:
			      - {name: AMOUNT, type: "decimal(12,2)"}
			      - {name: FORMULA, type: text}
			      - {name: DAY, type: integer}
			      - {name: NOTHING, type: text}
			      - {name: EMPTY, type: text}
			  keys:
			    sql: SELECT O_ORDERKEY FROM snowflake_sample_data.tpch_sf10.orders ORDER BY O_ORDERKEY LIMIT 10000
			    columns:
			      - {name: O_ORDERKEY, type: integer}
			    max_rows: 10000
			  own:
			    parameters:
			      - {name: format, type: text, values: [csv, x], default: x}
			    sql: SELECT {{format}} AS CHOSEN
			    columns:
			      - {name: CHOSEN, type: text}
			""";

	private static final String DAYS = """
			AMOUNT,FORMULA,DAY,NOTHING,EMPTY\r
			-1.00,=1,1,,""\r
			0.00,=2,2,,""\r
			""";

	private static RunningService service;

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@BeforeAll
	static void start(@TempDir Path directory) {
		service = RunningService.start("test", List.of(EndpointFiles.setting(directory, DECLARED),
				"data-api.lookup.deadline=30s", "data-api.report.deadline=30s"));
	}

	@AfterAll
	static void stop() {
		CLIENT.close();
		service.close();
	}

	@Test
	void reportIsWrittenInEachFormat() throws Exception {
		assertThat(text(get("/reports/days?format=csv"))).isEqualTo(DAYS);
		assertThat(text(get("/reports/days", "Accept", "text/csv"))).isEqualTo(DAYS);
		assertThat(text(get("/reports/days?format=excel"))).isEqualTo("\uFEFF" + DAYS.replace(",=", ",'="));
		assertThat(text(get("/reports/days?format=ndjson"))).isEqualTo("""
				{"AMOUNT":"-1.00","FORMULA":"=1","DAY":1,"NOTHING":null,"EMPTY":""}
				{"AMOUNT":"0.00","FORMULA":"=2","DAY":2,"NOTHING":null,"EMPTY":""}
				""");
	}

	@Test
	void lookupIsWrittenInTheOrderAskedFor() throws Exception {
		assertThat(text(get("/customers/2,1,99999999?format=csv"))).matches("""
				C_CUSTOMER_SK,C_LOGIN,C_FIRST_NAME\r
				2,,[A-Z][a-z]+\r
				1,,Javier\r
				""");
		assertThat(text(get("/customers/1", "Accept", "application/x-ndjson")))
			.isEqualTo("{\"C_CUSTOMER_SK\":1,\"C_LOGIN\":null,\"C_FIRST_NAME\":\"Javier\"}\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/reports/days?until=0&format=csv     | AMOUNT,FORMULA,DAY,NOTHING,EMPTY
			/customers/99999999?format=csv       | C_CUSTOMER_SK,C_LOGIN,C_FIRST_NAME
			/reports/days?until=0&format=ndjson  | ''
			/customers/99999999?format=ndjson    | ''
			/connector/clerk/1/yearly_sales/1995?format=csv | O_CLERK,MONTH,SUM_TOTALPRICE
			""")
	void noRowsStillHaveTheirHeader(String path, String header) throws Exception {
		HttpResponse<byte[]> answer = get(path);
		assertThat(text(answer).stripTrailing()).isEqualTo(header);
		assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
	}

	@ParameterizedTest
	@CsvSource({ "/connector/customers/top10?start_range=1995-01-02, top-customers.csv",
			"/snowpark/customers/top10, top-customers.csv",
			"/connector/clerk/000000002/yearly_sales/1995, monthly-sales.csv", "'/customer/1885,1', customer.csv",
			"'/customers/1885,1', customers.csv", "/reports/days, days.csv" })
	void everyEndpointsCsvHasTheRowsOfItsJson(String path, String file) throws Exception {
		HttpResponse<byte[]> answer = get(path, "Accept", "text/csv");
		assertThat(answer.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"" + file + '"');
		assertThat(answer.headers().firstValue("Content-Type").orElseThrow().split("; ?"))
			.containsExactlyInAnyOrder("text/csv", "charset=utf-8", "header=present");
		assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		JsonNode rows = JsonMapper.shared().readTree(get(path).body());
		List<String> lines = text(answer).lines().toList();
		assertThat(lines).hasSize(rows.size() + 1);
		assertThat(lines.getFirst().split(",")).containsExactlyElementsOf(rows.get(0).propertyNames());
		for (int i = 0; i < rows.size(); i++) {
			assertThat(lines.get(i + 1)).isEqualTo(String.join(",",
					rows.get(i)
						.valueStream()
						.map((value) -> value.isNull() ? "" : value.asString().isEmpty() ? "\"\"" : value.asString())
						.toList()));
		}
	}

	@Test
	void formatsHaveEntityTagsOfTheirOwn() throws Exception {
		List<String> tags = List.of("json", "ndjson", "csv", "excel").stream().flatMap((format) -> {
			String path = "/reports/keys?format=" + format;
			return List.of(tag(path, "identity"), tag(path, "gzip")).stream();
		}).toList();
		assertThat(tags).doesNotHaveDuplicates();
		HttpResponse<byte[]> same = get("/reports/keys", "Accept", "text/csv", "If-None-Match", tags.get(4));
		assertThat(same.statusCode()).isEqualTo(304);
		assertThat(same.headers().firstValue("ETag")).hasValue(tags.get(4));
		assertThat(same.headers().firstValue("Vary")).hasValue("Accept, Accept-Encoding");
		assertThat(same.body()).isEmpty();
		assertThat(get("/reports/keys", "If-None-Match", tags.get(4)).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ndjson", "csv", "excel" })
	void largeAnswerIsCompressedAndCachedAsJsonIs(String format) throws Exception {
		String path = "/reports/keys?format=" + format;
		HttpResponse<byte[]> plain = get(path);
		HttpResponse<byte[]> compressed = get(path, "Accept-Encoding", "gzip");
		assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
		try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
			assertThat(body.readAllBytes()).isEqualTo(plain.body());
		}
		assertThat(compressed.headers().firstValue("Cache-Status").orElseThrow()).startsWith("data-api; hit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/reports/keys?format=csv", "/reports/days?format=ndjson", "/customers/1?format=excel",
			"/connector/customers/top10?format=csv" })
	void headHasTheHeadersOfGet(String path) throws Exception {
		HttpResponse<byte[]> get = get(path);
		HttpResponse<byte[]> head = send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
		for (String name : List.of("Content-Type", "Content-Length", "Content-Disposition", "ETag", "Vary")) {
			assertThat(head.headers().allValues(name)).as(name).isEqualTo(get.headers().allValues(name));
		}
		assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(get.body().length);
		assertThat(head.body()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/customers/x                 | text/csv             | 400 | Key 1
			/customers/1?format=xml      | text/csv             | 400 | format must be one of json, ndjson, csv, excel.
			/connector/customers/top10?format=xml | text/csv    | 400 | format must be one of json, ndjson, csv, excel.
			/reports/days?format=csv&format=csv |               | 400 | format is given more than once.
			/customers/1?formats=csv     |                      | 400 | formats' is not a parameter here
			/reports/days?until=x        | application/x-ndjson | 400 | until must be
			/reports/days                | text/html            | 406 | application/json, application/x-ndjson, text/csv
			/customer/1                  | text/html            | 406 | application/json, application/x-ndjson, text/csv
			/nowhere                     | text/csv             | 404 | There is no such route.
			""")
	void problemsAreJsonWhateverIsAccepted(String path, String accept, int status, String detail) throws Exception {
		HttpResponse<byte[]> answer = (accept != null) ? get(path, "Accept", accept) : get(path);
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(JsonMapper.shared().readTree(answer.body()).path("detail").asString()).contains(detail);
	}

	@Test
	void parameterOfTheEndpointsOwnKeepsItsMeaning() throws Exception {
		assertThat(text(get("/reports/own?format=csv"))).isEqualTo("[{\"CHOSEN\":\"csv\"}]");
		assertThat(text(get("/reports/own?format=x", "Accept", "text/csv"))).isEqualTo("CHOSEN\r\nx\r\n");
	}

	@Test
	void descriptionNamesTheFormatsAndTheParameter() throws Exception {
		JsonNode paths = JsonMapper.shared().readTree(get("/v3/api-docs").body()).path("paths");
		for (String path : List.of("/customer/{ids}", "/customers/{keys}", "/reports/days",
				"/connector/customers/top10")) {
			JsonNode operation = paths.path(path).path("get");
			assertThat(operation.at("/responses/200/content").propertyNames()).containsExactly("application/json",
					"application/x-ndjson", "text/csv");
			JsonNode parameter = operation.path("parameters").get(operation.path("parameters").size() - 1);
			assertThat(parameter.path("name").asString()).isEqualTo("format");
			assertThat(parameter.at("/schema/enum").valueStream().map(JsonNode::asString)).containsExactly("json",
					"ndjson", "csv", "excel");
		}
		assertThat(paths.at("/~1reports~1own/get/parameters").size()).isEqualTo(1);
	}

	private static String tag(String path, String encoding) {
		try {
			return get(path, "Accept-Encoding", encoding).headers().firstValue("ETag").orElseThrow();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = request(path);
		return send((headers.length > 0) ? request.headers(headers) : request);
	}

	private static HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
			.timeout(Duration.ofSeconds(60));
	}

	private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
	}

	private static String text(HttpResponse<byte[]> answer) {
		return new String(answer.body(), StandardCharsets.UTF_8);
	}

}
