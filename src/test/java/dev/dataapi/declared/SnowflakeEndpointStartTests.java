package dev.dataapi.declared;

import dev.dataapi.declared.check.CheckCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.Requests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The start with declared endpoints over an account that differs from them, or cannot be
 * reached.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(300)
class SnowflakeEndpointStartTests {

	private static final String DECLARED = """
			version: 1
			lookups:
			  customers:
			    table: api.data.hybrid_customer
			    key:
			      - {name: id, column: C_CUSTOMER_SK, type: integer}
			    columns:
			      - {name: C_CUSTOMER_SK, type: "decimal(38,0)"}
			      - {name: C_FIRST_NAMES, type: text}
			  shops:
			    table: api.data.shops
			    key:
			      - {name: id, column: ID, type: integer}
			    columns:
			      - {name: ID, type: integer}
			reports:
			  orders:
			    sql: |
			      SELECT O_ORDERKEY, O_TOTALPRICE
			      FROM snowflake_sample_data.tpch_sf10.orders
			    columns:
			      - {name: O_ORDERKEY, type: text}
			      - {name: O_TOTALPRICE, type: "decimal(12,1)"}
			  lines:
			    sql: |
			      WITH l AS (SELECT 1 AS N)
			      SELECT N
			      FROM l JOIN snowflake_sample_data.tpch_sf10.lineitem ON 1 = 1
			    columns:
			      - {name: N, type: integer}
			  misspelled:
			    sql: |
			      SELECT COUNT(*) AS N
			      FROM snowflake_sample_data.tpch_sf10.orders
			      WHERE O_CLERC = 'x'
			    columns:
			      - {name: N, type: integer}
			""";

	private static final String DECLARED_SHOPS = DeclaredEndpointTests.DECLARED.replace("lookups:", """
			lookups:
			  first:
			    table: api.data.hybrid_customer
			    key: [{name: id, column: C_CUSTOMER_SK, type: integer}]
			    columns: [{name: C_LAST_NAME, type: text}]


			  shops:
			    table: api.data.shops
			    key: [{name: id, column: ID, type: integer}]
			    columns: [{name: ID, type: integer}]""").replace("reports:", """
			reports:
			  shops:
			    parameters: [{name: id, type: integer, optional: true}]
			    sql: SELECT NAME FROM api.data.shops [[ WHERE ID = {{id}} ]]
			    columns: [{name: NAME, type: text}]""");

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private SnowflakeAccount account;

	@TempDir
	private Path directory;

	@BeforeEach
	void open() {
		this.account = new SnowflakeAccount();
	}

	@AfterEach
	void close() {
		this.account.close();
		System.clearProperty("CONSOLE_LOG_THRESHOLD");
	}

