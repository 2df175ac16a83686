package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.Requests;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The start with each way to log in, right and wrong.
 */
class SnowflakeStartTests {

	private TestAccount account;

	private static KeyPair keys;

	@TempDir
	private Path directory;

	@BeforeAll
	static void generateKeys() {
		keys = TestKeys.generate("RSA", 2048);
	}

	/** A new one for each test: a pool that closes may still be logging in. */
	@BeforeEach
	void open() {
		this.account = new TestAccount();
	}

	@AfterEach
	void close() {
		this.account.close();
	}

	@Test
	void passwordLogsIn() {
		assertLogsIn("SNOWFLAKE", this.account.withPassword());
	}

	@ParameterizedTest
	@CsvSource({ "UTC,", "Asia/Kolkata, data-api.time-zone=Asia/Kolkata" })
	void sessionHasTheTimeZoneThatIsSetAndTheInputFormatsOfNoAccount(String zone, @Nullable String setting) {
		assertLogsIn("SNOWFLAKE", (setting != null) ? this.account.withPassword(setting) : this.account.withPassword());
		assertThat(this.account.server().requests().logins()).isNotEmpty()
			.allSatisfy((login) -> assertThat(login.parameters()).containsEntry("TIMEZONE", zone)
				.containsEntry("DATE_INPUT_FORMAT", "AUTO")
				.containsEntry("TIMESTAMP_INPUT_FORMAT", "AUTO")
				.containsEntry("TIME_INPUT_FORMAT", "AUTO")
				.containsEntry("JDBC_USE_SESSION_TIMEZONE", "false")
				.containsEntry("JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC", "true"));
	}

	@ParameterizedTest
	@MethodSource("keyTexts")
	void keyAsTextLogsIn(String text) {
		this.account.server().account().user(TestAccount.USER).publicKey(keys.getPublic());
		assertLogsIn("SNOWFLAKE_JWT",
				this.account.settings(TestAccount.AS_USER, "data-api.snowflake.private-key=" + text));
	}

