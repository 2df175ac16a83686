package dev.dataapi.token;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.dataapi.TestKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenCommand} against a server that checks a JWT as Snowflake does.
 */
class TokenCommandTests {

	private static final String HOST = "abc-myorg-myaccount.snowflakecomputing.app";

	private static final String PASSPHRASE = "correct horse battery";

	private static final String TOKEN = SnowflakeTokenServer.TOKEN;

	private final Map<String, String> environment = new HashMap<>();

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final List<String> questions = new ArrayList<>();

	private Clock clock = Clock.systemUTC();

	private @Nullable String typed;

	private SnowflakeTokenServer snowflake;

	private Path key;

	@TempDir
	private Path folder;

	@BeforeEach
	void start() throws IOException {
		this.snowflake = new SnowflakeTokenServer(TestKeys.RSA.getPublic());
		this.key = TestKeys.write(this.folder, "rsa_key.p8", TestKeys.pem(TestKeys.RSA.getPrivate()));
	}

	@AfterEach
	void stop() {
		this.snowflake.close();
	}

	@Test
	void tokenWhenGrantedIsAllOfStandardOutput() {
		assertThat(run()).isZero();
		assertThat(out()).isEqualTo(TOKEN + System.lineSeparator());
		assertThat(err()).isEmpty();
		assertThat(this.snowflake.forms.remove()).containsEntry("scope", "session:role:DATA_API_ROLE " + HOST);
	}

	@ParameterizedTest
	@CsvSource({ "--private_key_file_path,--snowflake_account_url,--endpoint-path,--renewal_delay",
			"--private-key-file-path,--snowflake-account-url,--endpoint_path,--renewal-delay" })
	void optionsWhenSpelledWithUnderscoresOrHyphensAreTheSame(String file, String url, String path, String delay) {
		assertThat(run("--account", "MyOrg-MyAccount", "--user=svc_data_api", file, this.key.toString(), "--endpoint",
				"https://" + HOST + "/customer/1", url, this.snowflake.url() + "/", path, "customer/1885", delay, "54",
				"--lifetime", "60", "--curl"))
			.isZero();
		assertThat(out()).isEqualTo(
				"curl --location 'https://" + HOST + "/customer/1885' --header 'Authorization: Snowflake Token=\""
						+ TOKEN + "\"'" + System.lineSeparator());
		assertThat(this.snowflake.forms.remove()).containsEntry("scope", HOST);
	}

	@Test
	void headerWhenAskedForIsAllOfStandardOutput() {
		assertThat(run("--header")).isZero();
		assertThat(out()).isEqualTo("Authorization: Snowflake Token=\"" + TOKEN + "\"" + System.lineSeparator());
	}

	@Test
	void passphraseWhenInTheEnvironmentDecryptsTheKey() {
		encryptKey();
		this.environment.put("PRIVATE_KEY_PASSPHRASE", PASSPHRASE);
		assertThat(run()).isZero();
		assertThat(this.questions).isEmpty();
	}

	@Test
	void passphraseWhenNotInTheEnvironmentIsPromptedFor() {
		encryptKey();
		this.typed = PASSPHRASE;
		assertThat(run()).isZero();
		assertThat(out()).isEqualTo(TOKEN + System.lineSeparator());
		assertThat(this.questions).containsExactly("Passphrase for " + this.key + ": ");
	}

	@Test
	void keyWhenOthersCanReadItIsUsedWithAWarning() throws IOException {
		Files.setPosixFilePermissions(this.key, PosixFilePermissions.fromString("rw-r--r--"));
		assertThat(run()).isZero();
		assertThat(out()).isEqualTo(TOKEN + System.lineSeparator());
		assertThat(err()).startsWith("Warning: other users can read " + this.key)
			.contains("chmod 600 '" + this.key + "'");
	}

