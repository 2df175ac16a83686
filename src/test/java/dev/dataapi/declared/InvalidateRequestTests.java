package dev.dataapi.declared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That an invalidation reads keys and parameters as a request does: over HTTP, for the
 * guides' routes and for declared ones.
 */
@Timeout(120)
class InvalidateRequestTests {

	private static final String FILE = """
			version: 1
			lookups:
			  texts:
			    table: api.data.hybrid_item
			    key:
			      - {name: id, column: I_ITEM_ID, type: text, max_length: 16}
			    columns:
			      - {name: I_ITEM_ID, type: text}
			  numbers:
			    table: api.data.hybrid_item
			    key:
			      - {name: id, column: I_ITEM_SK, type: integer}
			    columns:
			      - {name: I_ITEM_SK, type: integer}
			  stores:
			    table: api.data.hybrid_store
			    key:
			      - {name: store_id, column: S_STORE_ID, type: text, max_length: 16}
			      - {name: valid_from, column: S_REC_START_DATE, type: date}
			    columns:
			      - {name: S_STORE_ID, type: text}
			      - {name: S_REC_START_DATE, type: date}
			reports:
			  orders:
			    parameters:
			      - {name: from, type: date, default: "1995-01-01"}
			      - {name: to, type: date, default: "1995-01-31", not_before: from}
			      - {name: priority, type: text, max_items: 3, optional: true}
			    sql: |
			      SELECT COUNT(*) AS ORDERS FROM snowflake_sample_data.tpch_sf10.orders
			      WHERE O_ORDERDATE BETWEEN {{from}} AND {{to}} [[ AND O_ORDERPRIORITY IN ({{priority}}) ]]
			    columns:
			      - {name: ORDERS, type: integer}
			  moments:
			    parameters:
			      - {name: at, type: timestamp}
			    sql: SELECT COUNT(*) AS ORDERS FROM snowflake_sample_data.tpch_sf10.orders WHERE O_ORDERDATE < {{at}}
			    columns:
			      - {name: ORDERS, type: integer}
			""";

	private static RunningService service;

