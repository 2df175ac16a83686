package dev.dataapi.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.dataapi.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tests for {@link TokenExchange}. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokenExchangeTests {

	private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl";

	private SnowflakeTokenServer snowflake;

	@BeforeEach
	void start() throws IOException {
		this.snowflake = new SnowflakeTokenServer(TestKeys.RSA.getPublic());
	}

	@AfterEach
	void stop() {
		this.snowflake.close();
	}

	@Test
	void exchangeWhenGrantedReturnsTheBodyWithoutItsLineEnd() throws Exception {
		this.snowflake.answer(200, SnowflakeTokenServer.TOKEN + "\n");
		assertThat(exchange("session:role:A B&C=+ host")).isEqualTo(SnowflakeTokenServer.TOKEN);
		assertThat(this.snowflake.forms.remove()).isEqualTo(Map.of("grant_type",
				"urn:ietf:params:oauth:grant-type:jwt-bearer", "scope", "session:role:A B&C=+ host", "assertion", JWT));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			400 | {"error":"invalid_grant","message":"JWT token is invalid."} | DESCRIBE USER shows SHA256:abc
			401 | no | DESCRIBE USER shows SHA256:abc
			403 | no | Check --account
			404 | no | Check --account
			503 | busy | status 503, busy
			302 | moved | status 302, moved
			""")
	void exchangeWhenRefusedSaysStatusAndReason(int status, String body, String hint) {
		this.snowflake.answer(status, body);
		assertThat(refusal()).startsWith("Snowflake refused the token request: status " + status + ", " + body)
			.contains(hint);
	}

	@Test
	void exchangeWhenRefusalIsLongShortensItAndDropsControlCharacters() {
		this.snowflake.answer(503, "a\u001b[31m\r\nb" + "x".repeat(10_000));
		assertThat(refusal()).startsWith("Snowflake refused the token request: status 503, a [31m bxxx")
			.hasSizeLessThan(400);
	}

	@Test
	void exchangeWhenRefusalRepeatsTheAssertionHidesIt() {
		this.snowflake.answer(400, "bad {assertion} and its start " + JWT.substring(0, 40));
		assertThat(refusal()).contains("status 400, bad ... and its start ...").doesNotContain("eyJ");
	}

	@ParameterizedTest
	@CsvSource({ "''", "<html>sign in</html>", "two words", "'{\"token\":1}'" })
	void exchangeWhenResponseIsNoTokenSaysSoWithoutShowingIt(String body) {
		this.snowflake.answer(200, body);
		assertThat(refusal()).isEqualTo("The response has status 200 but no token (" + body.length()
				+ " characters): is this the URL of a Snowflake account?");
	}

	@Test
	void exchangeWhenAnswerNeverEndsStopsAtTheDeadline() {
		this.snowflake.hang();
		assertThat(refusal(this.snowflake.uri(), Duration.ofSeconds(1)))
			.isEqualTo("127.0.0.1 did not respond within 1 seconds; try again.");
	}

	@Test
	void exchangeWhenConnectionBreaksSaysSo() {
		this.snowflake.hangUp();
		assertThat(refusal()).isEqualTo("The connection to 127.0.0.1 broke before a response arrived; try again.");
	}

	@Test
	void exchangeWhenNobodyListensSaysSo() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		assertThat(refusal(URI.create("http://127.0.0.1:" + port))).startsWith("127.0.0.1 cannot be reached");
	}

	@Test
	void exchangeWhenHostIsUnknownSaysSo() {
		assertThat(refusal(URI.create("https://nowhere.invalid"))).startsWith("nowhere.invalid is an unknown host");
	}

	@Test
	void exchangeWhenServerSpeaksNoTlsSaysSo() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Thread.ofVirtual().start(() -> speakPlainly(server));
			assertThat(refusal(URI.create("https://127.0.0.1:" + server.getLocalPort())))
				.isEqualTo("No trusted TLS connection to 127.0.0.1: is there a proxy in between?");
		}
	}

	private static void speakPlainly(ServerSocket server) {
		try (Socket socket = server.accept()) {
			// Answers only what the client has sent, as a server does
			socket.getInputStream().read();
			socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			// Reads until the client hangs up: a socket closed over unread bytes would
			// reset the connection
			socket.getInputStream().readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String exchange(String scope) throws Exception {
		return new TokenExchange(this.snowflake.uri()).exchange(JWT, scope, "SHA256:abc");
	}

	private String refusal() {
		return refusal(this.snowflake.uri());
	}

	private String refusal(URI account) {
		return refusal(account, Duration.ofSeconds(60));
	}

	private String refusal(URI account, Duration deadline) {
		return assertThatExceptionOfType(TokenException.class).isThrownBy(
				() -> new TokenExchange(account, Duration.ofSeconds(60), deadline).exchange(JWT, "host", "SHA256:abc"))
			.actual()
			.getMessage();
	}

}