	@Test
	void helpGoesToStandardOutputAndMentionsAccessTokens() {
		assertThat(TokenCommand.run(new String[] { "--help" }, shell())).isZero();
		assertThat(out()).contains("--private_key_file_path", "--lifetime=<minutes>", "PRIVATE_KEY_PASSPHRASE",
				"A programmatic access token (PAT) needs no exchange: use it as it is in the same header");
		assertThat(err()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "--lifetime,61,a whole number of minutes from 1 to 60", "--lifetime,0,a whole number of minutes",
			"--lifetime,abc,a whole number of minutes", "--account,{account-identifier},not an account identifier",
			"--endpoint,{ingress-url},not a host name", "--endpoint-path,'/a b',percent-encoded", "--user,' ',is blank",
			"--role,'',is blank", "--snowflake_account_url,http://example.com,must start with https://",
			"--snowflake_account_url,https://user@example.com,not an account URL",
			"--snowflake_account_url,{url},not an account URL", "--header,--curl,cannot be combined",
			"--wrong,x,Unknown option --wrong.", "--lifetime,59 stray,whole number" })
	void usageWhenAnOptionMakesNoSenseGoesToStandardErrorWithItsReason(String option, String value, String reason) {
		assertThat(runWith(option, value)).isEqualTo(2);
		assertThat(out()).isEmpty();
		assertThat(err().lines().findFirst().orElseThrow()).contains(reason);
		assertThat(err()).contains("Usage: java -jar data-api.jar token");
		assertThat(this.snowflake.forms).isEmpty();
	}

	@Test
	void usageWhenOptionsAreMissingNamesThem() {
		assertThat(TokenCommand.run(new String[0], shell())).isEqualTo(2);
		assertThat(err()).startsWith("Missing required options: ")
			.contains("--account=", "--user=", "--private_key_file_path=", "--endpoint=");
	}

	@Test
	void tokenWhenJwtIsNotOfTheRegisteredUserIsRefused() throws IOException {
		assertThat(runWith("--user", "SOMEBODY_ELSE")).isEqualTo(1);
		assertThat(err()).contains("status 400", "JWT token is invalid: iss", "RSA_PUBLIC_KEY_FP");
		TestKeys.write(this.folder, "rsa_key.p8", TestKeys.pem(TestKeys.generate("RSA", 2048).getPrivate()));
		assertThat(run()).isEqualTo(1);
		assertThat(err()).contains("JWT token is invalid: signature");
		assertThat(out()).isEmpty();
	}

	@Test
	void tokenWhenTheClockIsWrongIsRefused() {
		this.clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
		assertThat(run()).isEqualTo(1);
		assertThat(err()).contains("JWT token is invalid: time", "this machine's clock");
	}

	@Test
	void runWhenInterruptedStopsAndKeepsTheInterrupt() {
		this.snowflake.hang();
		Thread.currentThread().interrupt();
		assertThat(run()).isEqualTo(130);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(err()).isEqualTo("Interrupted." + System.lineSeparator());
	}

	@Test
	void runWhenStandardOutputIsClosedFails() {
		TokenCommand.Shell broken = new TokenCommand.Shell(new PrintStream(OutputStream.nullOutputStream()) {
			@Override
			public boolean checkError() {
				return true;
			}
		}, shell().err(), shell().environment(), shell().prompt(), this.clock);
		assertThat(TokenCommand.run(arguments(), broken)).isEqualTo(1);
		assertThat(err()).startsWith("Cannot write to standard output.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--passphrase", "--private_key_passphrase", "--private-key-file-pwd=" + PASSPHRASE,
			"-p" + PASSPHRASE, PASSPHRASE, "--lifetime", "--header=" + PASSPHRASE, "--account", "--endpoint",
			"--snowflake_account_url", "--renewal_delay=1 --curl=", "--endpoint-path" })
	void secretWhenGivenAsAnArgumentIsNeverRepeated(String option) {
		assertThat(runWith(option, PASSPHRASE)).isEqualTo(2);
		assertThat(out() + err()).doesNotContain(PASSPHRASE).contains("Usage: ");
	}

