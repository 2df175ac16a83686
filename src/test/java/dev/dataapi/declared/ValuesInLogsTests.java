package dev.dataapi.declared;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.dataapi.Eventually;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A conversion that fails on the rows of some requests only: no row's value, and no
 * parameter's, is in the log.
 */
@ExtendWith(OutputCaptureExtension.class)
class ValuesInLogsTests {

	private static final String DECLARED = """
			version: 1
			reports:
			  numbers:
			    parameters:
			      - {name: order, type: integer, default: "0"}
			    sql: |
			      SELECT CAST(O_CLERK AS INTEGER) AS N FROM snowflake_sample_data.tpch_sf10.orders
			      WHERE O_ORDERKEY = {{order}}
			    columns:
			      - {name: N, type: integer}
			  texts:
			    parameters:
			      - {name: text, type: text, max_length: 20, default: "1"}
			    sql: SELECT CAST({{text}} AS INTEGER) AS N
			    columns:
			      - {name: N, type: integer}
			""";

	@TempDir
	private Path directory;

	@Test
	void embedded(CapturedOutput output) throws IOException {
		try (RunningService service = RunningService.start("embedded",
				List.of(EndpointFiles.setting(this.directory, DECLARED)))) {
			assertNoValueIsLogged(service, output);
		}
	}

	@Test
	void snowflake(CapturedOutput output) throws IOException {
		try (SnowflakeAccount account = new SnowflakeAccount();
				RunningService service = account.start(EndpointFiles.setting(this.directory, DECLARED))) {
			assertNoValueIsLogged(service, output);
			assertThat(output).contains("state 22018, query ");
		}
	}

	@Test
	void startThatMeetsSuchARowWarnsWithoutIt(CapturedOutput output) {
		String setting = EndpointFiles.setting(this.directory,
				DECLARED.replace("O_ORDERKEY = {{order}}", "(O_ORDERKEY < 9 OR O_ORDERKEY = {{order}})"));
		RunningService.start("embedded", List.of(setting)).close();
		try (SnowflakeAccount account = new SnowflakeAccount()) {
			account.start(setting).close();
		}
		assertThat(output).contains(
				"reports.numbers fails with sample values: Conversion Error [code 0, state null]: a value cannot be "
						+ "converted or computed.")
			.contains("reports.numbers fails with sample values: Error [code 100038, state 22018]: a value cannot be "
					+ "converted or computed.");
		assertThat(output).doesNotContain("Clerk#");
	}

	private static void assertNoValueIsLogged(RunningService service, CapturedOutput output) throws IOException {
		assertThat(service.get("/reports/numbers?order=1").status()).isEqualTo(500);
		assertThat(service.get("/reports/texts?text=hunter2").status()).isEqualTo(500);
		// Callers are answered before the line is written
		Eventually.assertThat(() -> assertThat(output).contains("reports.numbers could not be read (1 keys): ",
				"reports.texts could not be read (1 keys): "));
		assertThat(output).doesNotContain("Clerk#", "hunter2");
	}

}
