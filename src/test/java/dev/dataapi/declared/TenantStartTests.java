package dev.dataapi.declared;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import dev.dataapi.access.Ingress;
import dev.dataapi.access.KeyLine;
import dev.dataapi.declared.check.CheckCommand;
import dev.dataapi.declared.file.InvalidEndpointsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Files that bind values from callers, where nothing can tell these, and where the
 * warehouse has no such columns.
 */
@ExtendWith(OutputCaptureExtension.class)
class TenantStartTests {

	private static final String DECLARED = """
			version: 1
			lookups:
			  people:
			    table: api.data.hybrid_customer
			    key:
			      - {name: name, column: C_LAST_NAME, type: text, from: caller.name}
			      - {name: id, column: C_CUSTOMER_SK, type: integer}
			    filter:
			      - {column: C_EMAIL_ADDRESS, type: text, from: caller.claims.email}
			      - {column: C_BIRTH_YEAR, type: integer, from: caller.claims.year}
			    columns: [{name: C_CUSTOMER_SK, type: integer}]
			reports:
			  one:
			    parameters: [{name: n, type: integer, from: caller.claims.n}]
			    sql: SELECT {{n}} AS N
			    columns: [{name: N, type: integer}]
			""";

	private static final String NO_WAY = " is told by no way of authentication that is switched on: tokens and the file of callers have claims.";

	@TempDir
	private Path folder;

	/** Logging keeps it for everything that the process starts later. */
	@AfterEach
	void logAgain() {
		System.clearProperty("CONSOLE_LOG_THRESHOLD");
	}

	@ParameterizedTest
	@ValueSource(strings = { "data-api.authentication=", "data-api.rate-limit=50/s" })
	void fileIsRefusedWithEachPlaceWithoutAuthentication(String setting) {
		Path file = EndpointFiles.write(this.folder, DECLARED);
		assertThat(errors(file, setting)).containsExactlyInAnyOrder(
				file + ":6:61: caller.name needs authentication, which 'data-api.authentication' switches on.",
				file + ":9:53: caller.claims.email needs authentication, which 'data-api.authentication' switches on.",
				file + ":10:53: caller.claims.year needs authentication, which 'data-api.authentication' switches on.",
				file + ":14:49: caller.claims.n needs authentication, which 'data-api.authentication' switches on.");
	}

	@Test
	void ingressAloneTellsNamesAndAddressesOnly() {
		Path file = EndpointFiles.write(this.folder, DECLARED);
		assertThat(errors(file, "data-api.authentication=ingress")).containsExactlyInAnyOrder(
				file + ":10:53: caller.claims.year" + NO_WAY, file + ":14:49: caller.claims.n" + NO_WAY);
	}

	@Test
	void ingressWithAFileOfCallersTellsTheirClaims() throws IOException {
		Path file = EndpointFiles.write(this.folder, DECLARED);
		Path callers = TestKeys.write(this.folder, "callers", "JANE - ingress n=7 email=x\nBOB - ingress\n");
		try (RunningService service = RunningService.start("test", List.of("data-api.endpoints=" + file,
				"data-api.authentication=ingress", "data-api.trust-ingress-user=true", "data-api.callers=" + callers),
				Ingress.class)) {
			assertThat(service.get("/reports/one", "Sf-Context-Current-User: JANE").body()).isEqualTo("[{\"N\":7}]");
			assertThat(service.get("/reports/one", "Sf-Context-Current-User: BOB").status()).isEqualTo(403);
			assertThat(service.get("/reports/one", "Sf-Context-Current-User: n=7").status()).isEqualTo(403);
		}
	}

	private static List<String> errors(Path file, String setting) {
		List<String> settings = new ArrayList<>(List.of("data-api.endpoints=" + file, setting));
		Throwable failure = catchThrowable(() -> RunningService.start("test", settings, Ingress.class).close());
		while (failure != null && !(failure instanceof InvalidEndpointsException)) {
			failure = failure.getCause();
		}
		assertThat(failure).isNotNull();
		return ((InvalidEndpointsException) failure).errors();
	}