	@BeforeAll
	static void start(@TempDir Path folder) {
		service = RunningService.start("embedded",
				List.of("data-api.embedded.scale-factor=0.001", EndpointFiles.setting(folder, FILE)));
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true,
			textBlock = """
					customer             | /customer/1885                              | keys       | 01885
					customer             | /customer/1885                              | keys       | ' 1885 '
					customer             | /customer/9223372036854775807               | keys       | 9223372036854775807
					lookups.numbers      | /numbers/7                                  | keys       | 007
					lookups.numbers      | /numbers/-7                                 | keys       | -07
					lookups.texts        | /texts/x%40y.com                            | keys       | x@y.com
					lookups.texts        | /texts/x@y.com                              | keys       | x%40y.com
					lookups.texts        | /texts/a%20b                                | keys       | a b
					lookups.texts        | /texts/a%20b                                | keys       | a%20b
					lookups.texts        | /texts/%c3%a9                               | keys       | é
					lookups.texts        | /texts/%C3%A9                               | keys       | %c3%a9
					lookups.texts        | /texts/a+b                                  | keys       | a+b
					lookups.stores       | /stores/AAAAAAAABAAAAAAA~1997-03-13         | keys       | AAAAAAAABAAAAAAA~1997-03-13
					lookups.stores       | /stores/a%20b~1997-03-13                    | keys       | a b~1997-03-13
					reports.moments      | /reports/moments?at=1997-03-13T00:00        | parameters | at=1997-03-13T00:00
					reports.moments      | /reports/moments?at=1997-03-13T00:00        | parameters | at=1997-03-13T00%3A00:00
					reports.moments      | /reports/moments?at=1997-03-13T00%3A00%3A00 | parameters | at=1997-03-13T00:00:00.000
					reports.orders       | /reports/orders                             | parameters | ''
					reports.orders       | /reports/orders?from=1995-01-02             | parameters | from=1995-01-02
					reports.orders       | /reports/orders?from=1995-01-02             | keys       | from=1995-01-02
					reports.orders       | /reports/orders?from=1995-01-02             | parameters | to=1995-01-31&from=1995-01-02
					reports.orders       | /reports/orders?priority=2-HIGH,1-URGENT    | parameters | priority=1-URGENT,2-HIGH
					reports.orders       | /reports/orders?priority=4-NOT+SPECIFIED    | parameters | priority=4-NOT SPECIFIED
					reports.orders       | /reports/orders?priority=4-NOT+SPECIFIED    | parameters | priority=4-NOT%20SPECIFIED
					connector.top-customers | /connector/customers/top10               | parameters | ''
					connector.top-customers | /connector/customers/top10?start_range=1995-1-5 | parameters | start_range=1995-01-05
					snowpark.top-customers | /snowpark/customers/top10?end_range=1995-02-01 | parameters | end_range=1995-02-01&start_range=
					connector.monthly-sales | /connector/clerk/000000002/yearly_sales/1995 | parameters | year=1995&clerkId=000000002
					snowpark.monthly-sales | /snowpark/clerk/000000002/yearly_sales/1996 | parameters | clerkId=000000002&year=%2B1996
					connector.monthly-sales | /connector/clerk/000000002/yearly_sales/0 | parameters | clerkId=1&year=-3
					""")
	void keyIsReadAsARequestReadsIt(String endpoint, String path, String name, String text) throws IOException {
		// As a negative entry, or a value: either is there
		assertThat(cacheStatus(path)).contains("stored");
		assertThat(cacheStatus(path)).contains("hit");
		RawRequest.Answer answer = invalidate(endpoint, name, text);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.body()).contains("\"invalidated\":1");
		assertThat(cacheStatus(path)).contains("fwd=miss");
		assertThat(invalidate(endpoint, name, text).body()).contains("\"invalidated\":1");
		assertThat(invalidate(endpoint, name, text).body()).contains("\"invalidated\":0");
	}

	@Test
	void countIsOfEntriesThatWereThere() throws IOException {
		service.get("/customer/11,12");
		assertThat(invalidate("customer", "keys", "10,11,12,0012,13").body()).contains("\"invalidated\":2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			customer             | keys       | abc          | Part 1 of ids, 'abc', is not a customer id
			customer             | keys       | ''           | Part 1 of ids, '', is not a customer id
			customer             | keys       | 1,,2         | Part 2 of ids
			lookups.numbers      | keys       | x            | Key 1: id must be an integer of 64 bits, not 'x'.
			lookups.texts        | keys       | ''           | Key 1: id must be text of 1 to 16 characters
			lookups.texts        | keys       | 100%         | Key 1: id must be text
			lookups.stores       | keys       | AAAAAAAABAAAAAAA | has 1 part
			reports.orders       | parameters | form=1995-01-01 | is not a parameter here: from, to, priority are
			reports.orders       | parameters | from=x       | from must be
			reports.orders       | parameters | from=1996-01-01 | must not be before
			connector.top-customers | parameters | start_range=x | start_range is not a date of the calendar
			connector.top-customers | parameters | start=1995-01-01 | Only start_range, end_range are parameters here
			connector.top-customers | parameters | start_range=1995-01-01&start_range=1995-01-02 | given more than once
			connector.monthly-sales | parameters | clerkId=2 | year is missing
			connector.monthly-sales | parameters | clerkId=x&year=1995 | clerkId accepts the digits
			""")
	void keyThatIsNoneIs400AndSaysWhatIsAccepted(String endpoint, String name, String text, String sentence)
			throws IOException {
		RawRequest.Answer answer = invalidate(endpoint, name, text);
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.body()).contains(sentence);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"key":"1"}                         | key' is not accepted
			{"keys":"1","ids":"2"}              | ids' is not accepted
			{"Keys":"1"}                        | Keys' is not accepted
			{"keys":null}                       | keys' must be text
			{"keys":"1","parameters":"a=b"}     | keys' and 'parameters' exclude each other
			""")
	void bodyOfOtherNamesIs400AndInvalidatesNothing(String body, String sentence) throws IOException {
		service.get("/customer/21");
		RawRequest.Answer answer = post("customer", body);
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.body()).contains(sentence).contains("keys").contains("parameters");
		assertThat(cacheStatus("/customer/21")).contains("hit");
	}

	@Test
	void nameInTheQueryThatIsNoneIs400() throws IOException {
		assertThat(post("customer?key=1", "{}").status()).isEqualTo(400);
		service.get("/customer/22");
		assertThat(post("customer?keys=22", "{}").body()).contains("\"invalidated\":1");
	}

	@Test
	void numberIsAKey() throws IOException {
		service.get("/customer/23");
		assertThat(post("customer", "{\"keys\":23}").body()).contains("\"invalidated\":1");
	}

	private static String cacheStatus(String path) throws IOException {
		RawRequest.Answer answer = service.get(path);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.headers().get("cache-status");
	}

	private static RawRequest.Answer invalidate(String endpoint, String name, String text) throws IOException {
		return post(endpoint, "{\"" + name + "\":" + JsonMapper.shared().writeValueAsString(text) + "}");
	}

	private static RawRequest.Answer post(String endpoint, String body) throws IOException {
		return RawRequest.send(service.managementPort(),
				"POST /actuator/invalidate/" + endpoint
						+ " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
						+ body.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + body);
	}

}
