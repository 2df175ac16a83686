package dev.dataapi.declared;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.Requests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Declared endpoints through Snowflake's driver: what is sent, and what callers see while
 * Snowflake is slow or returns rows that were not asked for.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(300)
class SnowflakeEndpointTests {

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
			  codes:
			    table: api.data.declared_codes
			    key:
			      - {name: code, column: CODE, type: text}
			    columns:
			      - {name: N, type: integer}
			  pairs:
			    table: api.data.declared_pairs
			    key:
			      - {name: a, column: A, type: integer}
			      - {name: b, column: B, type: date}
			    columns:
			      - {name: A, type: integer}
			      - {name: B, type: date}
			      - {name: N, type: integer}
			  patient:
			    table: api.data.declared_pairs
			    key:
			      - {name: n, column: N, type: integer}
			    columns:
			      - {name: A, type: integer}
			    deadline: 30s
			  hasty:
			    table: api.data.hybrid_customer
			    key:
			      - {name: id, column: C_CUSTOMER_SK, type: integer}
			    columns:
			      - {name: C_LOGIN, type: text}
			    deadline: 200ms
			    cache: {ttl: 0s, stale_if_error: 0s}
			  brief:
			    table: api.data.hybrid_customer
			    key:
			      - {name: id, column: C_CUSTOMER_SK, type: integer}
			    columns:
			      - {name: C_BIRTH_DAY, type: integer}
			    cache: {ttl: 1s, stale_if_error: 1h}
			reports:
			  clerks:
			    parameters:
			      - {name: clerk, type: text, max_items: 4}
			    sql: SELECT COUNT(*) AS N FROM snowflake_sample_data.tpch_sf10.orders WHERE O_CLERK IN ({{clerk}})
			    columns:
			      - {name: N, type: integer}
			  days:
			    parameters:
			      - {name: day, type: date}
			    sql: SELECT COUNT(*) AS ORDERS FROM snowflake_sample_data.tpch_sf10.orders WHERE O_ORDERDATE = {{day}}
			    columns:
			      - {name: ORDERS, type: integer}
			  averages:
			    sql: SELECT PI() + COUNT(*) * 0 AS PI FROM snowflake_sample_data.tpch_sf10.orders
			    columns:
			      - {name: PI, type: double}
			    deadline: 7s
			  prices:
			    parameters:
			      - {name: least, type: "decimal(12,2)"}
			    sql: SELECT O_ORDERKEY FROM snowflake_sample_data.tpch_sf10.orders WHERE O_TOTALPRICE >= {{least}}
			    columns:
			      - {name: O_ORDERKEY, type: integer}
			    max_rows: 10
			""";

	private static final String CUSTOMERS = "SELECT C_CUSTOMER_SK, C_CUSTOMER_ID FROM api.data.hybrid_customer WHERE C_CUSTOMER_SK";

	private static SnowflakeAccount account;

	private static RunningService service;

	/** What was sent until the service was ready. */
	private static List<Requests.Statement> sentAtTheStart;

	@BeforeAll
	static void start(@TempDir Path directory) {
		account = new SnowflakeAccount()
			.table("api.data.declared_codes", "(CODE VARCHAR COLLATE NOCASE, N BIGINT)", "('abc', 1)", "('DEF', 2)",
					"('two', 3)", "('two', 4)")
			.table("api.data.declared_pairs", "(A BIGINT, B DATE, N BIGINT)", "(1, DATE '1997-03-13', 10)",
					"(1, DATE '1997-03-14', 11)", "(2, DATE '1997-03-13', 12)");
		service = account.start(EndpointFiles.setting(directory, DECLARED), "data-api.lookup.deadline=8s",
				"data-api.report.deadline=20s", "data-api.report.max-waiting=2", "data-api.report.connections=3",
				"data-api.lookup.connections=3");
		sentAtTheStart = account.server().requests().statements();
	}

	@AfterAll
	static void stop() {
		service.close();
		account.close();
	}

	@BeforeEach
	void reset() {
		account.server().reset();
	}

	@Test
	void startSendsEachStatementOnce() {
		assertThat(sentAtTheStart).noneMatch(Requests.Statement::describeOnly);
		assertThat(sentAtTheStart).extracting(Requests.Statement::sql)
			.filteredOn((sql) -> sql.startsWith(CUSTOMERS + " "))
			.doesNotHaveDuplicates()
			.hasSize(8)
			.contains(CUSTOMERS + " = ?", CUSTOMERS + " IN (?, ?)")
			.contains(CUSTOMERS + " IN (" + "?, ".repeat(127) + "?)");
		Set<String> clerks = sentAtTheStart.stream()
			.map(Requests.Statement::sql)
			.filter((sql) -> sql.contains("O_CLERK IN"))
			.collect(Collectors.toSet());
		assertThat(clerks).extracting((sql) -> sql.substring(sql.indexOf("IN")))
			.containsExactlyInAnyOrder("IN (?)", "IN (?, ?)", "IN (?, ?, ?, ?)");
	}

	@Test
	void lookupByIntegerSendsWhatTheCustomerRouteSends() throws IOException {
		service.get("/customers/811");
		service.get("/customer/811");
		service.get("/customers/812,813,814");
		service.get("/customer/812,813,814");
		List<Requests.Statement> sent = account.server().requests().statements();
		assertThat(sent).hasSize(4).noneMatch(Requests.Statement::describeOnly);
		for (int i = 0; i < 4; i += 2) {
			Requests.Statement declared = sent.get(i);
			Requests.Statement written = sent.get(i + 1);
			assertThat(declared.binds()).isEqualTo(written.binds());
			assertThat(declared.parameters()).isEqualTo(written.parameters());
			assertThat(condition(declared)).isEqualTo(condition(written));
		}
		assertThat(sent.get(2).binds()).containsEntry(1, "FIXED:812").containsEntry(4, "FIXED:814");
	}

	private static String condition(Requests.Statement statement) {
		return statement.sql().substring(statement.sql().indexOf("FROM")).replaceAll("\\s+", " ");
	}

	@Test
	void lookupByAPartedKeyReadsAllKeysInOneStatement() throws IOException {
		assertThat(service.get("/pairs/2~1997-03-13,1~1997-03-14,1~1997-03-15").body())
			.isEqualTo("[{\"A\":2,\"B\":\"1997-03-13\",\"N\":12},{\"A\":1,\"B\":\"1997-03-14\",\"N\":11}]");
		assertThat(account.server().requests().statements()).singleElement()
			.satisfies((statement) -> assertThat(statement.sql())
				.endsWith("WHERE " + String.join(" OR ", Collections.nCopies(4, "(A = ? AND B = CAST(? AS DATE))"))));
	}

	/** Its time limit is sent with the same statement. */
	@Test
	void onlyAnEndpointWithADoubleIsReadInArrow() throws IOException {
		assertThat(service.get("/reports/averages").body()).isEqualTo("[{\"PI\":3.141592653589793}]");
		assertThat(service.get("/reports/days?day=1995-02-03").status()).isEqualTo(200);
		List<Requests.Statement> sent = account.server().requests().statements();
		assertThat(sent).hasSize(2);
		assertThat(sent.get(0).parameters()).containsEntry("JDBC_QUERY_RESULT_FORMAT", "ARROW")
			.containsEntry("STATEMENT_TIMEOUT_IN_SECONDS", "7");
		assertThat(sent.get(1).parameters()).doesNotContainKey("JDBC_QUERY_RESULT_FORMAT");
	}

	@Test
	void rowWhoseKeyNobodyAskedForGoesToNobodyAndIsLogged(CapturedOutput output) throws IOException {
		assertThat(service.get("/codes/ABC,abc").body()).isEqualTo("[{\"N\":1}]");
		assertThat(service.get("/codes/def").body()).isEqualTo("[]");
		Eventually.assertThat(() -> assertThat(output).contains(
				"lookups.codes: 1 rows of table api.data.declared_codes have a key that was not asked for, and were left out"));
		assertThat(service.get("/codes/DEF").body()).isEqualTo("[{\"N\":2}]");
	}

	@Test
	void keyThatIsNotUniqueFailsTheLoadAndNamesTheTable(CapturedOutput output) throws IOException {
		RawRequest.Answer answer = service.get("/codes/two");
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.body()).contains("\"detail\":\"The table has two rows with the same key.\"");
		Eventually.assertThat(() -> assertThat(output)
			.contains("The key of lookups.codes is not unique in table api.data.declared_codes"));
	}

	@Test
	void deadlineShorterThanTheServicesEndsTheWait() throws IOException {
		account.server().latency(Duration.ofSeconds(3));
		long started = System.nanoTime();
		assertThat(service.get("/hasty/1").status()).isEqualTo(504);
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(2500));
	}

	@Test
	void deadlineLongerThanTheServicesHolds() throws IOException {
		account.server().latency(Duration.ofSeconds(10));
		RawRequest.Answer answer = service.get("/patient/10");
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("[{\"A\":1}]");
	}

	@Test
	void answerIsStaleWhileSnowflakeFails() throws Exception {
		String fresh = service.get("/brief/5").body();
		account.server().fail(Fault.sqlError("000603", "XX000", "no").on(RequestKind.QUERY));
		Eventually.assertThat(() -> {
			RawRequest.Answer answer = service.get("/brief/5");
			assertThat(answer.headers().get("cache-status")).contains("stale=1");
			assertThat(answer.body()).isEqualTo(fresh);
		});
		assertThat(service.get("/brief/6").status()).isEqualTo(500);
	}

	@Test
	void reportReadsNoMoreRowsThanTellThatThereAreTooMany() throws IOException {
		assertThat(service.get("/reports/prices?least=1").status()).isEqualTo(500);
		assertThat(account.server().requests().statements()).singleElement()
			.satisfies((statement) -> assertThat(statement.parameters()).containsEntry("rows_per_resultset", "11"));
	}

	@Test
	void reportThatIsStalledStarvesNeitherLookupsNorOtherReports() throws Exception {
		account.server().fail(Fault.stall().on(RequestKind.QUERY).matching("O_CLERK"));
		try (ExecutorService callers = Executors.newCachedThreadPool()) {
			List<Future<RawRequest.Answer>> stalled = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				String target = "/reports/clerks?clerk=c" + i;
				stalled.add(callers.submit(() -> service.get(target)));
			}
			Eventually
				.assertThat(() -> assertThat(RawRequest.get(service.managementPort(), "/actuator/prometheus").body())
					.contains("cache_waiting_keys{endpoint=\"reports.clerks\"} 2.0",
							"cache_busy_connections{endpoint=\"reports.clerks\"} 2.0"));
			assertThat(service.get("/customer/901").status()).isEqualTo(200);
			assertThat(service.get("/customers/901").status()).isEqualTo(200);
			assertThat(service.get("/reports/days?day=1995-02-01").status()).isEqualTo(200);
			assertThat(service.get("/connector/customers/top10?start_range=1995-01-02").status()).isEqualTo(200);
			RawRequest.Answer refused = service.get("/reports/clerks?clerk=d");
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.headers()).containsKey("retry-after");
			assertThat(refused.body()).contains("This service is overloaded. Try again later.");
			assertThat(stalled).noneMatch(Future::isDone);
			account.server().recover();
			for (Future<RawRequest.Answer> caller : stalled) {
				caller.get(60, TimeUnit.SECONDS);
			}
		}
	}

}
