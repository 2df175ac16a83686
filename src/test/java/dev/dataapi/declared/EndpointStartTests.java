package dev.dataapi.declared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.dataapi.DataApiApplication;
import dev.dataapi.Eventually;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The start with files of endpoints that are right, wrong or not there.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndpointStartTests {

	private static final String WRONG_IN_THE_WAREHOUSE = """
			version: 1
			lookups:
			  customers:
			    table: api.data.hybrid_customer
			    key:
			      - {name: id, column: C_CUSTOMER_SK, type: text}
			    columns:
			      - {name: C_CUSTOMER_SK, type: integer}
			      - {name: C_FIRST_NAMES, type: text}
			      - {name: C_LAST_NAMES, type: text}
			  shops:
			    table: api.data.shops
			    key:
			      - {name: id, column: ID, type: integer}
			    columns:
			      - {name: ID, type: integer}
			  years:
			    table: api.data.hybrid_customer
			    key:
			      - {name: id, column: C_CUSTOMER_SK, type: integer}
			    columns:
			      - {name: C_BIRTH_YEAR, type: text}
			reports:
			  orders:
			    sql: |
			      SELECT O_ORDERKEY, O_TOTALPRICE, O_ORDERDATE
			      FROM snowflake_sample_data.tpch_sf10.orders
			    columns:
			      - {name: O_ORDERKEY, type: integer}
			      - {name: O_TOTALPRICE, type: "decimal(12,1)"}
			      - {name: O_ORDERDATE, type: timestamp}
			      - {name: O_CLERK, type: text}
			  joined:
			    sql: |
			      SELECT COUNT(*) AS N
			      FROM snowflake_sample_data.tpch_sf10.orders o,
			        api.data.orderz
			      JOIN api.dota.lines l ON l.id = o.id
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

	@TempDir
	private Path directory;

	@Test
	void startWhenAFileIsWrongPrintsAllErrorsAndNoStackTrace(CapturedOutput output) {
		Path file = EndpointFiles.write(this.directory, """
				version: 1
				lookups:
				  customers:
				    table: api.data.hybrid_customer
				    path: /customer/{keys}
				    key:
				      - {name: id, column: C_CUSTOMER_SK, type: integr}
				    columns:
				      - {name: C_CUSTOMER_SK, tipe: integer}
				""");
		assertThat(description("data-api.endpoints=" + file, output)).startsWith(file + ":5:11: ")
			.contains("\n" + file + ":7:49: ", "\n" + file + ":9:31: ");
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void startWhenTheWarehouseDiffersPrintsAllErrorsOfAllEndpoints(CapturedOutput output) {
		Path file = EndpointFiles.write(this.directory, WRONG_IN_THE_WAREHOUSE);
		assertThat(description("data-api.endpoints=" + file, output).lines()).containsExactly(
				file + ":6:49: The column C_CUSTOMER_SK is BIGINT, not text.",
				file + ":9:16: The table has no column C_FIRST_NAMES. Did you mean 'C_FIRST_NAME'?",
				file + ":10:16: The table has no column C_LAST_NAMES. Did you mean 'C_LAST_NAME'?",
				file + ":12:12: The warehouse refuses the statement: Catalog Error: Table with name shops does not exist! Did you mean \"hybrid_store\"?",
				file + ":22:36: The column C_BIRTH_YEAR is BIGINT, not text.",
				file + ":30:36: The column O_TOTALPRICE is DECIMAL(12,2), not decimal(12,1).",
				file + ":31:35: The column O_ORDERDATE is DATE, not timestamp.",
				file + ":32:16: The statement returns no column O_CLERK. Known here: O_ORDERKEY, O_TOTALPRICE, O_ORDERDATE.",
				file + ":37:9: The warehouse refuses the statement: Catalog Error: Table with name orderz does not exist! Did you mean \"snowflake_sample_data.tpch_sf10.orders\"?",
				file + ":38:12: The warehouse refuses the statement: Catalog Error: Table with name \"dota.lines\" does not exist because schema \"dota\" does not exist.",
				file + ":45:13: The warehouse refuses the statement: Binder Error: Referenced column \"O_CLERC\" not found in FROM clause! Candidate bindings: \"O_CLERK\", \"O_TOTALPRICE\", \"O_CUSTKEY\", \"O_ORDERKEY\", \"O_ORDERDATE\"");
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void startWhenTheFileIsNotThereNamesTheSetting(CapturedOutput output) {
		assertThat(description("data-api.endpoints=" + this.directory.resolve("none.yaml"), output))
			.isEqualTo("data-api.endpoints is '%s': it must name a file that this process can read."
				.formatted(this.directory.resolve("none.yaml")));
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void startWhenAStatementFailsWithSampleValuesWarns(CapturedOutput output) throws IOException {
		String setting = EndpointFiles.setting(this.directory,
				"""
						version: 1
						reports:
						  casts:
						    parameters:
						      - {name: code, type: text, default: x}
						    sql: "SELECT COUNT(*) AS N FROM api.data.hybrid_customer WHERE C_CUSTOMER_SK = CAST({{code}} AS INTEGER)"
						    columns:
						      - {name: N, type: integer}
						""");
		try (RunningService service = RunningService.start("test", List.of(setting))) {
			assertThat(service.get("/reports/casts?code=7").body()).isEqualTo("[{\"N\":1}]");
			assertThat(service.get("/reports/casts").status()).isEqualTo(500);
		}
		assertThat(output).contains("reports.casts fails with sample values: Conversion Error");
	}

	@Test
	void startWhenAReportCanOnlyFailIsRefusedInShort(CapturedOutput output) {
		Path file = EndpointFiles.write(this.directory,
				"""
						version: 1
						reports:
						  fails:
						    sql: SELECT COUNT(*) AS N FROM api.data.hybrid_customer WHERE C_CUSTOMER_SK = CAST('x' AS INTEGER)
						    columns: [{name: N, type: integer}]
						  days:
						    parameters: [{name: text, type: text}, {name: days, type: integer, default: 3}]
						    sql: SELECT O_ORDERDATE - {{days}} AS D FROM snowflake_sample_data.tpch_sf10.orders WHERE O_CLERK = {{text}}
						    columns: [{name: D, type: date}]
						  filter:
						    parameters: [{name: days, type: integer, default: 3}]
						    sql: SELECT COUNT(*) AS N FROM snowflake_sample_data.tpch_sf10.orders WHERE O_ORDERDATE - {{days}} < O_ORDERDATE
						    columns: [{name: N, type: integer}]
						  function:
						    sql: SELECT SUM(O_CLERK) AS N FROM snowflake_sample_data.tpch_sf10.orders
						    columns: [{name: N, type: integer}]
						  time:
						    sql: SELECT CAST('12:30' AS TIME) AS T, uuid() AS U, 'a'::BLOB AS B, [1] AS L, TRUE AS OK
						    columns:
						      - {name: T, type: text}
						      - {name: U, type: text}
						      - {name: B, type: text}
						      - {name: L, type: integer}
						      - {name: OK, type: boolean}
						""");
		String binder = "The warehouse refuses the statement: Binder Error: No function matches the given name and argument types ";
		assertThat(description("data-api.endpoints=" + file, output).lines()).containsExactly(file
				+ ":4:10: The warehouse refuses the statement: Conversion Error [code 0, state null]: a value cannot be converted or computed. Run the statement in the warehouse to see which.",
				file + ":8:10: " + binder
						+ "'-(DATE, BIGINT)'. You might need to add explicit type casts. A value may need its type, as in CAST({{days}} AS INTEGER).",
				file + ":12:10: " + binder
						+ "'-(DATE, BIGINT)'. You might need to add explicit type casts. A value may need its type, as in CAST({{days}} AS INTEGER).",
				file + ":15:17: SUM with these arguments is Snowflake's, and not on the embedded warehouse; check this file against Snowflake. "
						+ binder + "'sum(VARCHAR)'. You might need to add explicit type casts.",
				file + ":20:25: The column T is TIME, not text. Declare time.",
				file + ":21:25: The column U is UUID, not text. Write CAST(U AS VARCHAR) AS U.",
				file + ":22:25: The column B is BLOB, not text. Declare binary.",
				file + ":23:25: The column L is JSON, not integer. Declare json.");
	}

	@Test
	void startWhenAReportIsTooSlowWarns(CapturedOutput output) throws IOException {
		String setting = EndpointFiles.setting(this.directory,
				"""
						version: 1
						reports:
						  slow:
						    sql: SELECT COUNT(*) AS N FROM snowflake_sample_data.tpch_sf10.orders a, snowflake_sample_data.tpch_sf10.orders b, snowflake_sample_data.tpch_sf10.orders c WHERE a.O_TOTALPRICE * b.O_TOTALPRICE > c.O_TOTALPRICE
						    columns: [{name: N, type: integer}]
						""");
		try (RunningService service = RunningService.start("test", List.of(setting, "data-api.report.deadline=1s"))) {
			assertThat(service.get("/readyz").status()).isEqualTo(200);
		}
		assertThat(output).contains("reports.slow fails with sample values: INTERRUPT Error");
	}

	@Test
	void startWhenOthersAreServedServesWhatFits(CapturedOutput output) throws IOException {
		Path file = EndpointFiles.write(this.directory, WRONG_IN_THE_WAREHOUSE
				+ DeclaredEndpointTests.DECLARED.substring(DeclaredEndpointTests.DECLARED.indexOf("  keys:\n")));
		try (RunningService service = RunningService.start("test",
				List.of("data-api.endpoints=" + file, "data-api.endpoints.on-failed-check=serve-others"))) {
			assertThat(service.get("/readyz").status()).isEqualTo(200);
			assertThat(service.get("/reports/keys").status()).isEqualTo(200);
			assertThat(service.get("/orders/of-day?day=1995-01-01").status()).isEqualTo(200);
			assertThat(service.get("/customer/1").status()).isEqualTo(200);
			for (String path : List.of("/customers/1", "/shops/1", "/years/1", "/reports/orders", "/reports/joined",
					"/reports/misspelled")) {
				assertThat(service.get(path).status()).as(path).isEqualTo(503);
			}
		}
		assertThat(output).contains(file + ":6:49: The column C_CUSTOMER_SK is BIGINT, not text.",
				"lookups.customers is not served: ");
	}

	@Test
	void startWithoutAFileLoadsNothingOfThePackageButTheCondition() throws Exception {
		assertThat(classesLoaded(" ")).allMatch((name) -> name.endsWith("$FileNamed"), "only the condition")
			.isNotEmpty();
	}

	@Test
	void startWithAFileFromTheEnvironmentLoadsIt() throws Exception {
		Path file = EndpointFiles.write(this.directory, DeclaredEndpointTests.DECLARED);
		assertThat(classesLoaded(file.toString())).contains("dev.dataapi.declared.DeclaredController");
	}

	/** Starts a process whose environment names a file. */
	private List<String> classesLoaded(String file) throws IOException, InterruptedException {
		Path classes = this.directory.resolve("classes");
		Path output = this.directory.resolve("output");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-Xlog:class+load:file=" + classes, "-cp",
						System.getProperty("java.class.path"), DataApiApplication.class.getName()));
		Stream.of("server.port=0", "management.server.port=0", "data-api.embedded.scale-factor=0.001")
			.forEach((setting) -> command.add("--" + setting));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().put("DATA_API_ENDPOINTS", file);
		Process process = builder.start();
		try {
			Eventually
				.assertThat(() -> assertThat(Files.readString(output)).contains("Started DataApiApplication in "));
		}
		finally {
			process.destroy();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		return Files.readAllLines(classes)
			.stream()
			.map((line) -> line.replaceAll("^(\\[[^]]*])* *", "").split(" ")[0])
			.filter((name) -> name.startsWith("dev.dataapi.declared.") && !name.contains("CheckCommand"))
			.toList();
	}

	private static String description(String setting, CapturedOutput output) {
		assertThatException().isThrownBy(() -> RunningService.start("test", List.of(setting)).close());
		String[] parts = output.toString().split("Description:\\R\\R");
		assertThat(parts).as(output.toString()).hasSize(2);
		return parts[1].split("\\R\\R")[0].strip();
	}

}