	static Stream<String> keyTexts() {
		return Stream.of(TestKeys.pem(keys.getPrivate()),
				Base64.getEncoder().encodeToString(TestKeys.pem(keys.getPrivate()).getBytes(StandardCharsets.US_ASCII)),
				Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()),
				TestKeys.pem(keys.getPrivate()).replace("\n", "\\n"),
				"\"" + TestKeys.pem(keys.getPrivate()).replace("\n", " ") + "\"");
	}

	/** As OpenSSL writes it, and quoted with Windows' line ends. */
	static Stream<String> keyFileTexts() {
		String pem = TestKeys.pem(keys.getPrivate());
		return Stream.of(pem, "'" + pem.replace("\n", "\r\n") + "'");
	}

	@Test
	void encryptedKeyWithoutItsLinesLogsIn() {
		this.account.server().account().user(TestAccount.USER).publicKey(keys.getPublic());
		String inside = TestKeys.encryptedPem(keys.getPrivate(), "open sesame")
			.replaceAll("-----.*-----", "")
			.replace("\n", "");
		assertLogsIn("SNOWFLAKE_JWT", this.account.settings(TestAccount.AS_USER,
				"data-api.snowflake.private-key=" + inside, "data-api.snowflake.private-key-file-pwd=open sesame"));
	}

	@ParameterizedTest
	@MethodSource("keyFileTexts")
	void keyFileLogsIn(String text) throws Exception {
		this.account.server().account().user(TestAccount.USER).publicKey(keys.getPublic());
		Path file = Files.writeString(this.directory.resolve("rsa_key.p8"), text);
		assertLogsIn("SNOWFLAKE_JWT",
				this.account.settings(TestAccount.AS_USER, "data-api.snowflake.private-key-file=" + file));
	}

	@Test
	void keyThatCannotLogInIsRefusedWithTheReason() throws Exception {
		String encrypted = TestKeys.encryptedPem(keys.getPrivate(), "open sesame");
		assertStartFails(this.account.settings(TestAccount.AS_USER, "data-api.snowflake.private-key=" + encrypted))
			.hasMessage("SNOWFLAKE_PRIVATE_KEY_FILE_PWD is not accepted: it must be set, since the key of "
					+ "SNOWFLAKE_PRIVATE_KEY is encrypted.");
		assertStartFails(this.account.settings(TestAccount.AS_USER, "data-api.snowflake.private-key=" + encrypted,
				"data-api.snowflake.private-key-file-pwd=open barley"))
			.hasMessage("SNOWFLAKE_PRIVATE_KEY_FILE_PWD is not accepted: it must be the passphrase that decrypts the "
					+ "key of SNOWFLAKE_PRIVATE_KEY.");
		assertStartFails(this.account.settings(TestAccount.AS_USER,
				"data-api.snowflake.private-key=" + TestKeys.pem("PUBLIC KEY", keys.getPublic().getEncoded())))
			.hasMessage("SNOWFLAKE_PRIVATE_KEY is not accepted: it must be a private RSA key in PKCS#8, as PEM or "
					+ "base64, and it holds a public key; name the private key of the pair (rsa_key.p8, not "
					+ "rsa_key.pub).");
		Path file = Files.writeString(this.directory.resolve("rsa_key.pem"),
				TestKeys.pem("RSA PRIVATE KEY", new byte[64]));
		assertStartFails(this.account.settings(TestAccount.AS_USER, "data-api.snowflake.private-key-file=" + file))
			.hasMessage("SNOWFLAKE_PRIVATE_KEY_FILE is not accepted: it must be a private RSA key in PKCS#8, as PEM "
					+ "or base64, and it holds a PKCS#1 key.");
	}

	@ParameterizedTest
	@CsvSource({ "my org", "me@example.com", "abc-myorg-myaccount.snowflakecomputing.app" })
	void startWhenAccountCanBeNoneNamesIt(String account) {
		assertStartFails(
				List.of(TestAccount.AS_USER, "data-api.snowflake.password=x", "data-api.snowflake.account=" + account))
			.hasMessage("SNOWFLAKE_ACCOUNT is '" + account + "': it must be an account identifier, such as "
					+ "ORGANIZATION-ACCOUNT or xy12345.eu-central-1, or the account's URL.");
	}

	@Test
	void serviceTokenFileThatOthersMayReadLogsIn() throws Exception {
		String token = UUID.randomUUID().toString();
		this.account.server().account().user(TestAccount.USER).oauthToken(token);
		Path file = Files.writeString(this.directory.resolve("token"), token + "\n");
		file.toFile().setReadable(true, false);
		assertLogsIn("OAUTH", this.account.settings("data-api.snowflake.token-file-path=" + file));
	}

	@Test
	void oauthTokenLogsIn() {
		String token = UUID.randomUUID().toString();
		this.account.server().account().user(TestAccount.USER).oauthToken(token);
		assertLogsIn("OAUTH", this.account.settings("data-api.snowflake.token=" + token));
	}

	@Test
	void programmaticAccessTokenLogsIn() {
		String token = UUID.randomUUID().toString();
		this.account.server().account().user(TestAccount.USER).accessToken(token);
		assertLogsIn("PROGRAMMATIC_ACCESS_TOKEN",
				this.account.settings(TestAccount.AS_USER, "data-api.snowflake.token=" + token));
	}

	@Test
	void authenticatorWhenNamedDecidesBetweenTwo() {
		assertLogsIn("SNOWFLAKE", this.account.withPassword("data-api.snowflake.token=not-one",
				"data-api.snowflake.authenticator=password"));
	}

	@Test
	void startWithoutAnyWayToLogInNamesThemAll() {
		assertStartFails(this.account.settings(TestAccount.AS_USER))
			.hasMessageStartingWith("One of SNOWFLAKE_TOKEN_FILE_PATH")
			.hasMessageEndingWith("must be set.");
	}

	@Test
	void startWithTwoWaysToLogInNamesBoth() {
		assertStartFails(this.account.withPassword("data-api.snowflake.private-key-file=x"))
			.hasMessageContainingAll("SNOWFLAKE_PASSWORD", "SNOWFLAKE_PRIVATE_KEY_FILE", "SNOWFLAKE_AUTHENTICATOR");
	}

	@Test
	void startWithoutAccountNamesIt() {
		assertStartFails(List.of(TestAccount.AS_USER, "data-api.snowflake.password=x"))
			.hasMessage("SNOWFLAKE_ACCOUNT must be set.");
	}

	@Test
	void startWithPasswordButNoUserNamesIt() {
		assertStartFails(this.account.settings("data-api.snowflake.password=x"))
			.hasMessage("SNOWFLAKE_USER must be set.");
	}

	@ParameterizedTest
	@CsvSource({ "password, SNOWFLAKE_PASSWORD", "user, SNOWFLAKE_USER", "account, SNOWFLAKE_ACCOUNT",
			"role, SNOWFLAKE_ROLE", "warehouse, SNOWFLAKE_WAREHOUSE" })
	void startWhenSnowflakeRefusesASettingNamesIt(String setting, String name) {
		assertStartFails(this.account.withPassword("data-api.snowflake." + setting + "=WRONG_ONE"))
			.hasMessageContaining(name)
			.hasMessageNotContaining(this.account.password());
	}

	@Test
	void startWhenKeyIsNotTheUsersNamesTheKey() throws Exception {
		Path file = Files.writeString(this.directory.resolve("other.p8"),
				TestKeys.pem(TestKeys.generate("RSA", 2048).getPrivate()));
		assertStartFails(this.account.settings(TestAccount.AS_USER, "data-api.snowflake.private-key-file=" + file))
			.hasMessageContaining("SNOWFLAKE_PRIVATE_KEY_FILE");
	}

	@Test
	void startWhenKeyFileIsMissingOrHoldsNoKeyNamesIt() throws Exception {
		for (Path file : List.of(Path.of("/nowhere/key.p8"),
				Files.writeString(this.directory.resolve("no-key.p8"), "not a key"))) {
			assertStartFails(this.account.settings(TestAccount.AS_USER, "data-api.snowflake.private-key-file=" + file))
				.hasMessageContaining("SNOWFLAKE_PRIVATE_KEY_FILE");
		}
	}

	@Test
	void startWhenTokenIsNotKnownNamesIt() {
		assertStartFails(this.account.settings("data-api.snowflake.token=unknown"))
			.hasMessageContaining("SNOWFLAKE_TOKEN")
			.hasMessageNotContaining("unknown");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void startWhenSnowflakeIsUnreachableWaitsAndBecomesReady(CapturedOutput output) throws Exception {
		this.account.server().refuseConnections();
		int port = freePort();
		FutureTask<RunningService> start = new FutureTask<>(() -> this.account.start("server.port=" + port));
		Thread.ofPlatform().start(start);
		Eventually.assertThat(() -> assertThat(output).contains("Waiting for Snowflake"));
		assertThat(RawRequest.get(port, "/livez").status()).isEqualTo(200);
		assertThat(RawRequest.get(port, "/readyz").status()).isEqualTo(503);
		this.account.server().listen();
		try (RunningService service = start.get(60, TimeUnit.SECONDS)) {
			assertThat(service.get("/readyz").status()).isEqualTo(200);
		}
	}

	@Test
	void startWhenSnowflakeNeverAnswersEndsWithTheHost() {
		this.account.server().refuseConnections();
		assertStartFails(this.account.withPassword("data-api.warehouse.start-deadline=3s")).hasMessage(
				"SNOWFLAKE_HOST is '%s': it must lead to Snowflake, and jdbc:snowflake://http://%s:%d/ has not answered "
						+ "within 3000ms.",
				this.account.server().host(), this.account.server().host(), this.account.server().port());
	}

	@Test
	void startWhenWarehouseIsResumingWaitsForItsFirstAnswer() {
		this.account.server().fail(Fault.delay(Duration.ofSeconds(3)).on(RequestKind.QUERY).once());
		try (RunningService service = this.account.start()) {
			assertThat(service.port()).isPositive();
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private void assertLogsIn(String authenticator, List<String> settings) {
		try (RunningService service = RunningService.start("snowflake", settings)) {
			assertThat(service.port()).isPositive();
			assertThat(this.account.server().requests().logins()).extracting(Requests.Login::authenticator)
				.isNotEmpty()
				.containsOnly(authenticator);
		}
	}

	private static AbstractThrowableAssert<?, ?> assertStartFails(List<String> settings) {
		Throwable thrown = catchThrowable(() -> RunningService.start("snowflake", settings).close());
		assertThat(thrown).isNotNull();
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(thrown);
		assertThat(cause.getMessage()).doesNotContain("\n");
		return assertThat(cause);
	}

}