	@Test
	void startWhenTheAccountDiffersPrintsAllErrorsWithTheGrantsThatWouldHelp(CapturedOutput output) {
		Path file = EndpointFiles.write(this.directory, DECLARED);
		assertThatException().isThrownBy(() -> this.account.start("data-api.endpoints=" + file).close());
		String[] parts = output.toString().split("Description:\\R\\R");
		assertThat(parts).as(output.toString()).hasSize(2);
		assertThat(parts[1].split("\\R\\R")[0].lines()).containsExactly(
				file + ":9:16: The table has no column C_FIRST_NAMES. Did you mean 'C_FIRST_NAME'?",
				file + ":11:12: The warehouse refuses the statement: SQL compilation error: Object 'SHOPS' does not exist or not authorized."
						+ " If it is there, the role must be allowed to read it: GRANT USAGE ON DATABASE API TO ROLE DATA_API_ROLE;"
						+ " GRANT USAGE ON SCHEMA API.DATA TO ROLE DATA_API_ROLE;"
						+ " GRANT SELECT ON TABLE API.DATA.SHOPS TO ROLE DATA_API_ROLE; If it is a view: ON VIEW.",
				file + ":22:34: The column O_ORDERKEY is NUMBER, not text.",
				file + ":23:36: The column O_TOTALPRICE is NUMBER(12,2), not decimal(12,1).",
				file + ":28:19: The warehouse refuses the statement: SQL compilation error: Object 'LINEITEM' does not exist or not authorized."
						+ " If it is there, the role must be allowed to read it: GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE_SAMPLE_DATA TO ROLE DATA_API_ROLE;",
				file + ":35:13: The warehouse refuses the statement: SQL compilation error: error line 1 at position 7 invalid identifier 'O_CLERC'");
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void startWhenThePrivilegeIsMissingNamesTheTableAndTheGrant(CapturedOutput output) {
		this.account.server().account().role(SnowflakeAccount.ROLE).cannotSee("API.DATA.HYBRID_CUSTOMER");
		Path file = EndpointFiles.write(this.directory, DeclaredEndpointTests.DECLARED);
		assertThatException().isThrownBy(() -> this.account.start("data-api.endpoints=" + file).close());
		assertThat(output).contains(
				file + ":4:12: The warehouse refuses the statement: SQL compilation error: Object"
						+ " 'API.DATA.HYBRID_CUSTOMER' does not exist or not authorized.",
				"GRANT SELECT ON TABLE API.DATA.HYBRID_CUSTOMER TO ROLE DATA_API_ROLE;");
	}

	@Test
	void startWhenSnowflakeFailsForAWhileChecksUntilAllIsAnswered() {
		this.account.server()
			.fail(Fault.sqlError("000999", "08001", "Not now")
				.on(RequestKind.QUERY)
				.matching("C_LOGIN FROM")
				.after(3)
				.times(12));
		RunningService service = this.account
			.start(EndpointFiles.setting(this.directory, DeclaredEndpointTests.DECLARED));
		service.close();
		assertThat(this.account.server()
			.requests()
			.statements()
			.stream()
			.map(Requests.Statement::sql)
			.filter((sql) -> sql.contains("C_LOGIN FROM"))
			.distinct()).hasSize(8);
	}

	@Test
	void startWhenAStatementIsNotAnsweredTriesAgainAfterTheDeadline(CapturedOutput output) throws Exception {
		this.account.server().fail(Fault.stall().on(RequestKind.QUERY).matching("C_LOGIN FROM").once());
		try (RunningService service = this.account.start(
				EndpointFiles.setting(this.directory, DeclaredEndpointTests.DECLARED), "data-api.lookup.deadline=3s")) {
			assertThat(service.get("/customers/1").status()).isEqualTo(200);
		}
		assertThat(output)
			.containsPattern("lookups.customers is not checked yet: .*No answer from Snowflake within PT2.7S");
	}

	@Test
	void startWhenOneRepositoryWaitsForAnAnswerRunsTheStatementsOfTheOthers() {
		this.account.server().fail(Fault.stall().on(RequestKind.QUERY).matching("C_LAST_REVIEW_DATE").once());
		this.account
			.start(EndpointFiles.setting(this.directory, DeclaredEndpointTests.DECLARED), "data-api.lookup.deadline=8s")
			.close();
		List<String> sent = this.account.server()
			.requests()
			.statements()
			.stream()
			.map(Requests.Statement::sql)
			.map((sql) -> sql.contains("C_LAST_REVIEW_DATE") ? "written"
					: sql.contains("C_LOGIN FROM") ? "declared" : "")
			.toList();
		assertThat(sent.indexOf("declared")).isNotNegative().isLessThan(sent.lastIndexOf("written"));
	}

	@ParameterizedTest(name = "description answered: {0}")
	@ValueSource(booleans = { true, false })
	void startWhenAReportIsTooSlowWithSampleValuesWarns(boolean described, CapturedOutput output) throws Exception {
		this.account.server()
			.fail(Fault.stall().on(RequestKind.QUERY).matching("O_ORDERDATE = ").times(described ? 1 : 2));
		try (RunningService service = this.account.start(
				EndpointFiles.setting(this.directory,
						DeclaredEndpointTests.DECLARED.replace("deadline: 45s", "deadline: 3s")),
				"data-api.report.deadline=3s")) {
			assertThat(service.get("/readyz").status()).isEqualTo(200);
		}
		assertThat(output).contains("reports.days fails with sample values: No answer from Snowflake within PT2.7S");
	}

	@ParameterizedTest(name = "description refused: {0}")
	@ValueSource(booleans = { true, false })
	void startWhenAStatementFailsWithSampleValuesTellsByItsDescription(boolean refused, CapturedOutput output) {
		this.account.server()
			.fail(Fault.sqlError("100035", "22007", "Timestamp 'x' is not recognized")
				.on(RequestKind.QUERY)
				.matching("O_ORDERDATE = ")
				.times(refused ? 2 : 1));
		Path file = EndpointFiles.write(this.directory, DeclaredEndpointTests.DECLARED
			.replace("{name: ORDERS, type: integer}\n    path", "{name: ORDERS, type: text}\n    path"));
		assertThatException().isThrownBy(() -> this.account.start("data-api.endpoints=" + file).close());
		assertThat(output).contains(refused
				? "The warehouse refuses the statement: Error [code 100035, state 22007]: a value cannot be converted"
				: "The column ORDERS is NUMBER, not text.");
	}

	@Test
	void startWhenAReportWithoutValuesFailsIsRefused(CapturedOutput output) {
		this.account.server()
			.fail(Fault.sqlError("100038", "22018", "Numeric value 'x' is not recognized")
				.on(RequestKind.QUERY)
				.matching("LIMIT 1000")
				.once());
		Path file = EndpointFiles.write(this.directory, DeclaredEndpointTests.DECLARED);
		assertThatException().isThrownBy(() -> this.account.start("data-api.endpoints=" + file).close());
		assertThat(output).contains(
				": The warehouse refuses the statement: Error [code 100038, state 22018]: a value cannot be converted");
	}

	@Test
	void startWhenOthersAreServedAnswers503UntilTheWarehouseFits(CapturedOutput output) throws Exception {
		String file = EndpointFiles.setting(this.directory, DECLARED_SHOPS);
		try (RunningService service = this.account.start(file, "data-api.endpoints.on-failed-check=serve-others",
				"data-api.endpoints.recheck-after=1s")) {
			assertThat(service.get("/readyz").status()).isEqualTo(200);
			assertThat(service.get("/customers/1").status()).isEqualTo(200);
			for (String path : List.of("/shops/1", "/shops/x", "/reports/shops")) {
				RawRequest.Answer answer = service.get(path);
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.headers()).containsKey("retry-after")
					.containsEntry("content-type", "application/problem+json");
				assertThat(answer.body())
					.contains("\"detail\":\"What this endpoint declares and what the warehouse has differ.",
							"\"error\":\"Error reading from Snowflake. Check the logs for details.\"")
					.doesNotContainIgnoringCase("api.data", "select", "compilation");
			}
			assertThat(output).contains(
					":10:12: The warehouse refuses the statement: SQL compilation error: Object 'SHOPS'",
					"lookups.shops is not served: ", "reports.shops is not served: ");
			this.account.table("api.data.shops", "(ID BIGINT, NAME VARCHAR)", "(1, 'one')");
			Eventually.assertThat(() -> assertThat(service.get("/shops/1").body()).isEqualTo("[{\"ID\":1}]"));
			assertThat(service.get("/reports/shops").body()).isEqualTo("[{\"NAME\":\"one\"}]");
			assertThat(output).contains("lookups.shops is served", "reports.shops is served");
		}
	}