	@Test
	void argumentWhenItStartsWithAnAtSignIsNotReadAsAFile() {
		Path file = TestKeys.write(this.folder, "arguments", "--help");
		assertThat(runWith("--role", "@" + file)).isZero();
		assertThat(this.snowflake.forms.remove()).containsEntry("scope", "session:role:@" + file + " " + HOST);
	}

	@Test
	void failuresPrintNoSecret() throws Exception {
		encryptKey();
		assertThat(run()).isEqualTo(1);
		this.environment.put("PRIVATE_KEY_PASSPHRASE", "wrong horse battery");
		assertThat(run()).isEqualTo(1);
		this.environment.put("PRIVATE_KEY_PASSPHRASE", PASSPHRASE);
		for (int status : new int[] { 200, 302, 400, 401, 403, 404, 429, 500, 503 }) {
			this.snowflake.answer(status, "{\"message\":\"no: {assertion}\",\"again\":\"{assertion}");
			assertThat(run()).isEqualTo(1);
		}
		this.snowflake.hangUp();
		assertThat(run()).isEqualTo(1);
		this.snowflake.answer(200, "<p>" + TOKEN);
		assertThat(run()).isEqualTo(1);
		this.snowflake.close();
		assertThat(run()).isEqualTo(1);
		String plain = TestKeys.pem(TestKeys.RSA.getPrivate());
		for (String text : List.of(plain.substring(0, 1200), plain.replace("PRIVATE", "RSA PRIVATE"),
				plain.replace("M", "="), plain.replace("-----", "----"), "")) {
			TestKeys.write(this.folder, "rsa_key.p8", text);
			assertThat(run()).isEqualTo(1);
		}
		List<String> secrets = new ArrayList<>(List.of(PASSPHRASE, "horse", TOKEN, "eyJ"));
		plain.lines().filter((line) -> line.length() == 64).forEach(secrets::add);
		this.snowflake.forms.forEach((form) -> secrets.addAll(List.of(form.get("assertion").split("\\."))));
		assertThat(this.snowflake.forms).hasSizeGreaterThan(9);
		assertThat(out()).isEmpty();
		assertThat(err()).isNotEmpty().doesNotContain(secrets);
	}

	private void encryptKey() {
		TestKeys.write(this.folder, "rsa_key.p8", TestKeys.encryptedPem(TestKeys.RSA.getPrivate(), PASSPHRASE));
	}

	private String[] arguments(String... more) {
		return Stream.concat(Stream.of("--account", "myorg-myaccount", "--user", "SVC_DATA_API", "--role",
				"DATA_API_ROLE", "--private_key_file_path", this.key.toString(), "--endpoint", HOST,
				"--snowflake_account_url", this.snowflake.url()), Arrays.stream(more))
			.toArray(String[]::new);
	}

	/**
	 * Runs the usual command line with these options appended, unless they are a whole
	 * one.
	 */
	private int run(String... options) {
		return TokenCommand.run((options.length > 2) ? options : arguments(options), shell());
	}

	/** Runs the usual command line with one option replaced. */
	private int runWith(String option, String value) {
		List<String> arguments = new ArrayList<>(List.of(arguments()));
		int place = arguments.indexOf(option);
		if (place >= 0) {
			arguments.set(place + 1, value);
		}
		else {
			arguments.addAll(List.of(option, value));
		}
		return TokenCommand.run(arguments.toArray(String[]::new), shell());
	}

	private TokenCommand.Shell shell() {
		return new TokenCommand.Shell(new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8), this.environment::get, (question) -> {
					this.questions.add(question);
					return (this.typed != null) ? this.typed.toCharArray() : null;
				}, this.clock);
	}

	private String out() {
		return this.out.toString(StandardCharsets.UTF_8);
	}

	private String err() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

}
