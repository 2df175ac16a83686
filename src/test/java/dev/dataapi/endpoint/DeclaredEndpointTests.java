package dev.dataapi.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Declared endpoints over HTTP, on the embedded warehouse.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeclaredEndpointTests {

	private static final String DECLARED = """
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
			      - {name: id, column: C_CUSTOMER_ID, type: text, max_length: 16}
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
			      - {name: limit, type: integer, default: "20", min: "1", max: "100"}
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
			      - {name: ORDERS, type: integer}
			      - {name: SUM_TOTALPRICE, type: "decimal(38,2)"}
			    max_rows: 4
			    cache: {ttl: 15m}
			""";

	private static RunningService service;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("endpoints.yaml"), DECLARED);
		service = RunningService.start("test", List.of("data-api.endpoints=" + file, "data-api.access-log=true",
				"data-api.lookup.deadline=30s", "data-api.report.deadline=30s"));
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
					/customers/99999999             | []
					/people/AAAAAAAABAAAAAAA/name   | [{"C_FIRST_NAME":"Javier"}]
					/people/aaaaaaaabaaaaaaa/name   | []
					/births/1~CHILE,2~CHILE         | [{"C_BIRTH_YEAR":1936}]
					""")
	void lookupAnswersInTheOrderAskedEachOnce(String path, String body) throws IOException {
		RawRequest.Answer answer = service.get(path);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.headers()).containsEntry("content-type", "application/json");
		assertThat(answer.body()).isEqualTo(body);
	}

	@Test
	void x(CapturedOutput output) throws IOException {
		System.out.println(service.get("/reports/orders_by_priority?limit=2&priority=1-URGENT,5-LOW&min_total=100.5"));
		System.out.println(service.get("/reports/orders_by_priority"));
		System.out.println(service.get("/reports/orders_by_priority?from=x"));
		System.out.println(service.get("/customers/x"));
		System.out.println(service.get("/customers/1?x=y"));
		System.out.println(service.get("/people/a%2Fb/name"));
	}

}