	@Test
	void changedFileThatNeedsWhatNothingTellsIsNotServed(CapturedOutput output) throws Exception {
		String free = "version: 1\nreports:\n  one:\n    sql: SELECT 1 AS N\n    columns: [{name: N, type: integer}]\n";
		Path file = EndpointFiles.write(this.folder, free);
		try (RunningService service = RunningService.start("test",
				List.of("data-api.endpoints=" + file, "data-api.endpoints.reload=true"))) {
			Files.writeString(file, DECLARED);
			Eventually.assertThat(() -> assertThat(output).contains(file + ":14:49: caller.claims.n needs",
					"The changed endpoints are not served"));
			assertThat(service.get("/reports/one").body()).isEqualTo("[{\"N\":1}]");
		}
	}

	/** The next request of the same key has the new tenant, without a start. */
	@Test
	void changedClaimIsThatOfTheNextRequests() throws Exception {
		KeyLine key = KeyLine.make("one", "n=1");
		Path callers = TestKeys.write(this.folder, "callers", key.line());
		Path file = EndpointFiles.write(this.folder, DECLARED);
		try (RunningService service = RunningService.start("test",
				List.of("data-api.endpoints=" + file, "data-api.authentication=keys", "data-api.callers=" + callers))) {
			assertThat(service.get("/reports/one", "X-Api-Key: " + key.key()).body()).isEqualTo("[{\"N\":1}]");
			Files.writeString(callers, key.line().replace("n=1", "n=2"));
			Eventually.assertThat(() -> {
				RawRequest.Answer answer = service.get("/reports/one", "X-Api-Key: " + key.key());
				assertThat(answer.body()).isEqualTo("[{\"N\":2}]");
			});
		}
	}

	@Test
	void checkNamesThePlacesOfColumnsThatAreMissingOrOfAnotherType() {
		Path file = EndpointFiles.write(this.folder,
				DECLARED.replace("{column: C_BIRTH_YEAR", "{column: TENANT_ID")
					.replace("C_EMAIL_ADDRESS, type: text", "C_EMAIL_ADDRESS, type: date")
					.replace("C_LAST_NAME, type: text", "C_LAST_NAME, type: integer"));
		assertThat(check(file)).satisfiesExactlyInAnyOrder(
				(line) -> assertThat(line).startsWith(file + ":6:49: ").contains("C_LAST_NAME"),
				(line) -> assertThat(line).startsWith(file + ":9:41: ").contains("C_EMAIL_ADDRESS"),
				(line) -> assertThat(line).startsWith(file + ":10:18: The table has no column TENANT_ID."));
	}

	@Test
	void checkCountsAKeyTogetherWithItsFilter() throws IOException {
		Path data = Files.createDirectory(this.folder.resolve("data"));
		Files.writeString(data.resolve("t.sql"), """
				CREATE TABLE api.data.both (T VARCHAR, ID BIGINT, U VARCHAR);
				INSERT INTO api.data.both VALUES ('a', 1, 'x'), ('b', 1, 'x'), ('b', 2, 'x'), ('b', 2, 'x');
				""");
		System.setProperty("data-api.embedded.data", data.toString());
		try {
			String declared = """
					version: 1
					lookups:
					  both:
					    table: api.data.both
					    key: [{name: id, column: ID, type: integer}]
					    filter: [{column: T, type: text, from: caller.name}]
					    columns: [{name: U, type: text}]
					""";
			Path file = EndpointFiles.write(this.folder, declared);
			assertThat(check(file)).containsExactly(file
					+ ":5:10: The key is not unique: 2 rows of the table have '2~b'. A look-up needs a key that one row has.");
			EndpointFiles.write(this.folder,
					declared.replace("filter: [", "filter: [{column: U, type: text, from: caller.claims.u}, ")
						.replace("both\n    key", "both_of_them\n    key"));
			Files.writeString(data.resolve("v.sql"),
					"CREATE VIEW api.data.both_of_them AS SELECT DISTINCT T, ID, U FROM api.data.both;\n");
			assertThat(check(file)).isEmpty();
		}
		finally {
			System.clearProperty("data-api.embedded.data");
		}
	}

	private static List<String> check(Path file) {
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new CheckCommand(new PrintStream(out, true, StandardCharsets.UTF_8),
				new PrintStream(err, true, StandardCharsets.UTF_8), Duration.ofMinutes(1))
			.run(file.toString());
		return err.toString(StandardCharsets.UTF_8).lines().toList();
	}

}
