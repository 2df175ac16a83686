package dev.dataapi.access;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.dataapi.InvalidSettingException;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What tokens and the file of callers tell of a caller, and what an endpoint makes of it.
 */
class ClaimsTests {

	private static final String ENDPOINTS = """
			version: 1
			reports:
			  text:
			    parameters: [{name: x, type: text, max_length: 10, from: caller.claims.x}]
			    sql: SELECT {{x}} AS X
			    columns: [{name: X, type: text}]
			  number:
			    parameters: [{name: x, type: integer, from: caller.claims.x}]
			    sql: SELECT CAST({{x}} AS INTEGER) AS X
			    columns: [{name: X, type: integer}]
			  flag:
			    parameters: [{name: x, type: boolean, from: caller.claims.x}]
			    sql: SELECT CAST({{x}} AS BOOLEAN) AS X
			    columns: [{name: X, type: boolean}]
			  day:
			    parameters: [{name: x, type: date, from: caller.claims.x}]
			    sql: SELECT CAST({{x}} AS DATE) AS X
			    columns: [{name: X, type: date}]
			  nested:
			    parameters: [{name: x, type: text, from: caller.claims.https://example.com/org.id}]
			    sql: SELECT {{x}} AS X
			    columns: [{name: X, type: text}]
			  caller:
			    parameters: [{name: x, type: text, from: caller.name}]
			    sql: SELECT {{x}} AS X
			    columns: [{name: X, type: text}]
			""";

	@TempDir
	private Path folder;

	@Test
	void claimIsBoundIfItIsOfTheTypeAndTheCallerIsRefusedIfNot() throws Exception {
		List<String> settings = new ArrayList<>(TestTokens.settings(this.folder));
		settings.add("data-api.authentication=jwt");
		settings.add("data-api.endpoints=" + Files.writeString(this.folder.resolve("e.yaml"), ENDPOINTS));
		try (RunningService service = RunningService.start("test", settings)) {
			assertThat(ask(service, "text", x("acme"))).isEqualTo("\"acme\"");
			assertThat(ask(service, "text", x(" '; -- "))).isEqualTo("\" '; -- \"");
			assertThat(ask(service, "text", x(7))).isEqualTo("\"7\"");
			assertThat(ask(service, "text", x(true))).isEqualTo("\"true\"");
			assertThat(ask(service, "number", x(7))).isEqualTo("7");
			assertThat(ask(service, "number", x("7"))).isEqualTo("7");
			assertThat(ask(service, "flag", x(false))).isEqualTo("false");
			assertThat(ask(service, "day", x("2026-11-29"))).isEqualTo("\"2026-11-29\"");
			assertThat(ask(service, "caller", x("any"))).isEqualTo("\"ann\"");
			assertThat(ask(service, "nested", (claims) -> claims.claim("https://example.com/org", Map.of("id", "o-1"))))
				.isEqualTo("\"o-1\"");
			assertThat(ask(service, "nested", (claims) -> claims.claim("https://example.com/org", Map.of("id", "o-1"))
				.claim("https://example.com/org.id", "o-2"))).isEqualTo("\"o-2\"");
			for (Object value : Arrays.asList(null, "", "12345678901", "a\u0000", List.of("acme"), Map.of("x", "acme"),
					1.5, 1e20, "x".repeat(1001))) {
				assertThat(ask(service, "text", x(value))).as("text " + value).isEqualTo("403");
			}
			for (Object value : Arrays.asList("", "acme", "1.0", 1.0, true, "9223372036854775808",
					new BigInteger("9223372036854775808"), List.of(7))) {
				assertThat(ask(service, "number", x(value))).as("number " + value).isEqualTo("403");
			}
			assertThat(ask(service, "day", x("29.11.2026"))).isEqualTo("403");
			assertThat(ask(service, "flag", x("yes"))).isEqualTo("403");
			assertThat(ask(service, "nested", (claims) -> claims.claim("https://example.com/org", "id")))
				.isEqualTo("403");
		}
	}

	private static Consumer<JWTClaimsSet.Builder> x(Object value) {
		return (claims) -> claims.claim("x", value);
	}

	private static String ask(RunningService service, String report, Consumer<JWTClaimsSet.Builder> change)
			throws Exception {
		RawRequest.Answer answer = service.get("/reports/" + report,
				"Authorization: Bearer " + TestTokens.signed(TestTokens.claims(change)));
		return (answer.status() == 200) ? answer.body().replaceFirst("^\\[\\{\"X\":(.*)}]$", "$1")
				: Integer.toString(answer.status());
	}

	@ParameterizedTest
	@ValueSource(strings = { "tenant", "=acme", "tenant=", "tenant=acme tenant=globex", "tenant=a\u0001" })
	void lineWithAClaimThatIsNoneIsRefused(String claims) {
		String line = KeyLine.make("crm").line().strip() + " " + claims + "\n";
		Path file = TestKeys.write(this.folder, "callers", line);
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> CallersFile.read(file.toString()))
			.withMessageContaining("its line 1 must be a name, roles")
			.withMessageContaining("claims such as tenant=acme")
			.withMessageNotContaining("globex");
	}

}