	@Test
	void startWhenOthersAreServedAndALookupIsTooSlowAnswers503UntilItIsNot(CapturedOutput output) throws Exception {
		this.account.server().fail(Fault.stall().on(RequestKind.QUERY).matching("C_LOGIN FROM").times(2));
		try (RunningService service = this.account.start(
				EndpointFiles.setting(this.directory, DeclaredEndpointTests.DECLARED), "data-api.lookup.deadline=3s",
				"data-api.endpoints.on-failed-check=serve-others", "data-api.endpoints.recheck-after=1s")) {
			RawRequest.Answer answer = service.get("/customers/1");
			assertThat(answer.status()).as(answer.body()).isEqualTo(503);
			assertThat(answer.body())
				.contains("The warehouse did not answer this endpoint's check within its deadline.");
			assertThat(service.get("/births/1~CHILE").status()).isEqualTo(200);
			Eventually.assertThat(() -> assertThat(service.get("/customers/1").status()).isEqualTo(200));
		}
		assertThat(output).contains("lookups.customers is not served: ", "lookups.customers is served");
	}

	@Test
	void startWhenOthersAreServedRefusesWhatIsNoSql(CapturedOutput output) {
		String file = EndpointFiles.setting(this.directory,
				DECLARED_SHOPS.replace("SELECT NAME FROM api.data.shops", "SELECT NAME FROM WHERE"));
		assertThatException()
			.isThrownBy(() -> this.account.start(file, "data-api.endpoints.on-failed-check=serve-others").close());
		assertThat(output).contains("syntax error");
	}

	@Test
	void checkCommandWhenSnowflakeCannotBeReachedTellsAndEnds() {
		this.account.server().refuseConnections();
		Path file = EndpointFiles.write(this.directory, DeclaredEndpointTests.DECLARED);
		List<String> lines = checkWithProgress(file, Duration.ofSeconds(14)).lines().toList();
		assertThat(lines).hasSizeGreaterThanOrEqualTo(4);
		assertThat(lines.getFirst()).isEqualTo("1");
		assertThat(lines.get(1)).matches("Waiting for Snowflake at \\S+ \\([1-5] s of at most 14 s\\)");
		assertThat(lines.get(2)).matches("Waiting for Snowflake at \\S+: .+; code .+ \\(\\d+ s of at most 14 s\\)");
		assertThat(lines.getLast()).startsWith("The warehouse could not be reached within 14 s: ");
	}

	@Test
	void checkCommandWhenALookupIsTooSlowNamesIt() {
		this.account.server().fail(Fault.stall().on(RequestKind.QUERY).matching("C_LOGIN FROM").times(100));
		Path file = EndpointFiles.write(this.directory, DeclaredEndpointTests.DECLARED);
		assertThat(check(file, Duration.ofMinutes(2), "data-api.lookup.deadline=1s")).startsWith("1\n")
			.contains(file + ":4:12: The warehouse does not answer the look-up within its deadline: No answer from");
	}

