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
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.Requests;
import org.assertj.core.api.AbstractThrowableAssert;
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

	private static final String AS_USER = "data-api.snowflake.user=" + TestAccount.USER;

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

	@Test
	void keyFileLogsIn() throws Exception {
		this.account.server().account().user(TestAccount.USER).publicKey(keys.getPublic());
		Path file = Files.writeString(this.directory.resolve("rsa_key.p8"), TestKeys.pem(keys.getPrivate()));
		assertLogsIn("SNOWFLAKE_JWT", this.account.settings(AS_USER, "data-api.snowflake.private-key-file=" + file));
	}

	@ParameterizedTest
	@MethodSource("keyTexts")
	void keyAsTextLogsIn(String text) {
		this.account.server().account().user(TestAccount.USER).publicKey(keys.getPublic());
		assertLogsIn("SNOWFLAKE_JWT", this.account.settings(AS_USER, "data-api.snowflake.private-key=" + text));
	}

	static Stream<String> keyTexts() {
		return Stream.of(TestKeys.pem(keys.getPrivate()),
				Base64.getEncoder().encodeToString(TestKeys.pem(keys.getPrivate()).getBytes(StandardCharsets.US_ASCII)),
				Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()));
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
		assertLogsIn("PROGRAMMATIC_ACCESS_TOKEN", this.account.settings(AS_USER, "data-api.snowflake.token=" + token));
	}

	@Test
	void authenticatorWhenNamedDecidesBetweenTwo() {
		assertLogsIn("SNOWFLAKE", this.account.withPassword("data-api.snowflake.token=not-one",
				"data-api.snowflake.authenticator=password"));
	}

	@Test
	void startWithoutAnyWayToLogInNamesThemAll() {
		assertStartFails(this.account.settings(AS_USER)).hasMessageStartingWith("One of SNOWFLAKE_TOKEN_FILE_PATH")
			.hasMessageEndingWith("must be set.");
	}

	@Test
	void startWithTwoWaysToLogInNamesBoth() {
		assertStartFails(this.account.withPassword("data-api.snowflake.private-key-file=x"))
			.hasMessageContainingAll("SNOWFLAKE_PASSWORD", "SNOWFLAKE_PRIVATE_KEY_FILE", "SNOWFLAKE_AUTHENTICATOR");
	}

	@Test
	void startWithoutAccountNamesIt() {
		assertStartFails(List.of(AS_USER, "data-api.snowflake.password=x"))
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
		assertStartFails(this.account.settings(AS_USER, "data-api.snowflake.private-key-file=" + file))
			.hasMessageContaining("SNOWFLAKE_PRIVATE_KEY_FILE");
	}

	@Test
	void startWhenKeyFileHoldsNoKeyNamesIt() throws Exception {
		Path file = Files.writeString(this.directory.resolve("no-key.p8"), "not a key");
		assertStartFails(this.account.settings(AS_USER, "data-api.snowflake.private-key-file=" + file))
			.hasMessageContaining("SNOWFLAKE_PRIVATE_KEY_FILE");
	}

	@Test
	void startWhenKeyFileIsMissingNamesIt() {
		assertStartFails(this.account.settings(AS_USER, "data-api.snowflake.private-key-file=/nowhere/key.p8"))
			.hasMessageContaining("SNOWFLAKE_PRIVATE_KEY_FILE");
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
		FutureTask<RunningService> start = new FutureTask<>(
				() -> RunningService.start("snowflake", this.account.withPassword("server.port=" + port)));
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
	void startWhenWarehouseIsResumingWaitsForItsFirstAnswer() {
		this.account.server().faults().on(RequestKind.QUERY).once().delay(Duration.ofSeconds(3));
		try (RunningService service = RunningService.start("snowflake", this.account.withPassword())) {
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
