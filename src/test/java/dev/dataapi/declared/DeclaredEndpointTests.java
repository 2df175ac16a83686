package dev.dataapi.declared;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Declared endpoints over HTTP, on the embedded warehouse.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeclaredEndpointTests {

	static final String DECLARED = """
			version: 1
			lookups:
			  customers:
			    table: api.data.hybrid_customer
			    key:
			      - {name: id, column: C_CUSTOMER_SK, type: integer}
			    columns:
			      - {name: C_CUSTOMER_SK, type: integer}
			      - {name: C_CUSTOMER_ID, type: text}
			      - {name: C_LOGIN, type: text}
			    max_keys: 5
			  names:
			    table: api.data.hybrid_customer
			    key:
			      - {name: id, column: C_CUSTOMER_ID, type: text, max_length: 17}
			    columns:
			      - {name: C_FIRST_NAME, type: text}
			    path: /people/{keys}/name
			    cache: {ttl: 0s}
			  births:
			    table: api.data.hybrid_customer
			    key:
			      - {name: id, column: C_CUSTOMER_SK, type: integer}
			      - {name: country, column: C_BIRTH_COUNTRY, type: text}
			    columns:
			      - {name: C_BIRTH_YEAR, type: integer}
			reports:
			  orders_by_priority:
			    parameters:
			      - {name: from, type: date, default: "1995-01-01"}
			      - {name: to, type: date, default: "1995-03-31", not_before: from}
			      - {name: priority, type: text, values: ["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"], max_items: 3, optional: true}
			      - {name: min_total, type: "decimal(12,2)", min: "0", optional: true}
			      - {name: limit, type: integer, default: "4", min: "1", max: "100"}
			    sql: |
			      SELECT O_ORDERPRIORITY, COUNT(*) AS ORDERS, SUM(O_TOTALPRICE) AS SUM_TOTALPRICE
			      FROM snowflake_sample_data.tpch_sf10.orders
			      WHERE O_ORDERDATE BETWEEN {{from}} AND {{to}}
			        [[ AND O_ORDERPRIORITY IN ({{priority}}) ]]
			        [[ AND O_TOTALPRICE >= {{min_total}} ]]
			      GROUP BY O_ORDERPRIORITY
			      ORDER BY SUM_TOTALPRICE DESC, O_ORDERPRIORITY
			      LIMIT {{limit}}
			    columns:
			      - {name: O_ORDERPRIORITY, type: text}
			      - {name: SUM_TOTALPRICE, type: "decimal(38,2)"}
			      - {name: ORDERS, type: integer}
			    max_rows: 4
			    cache: {ttl: 15m}
			  keys:
			    sql: SELECT O_ORDERKEY FROM snowflake_sample_data.tpch_sf10.orders ORDER BY O_ORDERKEY LIMIT 1000
			    columns:
			      - {name: O_ORDERKEY, type: integer}
			  days:
			    parameters:
			      - {name: day, type: date}
			    sql: SELECT COUNT(*) AS ORDERS FROM snowflake_sample_data.tpch_sf10.orders WHERE O_ORDERDATE = {{day}};
			    columns:
			      - {name: ORDERS, type: integer}
			    path: /orders/of-day
			    deadline: 45s
			""";

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
					/customers/2                    | [{"C_CUSTOMER_SK":2,"C_CUSTOMER_ID":"AAAAAAAACAAAAAAA","C_LOGIN":null}]
					/customers/2,1,02,2             | [{"C_CUSTOMER_SK":2,"C_CUSTOMER_ID":"AAAAAAAACAAAAAAA","C_LOGIN":null},{"C_CUSTOMER_SK":1,"C_CUSTOMER_ID":"AAAAAAAABAAAAAAA","C_LOGIN":null}]
					/customers/99999999,%31         | [{"C_CUSTOMER_SK":1,"C_CUSTOMER_ID":"AAAAAAAABAAAAAAA","C_LOGIN":null}]
					/customers/2%2C1%2c02           | [{"C_CUSTOMER_SK":2,"C_CUSTOMER_ID":"AAAAAAAACAAAAAAA","C_LOGIN":null},{"C_CUSTOMER_SK":1,"C_CUSTOMER_ID":"AAAAAAAABAAAAAAA","C_LOGIN":null}]
					/customers/99999999             | []
					/people/AAAAAAAABAAAAAAA/name   | [{"C_FIRST_NAME":"Javier"}]
					/people/aaaaaaaabaaaaaaa/name   | []
					/people/AAAAAAAABAAAAAAA%20/name | []
					/people/a%2Fb,a%2Cb,a%5Cb,%3B/name | []
					/births/1~CHILE,2~CHILE         | [{"C_BIRTH_YEAR":1936}]
					/births/1%7ECHILE%2C1~%43HILE   | [{"C_BIRTH_YEAR":1936}]
					""")
	void lookupAnswersInTheOrderAskedEachOnce(String path, String body) throws IOException {
		RawRequest.Answer answer = service.get(path);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.headers()).containsEntry("content-type", "application/json");
		assertThat(answer.body()).isEqualTo(body);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					?limit=2&priority=1-URGENT,5-LOW&min_total=100.5 | [{"O_ORDERPRIORITY":"1-URGENT","SUM_TOTALPRICE":"15030244.72","ORDERS":102},{"O_ORDERPRIORITY":"5-LOW","SUM_TOTALPRICE":"14472854.91","ORDERS":101}]
							?from=1991-01-01&to=1991-01-02                    | []
					""")
	void reportAnswersWithItsColumnsInTheDeclaredOrder(String query, String body) throws IOException {
		assertThat(service.get("/reports/orders_by_priority" + query).body()).isEqualTo(body);
	}

	/** As curl, axios, requests, URLSearchParams and generated clients send a list. */
	@ParameterizedTest
	@ValueSource(strings = { "priority=1-URGENT,5-LOW", "priority=1-URGENT%2C5-LOW", "priority=1-URGENT&priority=5-LOW",
			"priority[]=1-URGENT&priority[]=5-LOW", "priority%5B%5D=1-URGENT&priority%5B%5D=5-LOW" })
	void listIsTheSameHoweverItIsSent(String query) throws IOException {
		service.get("/reports/orders_by_priority?priority=5-LOW,1-URGENT");
		RawRequest.Answer answer = service.get("/reports/orders_by_priority?" + query);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.headers().get("cache-status")).startsWith("data-api; hit");
		assertThat(answer.body()).contains("1-URGENT", "5-LOW").doesNotContain("2-HIGH");
	}

	@Test
	void reportWhenParametersAreSpelledOtherwiseIsTheSame() throws IOException {
		service.get("/reports/orders_by_priority?priority=5-LOW,1-URGENT&min_total=7");
		assertThat(service.get("/reports/orders_by_priority?min_total=07.00&priority=1-URGENT,%35-LOW,5-LOW&limit=4")
			.headers()
			.get("cache-status")).startsWith("data-api; hit");
	}

	@Test
	void reportWhenItFindsMoreThanItsLimitIsAProblemThatNamesIt(CapturedOutput output) throws IOException {
		RawRequest.Answer answer = service.get("/reports/orders_by_priority?limit=5");
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.body()).contains("\"detail\":\"The report found more than 4 rows, which is its limit.\"");
		Eventually.assertThat(() -> assertThat(output).contains("reports.orders_by_priority could not be read",
				"More than 4 rows, the limit of reports.orders_by_priority"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					/customers/x                            | Invalid id.        | Key 1: id must be an integer of 64 bits, not 'x'.
					/customers/1,2,3,4,5,6                  | Invalid keys.      | 6 keys are asked for: at most 5 are accepted in a request.
					/customers/1~2                          | Invalid keys.      | Key 1, '1~2', has 2 parts: id is accepted, and a ~ separates parts.
					/customers/1?fields=all                 | Invalid fields.    | 'fields' is not a parameter here: there is none.
					/people/AAAAAAAABAAAAAAAAA/name         | Invalid id.        | Key 1: id must be text of 1 to 17 characters, not 'AAAAAAAABAAAAAAAAA'.
					/reports/orders_by_priority?from=x      | Invalid from.      | from must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31, not 'x'.
					/reports/orders_by_priority?to=1994-01-01 | Invalid to.      | to, 1994-01-01, must not be before from, 1995-01-01.
					/reports/orders_by_priority?limit=0     | Invalid limit.     | limit must be an integer of 64 bits, not less than 1 and not greater than 100, not '0'.
					/reports/orders_by_priority?limit=1&limit=2 | Invalid limit. | limit is given more than once.
					/reports/orders_by_priority?%3Cb%3E=1   | Invalid parameter. | '<b>' is not a parameter here: from, to, priority, min_total, limit are.
					/orders/of-day                          | Invalid day.       | day is missing: it must be a date YYYY-MM-DD from 0001-01-01 to 9999-12-31.
					""")
	void requestThatIsNotAcceptedIsAProblemThatNamesTheParameter(String target, String error, String detail)
			throws IOException {
		RawRequest.Answer answer = service.get(target);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
		assertThat(answer.body()).contains("\"error\":\"" + error + "\"", "\"detail\":\"" + detail + "\"",
				"\"title\":\"Bad Request\"", "\"requestId\":");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customers/", "/customers/1/2", "/people/1", "/people//name", "/reports", "/reports/days",
			"/reports/orders_by_priority/" })
	void pathThatIsNotDeclaredIsNotFound(String path) throws IOException {
		assertThat(service.get(path).status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customers/7", "/reports/orders_by_priority", "/orders/of-day?day=1995-01-01" })
	void answerCarriesTheHeadersOfEveryRoute(String target) throws IOException {
		RawRequest.Answer miss = send("GET", target, "Cache-Control: no-cache");
		assertThat(miss.status()).isEqualTo(200);
		assertThat(miss.headers()).containsKeys("etag", "server-timing", "x-request-id")
			.containsEntry("x-content-type-options", "nosniff");
		assertThat(miss.headers().get("cache-status")).startsWith("data-api; fwd=request; stored; ttl=");
		assertThat(miss.headers().get("cache-control")).startsWith("private, max-age=");
		String etag = miss.headers().get("etag");
		RawRequest.Answer unchanged = send("GET", target, "If-None-Match: " + etag);
		assertThat(unchanged.status()).isEqualTo(304);
		assertThat(unchanged.headers()).containsEntry("etag", etag);
		assertThat(unchanged.body()).isEmpty();
		RawRequest.Answer hit = send("GET", target, "Cache-Control: only-if-cached");
		assertThat(hit.headers().get("cache-status")).startsWith("data-api; hit; ttl=");
		assertThat(hit.body()).isEqualTo(miss.body());
	}

	@Test
	void answerKeepsToTheDeclaredTimeToLive() throws IOException {
		assertThat(service.get("/reports/orders_by_priority?limit=3").headers().get("cache-control"))
			.matches("private, max-age=(900|8\\d\\d)");
		RawRequest.Answer uncached = service.get("/people/AAAAAAAACAAAAAAA/name");
		assertThat(uncached.headers()).containsEntry("cache-control", "private, max-age=0")
			.containsEntry("cache-status", "data-api; fwd=miss");
		assertThat(send("GET", "/people/AAAAAAAACAAAAAAA/name", "Cache-Control: only-if-cached").status())
			.isEqualTo(504);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customers/1", "/reports/orders_by_priority" })
	void headAndOptionsWorkAndOtherMethodsDoNot(String path) throws IOException {
		RawRequest.Answer head = send("HEAD", path, "X: y");
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
		assertThat(head.headers()).containsKey("etag");
		RawRequest.Answer options = send("OPTIONS", path, "X: y");
		assertThat(options.status()).isEqualTo(200);
		assertThat(options.headers().get("allow")).contains("GET", "HEAD", "OPTIONS").doesNotContain("PUT");
		RawRequest.Answer put = send("PUT", path, "Content-Length: 0");
		assertThat(put.status()).isEqualTo(405);
		assertThat(put.headers().get("allow").split(","))
			.containsExactlyInAnyOrder(options.headers().get("allow").split(","));
		assertThat(send("GET", path, "Accept: text/html").status()).isEqualTo(406);
	}

	@Test
	void reportWhenLargeIsCompressed() throws IOException {
		assertThat(service.get("/reports/keys", "Accept-Encoding: gzip").headers()).containsEntry("content-encoding",
				"gzip");
	}

	@Test
	void metricsAccessLineAndRequestTimesNameTheEndpoint(CapturedOutput output) throws IOException {
		service.get("/customers/41,42");
		service.get("/customers/41,42");
		service.get("/reports/orders_by_priority?limit=1");
		String metrics = RawRequest.get(service.managementPort(), "/actuator/prometheus").body();
		assertThat(metrics).contains("cache_reads_total{endpoint=\"lookups.customers\",result=\"hit\"}",
				"cache_loads_seconds_count{endpoint=\"reports.orders_by_priority\",outcome=\"success\"}",
				"cache_waiting_keys{endpoint=\"lookups.births\"} 0.0");
		assertThat(metrics)
			.containsPattern(
					"http_server_requests_seconds_count\\{cache=\"hit\".*status=\"200\",uri=\"/customers/\\{keys}\"}")
			.containsPattern(
					"http_server_requests_seconds_count\\{cache=\"miss\".*uri=\"/reports/orders_by_priority\"}");
		Eventually.assertThat(() -> assertThat(output).contains("GET /customers/41,42 200"));
	}

	@Test
	void deadlineOfOneEndpointIsNobodyElses() {
		assertThat(service.bean("reports", JdbcTemplate.class).getQueryTimeout()).isEqualTo(30);
		assertThat(service.bean("lookups", JdbcTemplate.class).getQueryTimeout()).isEqualTo(30);
	}

	private static RawRequest.Answer send(String method, String target, String header) throws IOException {
		return RawRequest.ask(service.port(), method + " " + target, header);
	}

}
