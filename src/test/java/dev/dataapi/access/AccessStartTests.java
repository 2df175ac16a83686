package dev.dataapi.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import dev.dataapi.telemetry.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Starts with authentication that could not hold, starts without any, and the command
 * that makes keys.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccessStartTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					data-api.authentication=keys                         | data-api.callers must be set.
					data-api.authentication=jwt                          | data-api.jwt.audience must be set.
					data-api.authentication=jwt data-api.jwt.audience=a  | One of data-api.jwt.issuer, data-api.jwt.jwk-set-uri and data-api.jwt.public-key-file must be set.
					data-api.authentication=key                          | data-api.authentication is 'key': it must be one of ingress, jwt, keys.
					data-api.authentication=keys data-api.callers=/none  | data-api.callers is '/none': it must name a file that this process can read.
					data-api.authentication=jwt data-api.jwt.audience=a data-api.jwt.public-key-file=pom.xml | data-api.jwt.public-key-file is not accepted: it must name a PEM file of RSA or EC public keys that this process can read.
					data-api.authentication=jwt data-api.jwt.audience=a data-api.jwt.public-key-file=a data-api.jwt.jwk-set-uri=http://a | data-api.jwt.public-key-file is not accepted: it must not be set beside data-api.jwt.jwk-set-uri.
					data-api.customer.roles=a                            | data-api.authentication is '': it must be set, since customer names the roles of its callers.
					data-api.rate-limit=5/s data-api.snowpark.roles=a    | data-api.authentication is '': it must be set, since snowpark.top-customers names the roles of its callers.
					data-api.connector.rate-limit=5/s                    | data-api.rate-limit is '': it must be set, since connector.top-customers has a limit of its own: it is the limit on all requests of a caller.
					""")
	void startWhenAccessCouldNotHoldIsRefused(String settings, String sentence) {
		Throwable failure = catchThrowable(() -> RunningService.start("test", List.of(settings.split(" "))).close());
		assertThat(failure).isNotNull();
		while (failure.getCause() != null && !(failure instanceof InvalidSettingException)) {
			failure = failure.getCause();
		}
		if (failure instanceof InvalidSettingException) {
			assertThat(failure).hasMessage(sentence);
		}
		else {
			assertThat(sentence).contains("one of ingress, jwt, keys");
		}
	}

	/** Elsewhere any caller could send the header. */
	@Test
	void ingressIsRefusedOutsideOfSnowflake() {
		assertThat(catchThrowable(
				() -> RunningService.start("test", List.of("data-api.authentication=keys,ingress")).close()))
			.hasRootCauseInstanceOf(InvalidSettingException.class)
			.rootCause()
			.hasMessageContaining("not name ingress but in profile snowflake with the token that Snowpark");
	}

	@Test
	void nothingIsLoadedWithoutAuthentication(CapturedOutput output) {
		try (RunningService service = RunningService.start("test", List.of("data-api.authentication="))) {
			assertThat(service.beanNames()).doesNotContain("admission", "accessFilter")
				.filteredOn((name) -> name.contains("dev.dataapi.access"))
				.allMatch((name) -> name.endsWith("Properties"));
		}
		assertThat(output).containsOnlyOnce("No authentication: anyone who reaches this port may read all endpoints");
	}

	@Test
	void noClassIsLoadedWithoutAuthentication(@TempDir Path folder) throws IOException {
		try (ServiceProcess service = new ServiceProcess(folder, Map.of())) {
			assertThat(RawRequest.get(service.port(), "/customer/1").status()).isEqualTo(200);
			List<String> ours = Stream
				.of(AccessFilter.class, AccessConfiguration.class, Authentication.class, RateLimits.class)
				.map(Class::getName)
				.toList();
			assertThat(service.classes())
				.filteredOn((name) -> name.startsWith("com.nimbusds.") || name.startsWith("io.github.bucket4j.")
						|| ours.contains(name))
				.isEmpty();
		}
	}

	@Test
	void lineOfTheStartIsNotThereWithAuthentication(CapturedOutput output, @TempDir Path folder) {
		List<String> settings = new ArrayList<>(TestTokens.settings(folder));
		settings.add("data-api.authentication=jwt");
		RunningService.start("test", settings).close();
		assertThat(output).doesNotContain("No authentication");
	}

	@Test
	void keyOfTheCommandIsPrintedOnceAndItsLineAcceptsIt(@TempDir Path folder) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		int status = KeyCommand.run(new String[] { "crm", "reporting", "tenant=acme", "shop", "q==" },
				new PrintStream(out), new PrintStream(err));
		assertThat(status).isZero();
		String key = out.toString().strip();
		assertThat(key).matches("dak_[A-Za-z0-9_-]{43}");
		assertThat(err.toString()).doesNotContain(key);
		Path file = TestKeys.write(folder, "callers", err.toString().lines().toList().getLast() + "\n");
		assertThat(Files.readString(file)).doesNotContain(key);
		Caller caller = CallersFile.read(file.toString()).withKey(Sha256.of(key));
		assertThat(caller)
			.isEqualTo(new Caller("crm", Set.of("reporting", "shop"), Map.of("tenant", "acme", "q", "=")));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "two words", "#crm", "--role", "crm|a,b", "crm|=a", "crm|a=", "crm|a=b c", "crm|a=b|a=c" })
	void commandWhenItCannotMakeALineMakesNoKey(String arguments) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		String[] split = arguments.isEmpty() ? new String[0] : arguments.split("\\|");
		assertThat(KeyCommand.run(split, new PrintStream(out), new PrintStream(err))).isEqualTo(2);
		assertThat(out.toString()).isEmpty();
		assertThat(err.toString()).endsWith(KeyCommand.USAGE);
	}

}
