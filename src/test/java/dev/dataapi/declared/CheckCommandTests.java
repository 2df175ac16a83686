package dev.dataapi.declared;

import dev.dataapi.declared.check.AddressLimit;
import dev.dataapi.declared.check.CheckCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.dataapi.DataApiApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command {@code check}, with the embedded warehouse and without any.
 */
class CheckCommandTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@TempDir
	private Path directory;

	/** Logging keeps it for everything that the process starts later. */
	@AfterEach
	void logAgain() {
		System.clearProperty("CONSOLE_LOG_THRESHOLD");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--offline", "" })
	void fileThatIsRightPrintsRoutesAndGrants(String option) {
		Path file = EndpointFiles.write(this.directory, DeclaredEndpointTests.DECLARED);
		assertThat(run((option + " " + file).strip().split(" "))).isZero();
		assertThat(this.err.toString(StandardCharsets.UTF_8)).isEmpty();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
				GET /customers/{keys}            lookups.customers, 8 statements
				GET /people/{keys}/name          lookups.names, 8 statements
				GET /births/{keys}               lookups.births, 8 statements
				GET /reports/orders_by_priority  reports.orders_by_priority, 8 statements
				GET /reports/keys                reports.keys, 1 statement
				GET /orders/of-day               reports.days, 1 statement

				To be granted to the service's role:
				GRANT USAGE ON DATABASE API TO ROLE <role>;
				GRANT USAGE ON SCHEMA API.DATA TO ROLE <role>;
				GRANT SELECT ON TABLE API.DATA.HYBRID_CUSTOMER TO ROLE <role>;
				GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE_SAMPLE_DATA TO ROLE <role>;
				""" + (option.isEmpty() ? "" : "-- ON VIEW instead of ON TABLE where it is a view\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--offline", "" })
	void fileThatIsWrongPrintsItsErrors(String option) {
		Path file = EndpointFiles.write(this.directory, "version: 2\n");
		assertThat(run((option + " " + file).strip().split(" "))).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8)).startsWith(file + ":1:10: ");
		assertThat(this.out.toString(StandardCharsets.UTF_8)).isEmpty();
	}

	@Test
	void fileThatTheWarehouseRefusesPrintsItsErrors() {
		Path file = EndpointFiles.write(this.directory,
				DeclaredEndpointTests.DECLARED.replace("C_LOGIN", "C_LOGON").replace("{name: ORDERS", "{name: ORDER"));
		assertThat(run(file.toString())).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines()).containsExactly(
				file + ":10:16: The table has no column C_LOGON. Did you mean 'C_LOGIN'?",
				file + ":47:16: The statement returns no column ORDER. Did you mean 'ORDERS'?",
				file + ":59:16: The statement returns no column ORDER. Did you mean 'ORDERS'?");
		assertThat(this.out.toString(StandardCharsets.UTF_8)).isEmpty();
		this.err.reset();
		assertThat(run("--offline", file.toString())).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--offline", "" })
	void fileWhoseKeysDoNotFitIntoAnAddressGetsAWarningThatNamesTheEndpoint(String option) {
		Path file = EndpointFiles.write(this.directory,
				"""
						version: 1
						lookups:
						  codes:
						    table: api.data.hybrid_customer
						    key: [{name: code, column: C_CUSTOMER_ID, type: text, max_length: 16}]
						    columns: [{name: C_CUSTOMER_ID, type: text}]
						    max_keys: 1000
						  few:
						    table: api.data.hybrid_customer
						    key: [{name: code, column: C_CUSTOMER_ID, type: text, max_length: 16}]
						    columns: [{name: C_CUSTOMER_ID, type: text}]
						    max_keys: 100
						  undeclared:
						    table: api.data.hybrid_customer
						    key: [{name: code, column: C_CUSTOMER_ID, type: text}]
						    columns: [{name: C_CUSTOMER_ID, type: text}]
						reports:
						  lists:
						    parameters:
						      - {name: clerk, type: text, max_length: 4000, max_items: 40}
						      - {name: day, type: date, max_items: 20}
						    sql: SELECT COUNT(*) AS N FROM snowflake_sample_data.tpch_sf10.orders WHERE O_CLERK IN ({{clerk}}) AND O_ORDERDATE IN ({{day}})
						    columns: [{name: N, type: integer}]
						""");
		assertThat(run((option + " " + file).strip().split(" "))).isZero();
		long limit = AddressLimit.ofSettings().bytes();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines()).satisfiesExactly((line) -> assertThat(line)
			.startsWith("Warning: lookups.codes: 1,000 keys of 16 characters do not fit into an address")
			.contains("accepts %,d bytes".formatted(limit), "lower 'max_keys'", "SERVER_MAX_HTTP_REQUEST_HEADER_SIZE"),
				(line) -> assertThat(line)
					.startsWith("Warning: reports.lists: 40 values of 'clerk' of 4,000 characters do not fit")
					.contains("lower 'max_items'"));
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("GET /codes/{keys}");
	}

	@Test
	void rowsOfAKeyThatAreTooManyOrInNoOrderAreWarnings() {
		String file = """
				version: 1
				lookups:
				  countries:
				    table: api.data.hybrid_customer
				    key: [{name: country, column: C_BIRTH_COUNTRY, type: text}]
				    columns: [{name: C_LOGIN, type: text}]
				    rows: many
				    order_by: [C_BIRTH_YEAR desc]
				    max_rows_per_key: 20
				  births:
				    table: api.data.hybrid_customer
				    key: [{name: country, column: C_BIRTH_COUNTRY, type: text}]
				    columns: [{name: C_LOGIN, type: text}]
				    rows: many
				    order_by: [C_BIRTH_YEAR desc, C_CUSTOMER_SK]
				    max_rows_per_key: 1000
				""";
		assertThat(run(EndpointFiles.write(this.directory, file).toString())).isZero();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines()).satisfiesExactly((line) -> assertThat(line)
			.matches(
					"Warning: lookups\\.countries: \\d+ rows of the table have '[A-Z .]+'\\. A request for more than 'max_rows_per_key', which is 20, fails\\."),
				(line) -> assertThat(line).matches(
						"Warning: lookups\\.countries: 'order_by' leaves the order of \\d+ rows of '[A-Z .]+' open\\. Add a column that tells them apart\\."));
		this.err.reset();
		Path wrong = EndpointFiles.write(this.directory,
				file.replace("C_BIRTH_YEAR desc, C_CUSTOMER_SK", "C_BIRTH_YEAR, C_CUSTOMER"));
		assertThat(run(wrong.toString())).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines())
			.containsExactly(wrong + ":15:30: The table has no column C_CUSTOMER. Did you mean 'C_CUSTOMER_SK'?");
	}

	@Test
	void lookupWhosePathWithoutItsKeysIsAnothersIsAWarning() {
		Path file = EndpointFiles.write(this.directory, """
				version: 1
				lookups:
				  customers:
				    table: api.data.hybrid_customer
				    key: [{name: id, column: C_CUSTOMER_SK, type: integer}]
				    columns: [{name: C_LOGIN, type: text}]
				reports:
				  customers:
				    sql: SELECT COUNT(*) AS N FROM api.data.hybrid_customer
				    columns: [{name: N, type: integer}]
				    path: /customers
				""");
		assertThat(run("--offline", file.toString())).isZero();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines()).containsExactly(
				"Warning: lookups.customers: POST /customers does not take its keys, since that path is another's.");
	}

	@Test
	void whatIsSnowflakesAloneIsRefusedWhereItStandsAndWhatDiffersIsAWarning() {
		String file = """
				version: 1
				reports:
				  best:
				    sql: |
				      SELECT APPROX_TOP_K(O_CUSTKEY, 3) AS BEST
				      FROM snowflake_sample_data.tpch_sf10.orders [[ WHERE O_CUSTKEY > {{least}} ]]
				    parameters: [{name: least, type: integer, optional: true}]
				    columns: [{name: BEST, type: text}]
				  hashes:
				    sql: SELECT HASH(O_CLERK) AS H, TO_CHAR(O_TOTALPRICE, '99.9EEEE') AS P FROM snowflake_sample_data.tpch_sf10.orders
				    columns: [{name: H, type: integer}, {name: P, type: text}]
				""";
		Path path = EndpointFiles.write(this.directory, file);
		assertThat(run(path.toString())).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines()).containsExactly(path
				+ ":5:14: APPROX_TOP_K is Snowflake's, and not on the embedded warehouse; check this file against Snowflake.",
				path + ":10:59: The format '99.9EEEE' of TO_CHAR is Snowflake's, and not on the embedded warehouse; check this file against Snowflake.");
		this.err.reset();
		Path differing = EndpointFiles.write(this.directory,
				file.replace("APPROX_TOP_K(O_CUSTKEY, 3)", "OBJECT_CONSTRUCT('n', COUNT(*))")
					.replace(", '99.9EEEE'", ""));
		assertThat(run(differing.toString())).isZero();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines()).containsExactlyInAnyOrder(
				"Warning: reports.hashes: HASH gives other hashes on the embedded warehouse.",
				"Warning: reports.best: The column BEST is JSON, which Snowflake indents as text, and the embedded warehouse does not. Declare json.");
	}

	@Test
	void lookupWhoseKeyIsNotUniqueIsRefusedWithAKeyThatShowsIt() {
		Path file = EndpointFiles.write(this.directory,
				"""
						version: 1
						lookups:
						  countries:
						    table: api.data.hybrid_customer
						    key: [{name: country, column: C_BIRTH_COUNTRY, type: text}]
						    columns: [{name: C_LOGIN, type: text}]
						  births:
						    table: api.data.hybrid_customer
						    key: [{name: year, column: C_BIRTH_YEAR, type: integer}, {name: country, column: C_BIRTH_COUNTRY, type: text}]
						    columns: [{name: C_LOGIN, type: text}]
						  customers:
						    table: api.data.hybrid_customer
						    key: [{name: country, column: C_BIRTH_COUNTRY, type: text}, {name: id, column: C_CUSTOMER_SK, type: integer}]
						    columns: [{name: C_LOGIN, type: text}]
						""");
		assertThat(run(file.toString())).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines()).satisfiesExactly((line) -> assertThat(line)
			.matches("\\Q" + file
					+ "\\E:5:10: The key is not unique: \\d+ rows of the table have '[A-Z .]+'\\. A look-up needs a key that one row has\\."),
				(line) -> assertThat(line).matches("\\Q" + file
						+ "\\E:9:10: The key is not unique: \\d+ rows of the table have '19\\d\\d~[A-Z .]+'\\. A look-up needs a key that one row has\\."));
		this.err.reset();
		assertThat(run("--offline", file.toString())).isZero();
	}

	@Test
	void orderOfPagesThatDoesNotTellRowsApartIsAnError() {
		String report = """
				    parameters: [{name: priority, type: text, optional: true}]
				    sql: |
				      SELECT O_ORDERDATE, O_CUSTKEY, O_ORDERKEY FROM snowflake_sample_data.tpch_sf10.orders
				      WHERE O_ORDERDATE < '1993-01-01' [[ AND O_ORDERPRIORITY = {{priority}} ]]
				    columns:
				      - {name: O_ORDERDATE, type: date}
				      - {name: O_CUSTKEY, type: integer}
				      - {name: O_ORDERKEY, type: integer}
				    page: {by: [%s]}
				""";
		Path file = EndpointFiles.write(this.directory, "version: 1\nreports:\n  days:\n"
				+ report.formatted("O_ORDERDATE desc") + "  orders:\n" + report.formatted("O_ORDERDATE, O_ORDERKEY"));
		assertThat(run(file.toString())).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines()).singleElement()
			.asString()
			.matches("\\Q" + file + "\\E:12:16: 'by' does not tell all rows apart: \\d+ rows have the O_ORDERDATE "
					+ "'199\\d-\\d\\d-\\d\\d'\\. Add a column that does\\.");
		this.err.reset();
		assertThat(run("--offline", file.toString())).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("reports.orders, 4 statements");
	}

	@Test
	void sortThatTheWarehouseRefusesHasItsPlace() {
		Path file = EndpointFiles.write(this.directory, """
				version: 1
				reports:
				  orders:
				    sql: SELECT O_ORDERKEY FROM snowflake_sample_data.tpch_sf10.orders ORDER BY {{order}} LIMIT 3
				    columns: [{name: O_ORDERKEY, type: integer}]
				    sort:
				      name: order
				      values: {oldest: O_ORDERDATE, largest: O_TOTAL DESC}
				      default: oldest
				  pages:
				    sql: SELECT O_ORDERKEY FROM snowflake_sample_data.tpch_sf10.orders
				    columns: [{name: O_ORDERKEY, type: integer}, {name: O_NONE, type: integer}]
				    page: {by: [O_NONE]}
				""");
		assertThat(run(file.toString())).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines())
			.anySatisfy((line) -> assertThat(line).startsWith(file + ":8:46: The warehouse refuses the statement: ")
				.contains("O_TOTAL"))
			.anySatisfy((line) -> assertThat(line).startsWith(file + ":13:16: ").contains("O_NONE"));
	}

	@Test
	void severalFilesAreCheckedTogetherAndASunsetThatHasPassedIsAWarning() throws Exception {
		Path file = EndpointFiles.write(this.directory, """
				version: 1
				reports:
				  old: {sql: SELECT 1 AS N, columns: [{name: N, type: integer}], sunset: 2020-02-29}
				  new: {sql: SELECT 1 AS N, columns: [{name: N, type: integer}], sunset: 9999-12-31}
				""");
		Path folder = Files.createDirectory(this.directory.resolve("more"));
		Files.writeString(folder.resolve("more.yml"), Files.readString(file).replace("old", "older"));
		assertThat(run("--offline", file.toString(), folder.toString())).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines(
				"%s:4:8: reports.new is declared in %s:4:8, too.\n".formatted(folder.resolve("more.yml"), file));
		this.err.reset();
		Files.writeString(folder.resolve("more.yml"),
				Files.readString(file).replace("old", "older").replace("new", "newer"));
		assertThat(run(file.toString(), folder.toString())).isZero();
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines()).containsExactly(
				"Warning: reports.old: its sunset was 2020-02-29, and it is served until its declaration is removed.",
				"Warning: reports.older: its sunset was 2020-02-29, and it is served until its declaration is removed.");
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("GET /reports/old ", "GET /reports/newer ");
	}

	@Test
	void fileThatIsNotThereIsNamed() {
		assertThat(run("--offline", "/nowhere/endpoints.yaml")).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines(
				"data-api.endpoints is '/nowhere/endpoints.yaml': it must name a file that this process can read.\n");
	}

	@Test
	void settingThatDoesNotExistIsNamed() {
		Path file = EndpointFiles.write(this.directory, DeclaredEndpointTests.DECLARED);
		System.setProperty("data-api.report.deadlin", "3s");
		try {
			assertThat(run(file.toString())).isOne();
		}
		finally {
			System.clearProperty("data-api.report.deadlin");
		}
		assertThat(this.err.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines(
				"data-api.report.deadlin is no setting of this service; the nearest is data-api.report.deadline.\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--online x.yaml" })
	void callThatMakesNoSensePrintsTheUsage(String arguments) {
		assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8))
			.contains("Usage: java -jar data-api.jar check [--offline] <file>");
		assertThat(this.out.toString(StandardCharsets.UTF_8)).isEmpty();
	}

	@Test
	void helpGoesToStandardOutput() {
		assertThat(run("--help")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8).toLowerCase(Locale.ROOT)).contains("exit status");
	}

	@Test
	void applicationWhenItsFirstArgumentIsCheckChecksAndEnds() throws Exception {
		Path file = EndpointFiles.write(this.directory, "version: 2\n");
		Path err = this.directory.resolve("err");
		Path classes = this.directory.resolve("classes");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xlog:class+load:file=" + classes, "-cp", System.getProperty("java.class.path"),
				DataApiApplication.class.getName(), "check", "--offline", file.toString())
			.redirectOutput(this.directory.resolve("out").toFile())
			.redirectError(err.toFile())
			.start();
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).isOne();
		assertThat(Files.readString(err)).startsWith(file + ":1:10: ");
		assertThat(Files.readString(classes)).doesNotContain(" org.springframework.context.",
				" org.springframework.boot.");
	}

	private int run(String... arguments) {
		return new CheckCommand(new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8), Duration.ofMinutes(2))
			.run(arguments);
	}

}