	@Test
	void checkCommandWhenKeysCannotBeCountedWarns() {
		this.account.server().fail(Fault.stall().on(RequestKind.QUERY).matching("HAVING COUNT").times(3));
		Path file = EndpointFiles.write(this.directory, DeclaredEndpointTests.DECLARED);
		assertThat(check(file, Duration.ofMinutes(2), "data-api.report.deadline=1s")).startsWith("0\n")
			.contains(
					"Warning: lookups.customers: it is not known whether its key is unique: No answer from Snowflake");
	}

	@Test
	void checkCommandWhenAKeyIsNotUniqueShowsIt() {
		this.account.table("api.data.pairs", "(ID BIGINT, MADE TIMESTAMP, CODE VARCHAR COLLATE NOCASE)",
				"(1, '2020-01-01', 'a')", "(1, '2020-01-01', 'A')", "(2, '2020-01-02', 'b,c~')",
				"(2, '2020-01-02', 'b,c~')", "(NULL, '2020-01-02', 'd')", "(NULL, '2020-01-02', 'd')");
		Path file = EndpointFiles.write(this.directory, """
				version: 1
				lookups:
				  pairs:
				    table: api.data.pairs
				    key:
				      - {name: made, column: MADE, type: timestamp}
				      - {name: code, column: CODE, type: text}
				      - {name: id, column: ID, type: integer}
				    columns: [{name: ID, type: integer}]
				""");
		assertThat(check(file, Duration.ofMinutes(2))).isEqualTo(
				"1\n" + file + ":6:7: The key is not unique: 2 rows of the table have '2020-01-02T00:00:00~b,c~~2'."
						+ " A look-up needs a key that one row has.");
	}

	@Test
	void checkCommandGrantsViewsAsViews() {
		this.account.table("api.data.shops", "(ID BIGINT, NAME VARCHAR)", "(1, 'one')")
			.view("api.data.open_shops", "SELECT * FROM api.data.shops");
		Path file = EndpointFiles.write(this.directory, """
				version: 1
				lookups:
				  shops:
				    table: '"API".data.open_shops'
				    key: [{name: id, column: ID, type: integer}]
				    columns: [{name: ID, type: integer}]
				reports:
				  names:
				    sql: SELECT t.NAME FROM (SELECT ID, NAME FROM api.data.shops) t, api.data.open_shops
				    columns: [{name: NAME, type: text}]
				""");
		assertThat(check(file, Duration.ofMinutes(2))).isEqualTo("0");
		assertThat(this.out.toString(StandardCharsets.UTF_8).lines()).filteredOn((line) -> !line.startsWith("GET "))
			.containsExactly("", "To be granted to the service's role:", "GRANT USAGE ON DATABASE API TO ROLE <role>;",
					"GRANT USAGE ON SCHEMA API.DATA TO ROLE <role>;",
					"GRANT SELECT ON VIEW API.DATA.OPEN_SHOPS TO ROLE <role>;",
					"GRANT SELECT ON TABLE API.DATA.SHOPS TO ROLE <role>;");
	}

	@Test
	void checkCommandWhenTheLoginIsRefusedNamesTheSetting() {
		this.account.server().account().user("SVC_DATA_API").password("changed");
		Path file = EndpointFiles.write(this.directory, DeclaredEndpointTests.DECLARED);
		assertThat(check(file, Duration.ofMinutes(2))).startsWith("1\nSNOWFLAKE_USER or SNOWFLAKE_PASSWORD");
	}

	/** The exit status and what went to standard error, progress aside. */
	private String check(Path file, Duration patience, String... more) {
		return checkWithProgress(file, patience, more).lines()
			.filter((line) -> !line.endsWith(" s)"))
			.collect(Collectors.joining("\n"));
	}

	private String checkWithProgress(Path file, Duration patience, String... more) {
		List<String> settings = new ArrayList<>(this.account.settings(more));
		settings.add("spring.profiles.active=snowflake");
		settings.forEach((setting) -> System.setProperty(setting.split("=")[0], setting.split("=")[1]));
		try {
			ByteArrayOutputStream err = new ByteArrayOutputStream();
			int status = new CheckCommand(new PrintStream(this.out, true, StandardCharsets.UTF_8),
					new PrintStream(err, true, StandardCharsets.UTF_8), patience)
				.run(file.toString());
			return (status + "\n" + err.toString(StandardCharsets.UTF_8)).strip();
		}
		finally {
			settings.forEach((setting) -> System.clearProperty(setting.split("=")[0]));
		}
	}

}
