package dev.dataapi.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tokens of an issuer that names its keys over HTTP: they rotate, and it may be down.
 */
class IssuerTests {

	private static final KeyPair OLD = TestKeys.RSA;

	private static final KeyPair NEW = TestKeys.generate("RSA", 2048);

	private final AtomicInteger asked = new AtomicInteger();

	private volatile String published = TestTokens.published(TestTokens.published(OLD, "old"));

	private volatile boolean down;

	private HttpServer server;

	private String issuer;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.issuer = "http://127.0.0.1:" + this.server.getAddress().getPort();
		this.server.createContext("/.well-known/openid-configuration", (exchange) -> answer(exchange,
				"{\"issuer\":\"" + this.issuer + "\",\"jwks_uri\":\"" + this.issuer + "/keys\"}"));
		this.server.createContext("/keys", (exchange) -> {
			this.asked.incrementAndGet();
			answer(exchange, this.published);
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange, String text) throws IOException {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(this.down ? 500 : 200, this.down ? -1 : body.length);
		if (!this.down) {
			exchange.getResponseBody().write(body);
		}
		exchange.close();
	}

	@Test
	void keysAreFoundByTheMetadataAskedForOnceAndAgainWhenTheyRotate() {
		Tokens tokens = tokens("roles");
		for (int i = 0; i < 20; i++) {
			assertThat(caller(tokens, token(OLD, "old", "c" + i)).name()).isEqualTo("c" + i);
		}
		assertThat(this.asked).hasValue(1);
		this.published = TestTokens.published(TestTokens.published(NEW, "new"));
		assertThat(caller(tokens, token(NEW, "new", "ann")).name()).isEqualTo("ann");
		assertThat(this.asked).hasValue(2);
		assertThat(caller(tokens, token(OLD, "old", "bob"))).isNull();
	}

	@Test
	void unknownKeysAskTheIssuerTwiceInHalfAMinuteAtMost() {
		Tokens tokens = tokens("roles");
		assertThat(caller(tokens, token(OLD, "old", "ann"))).isNotNull();
		for (int i = 0; i < 20; i++) {
			assertThat(caller(tokens, token(NEW, "forged-" + i, "ann"))).isNull();
		}
		assertThat(this.asked.get()).isLessThanOrEqualTo(3);
	}

	@Test
	void issuerWhenItIsDownIsNeededForUnknownKeysOnly() {
		Tokens tokens = tokens("roles");
		assertThat(caller(tokens, token(OLD, "old", "ann"))).isNotNull();
		this.down = true;
		for (int i = 0; i < 5; i++) {
			String unknown = token(NEW, "new", "ann");
			assertThatExceptionOfType(AccessException.class).isThrownBy(() -> caller(tokens, unknown))
				.satisfies((ex) -> assertThat(ex.getStatusCode().value()).isEqualTo(503));
			assertThat(caller(tokens, token(OLD, "old", "c" + i))).isNotNull();
		}
	}

	/** As when five minutes have gone by, after which Nimbus forgets what it has. */
	@Test
	void keysOfBeforeAreRememberedWhenTheIssuerCannotBeAskedAgain() throws Exception {
		IssuerKeys keys = new IssuerKeys(this.issuer, null);
		keys.getJWKSet(null, 0, null);
		this.down = true;
		JWKSelector old = new JWKSelector(new JWKMatcher.Builder().keyID("old").build());
		for (int i = 0; i < 5; i++) {
			assertThat(keys.get(old, null)).hasSize(1);
		}
	}

	@Test
	void metadataOfAnotherIssuerIsNotBelieved() {
		Tokens tokens = new Tokens(
				new JwtProperties(this.issuer + "/", null, null, List.of(TestTokens.AUDIENCE), "roles", "sub"));
		assertThatExceptionOfType(AccessException.class).isThrownBy(() -> caller(tokens, token(OLD, "old", "ann")));
	}

	@Test
	void tokenThatDiffersFromAKnownOneAnywhereIsNotKnown() {
		Tokens tokens = tokens("roles");
		String token = token(OLD, "old", "ann");
		assertThat(tokens.known(token)).isNull();
		assertThat(caller(tokens, token)).isNotNull();
		assertThat(tokens.known(token)).isNotNull();
		for (int i = 0; i < token.length(); i++) {
			char other = (token.charAt(i) == 'A') ? 'B' : 'A';
			assertThat(tokens.known(token.substring(0, i) + other + token.substring(i + 1))).isNull();
			assertThat(tokens.known(token.substring(0, i) + token.substring(i + 1))).isNull();
			assertThat(tokens.known(token.substring(0, i) + other + token.substring(i))).isNull();
		}
		assertThat(tokens.known(token + token)).isNull();
		assertThat(tokens.known("")).isNull();
	}

	@Test
	void rolesComeFromTheClaimThatIsSet() {
		JWTClaimsSet claims = TestTokens.claims((each) -> each.issuer(this.issuer)
			.claim("roles", List.of("a", "b c", "d"))
			.claim("scope", "read:orders  write")
			.claim("realm_access", Map.of("roles", List.of("nested")))
			.claim("tenant", "t1")
			.claim("level", 3)
			.claim("long", "x".repeat(1001)));
		String token = TestTokens.signed(OLD, "old", claims);
		assertThat(caller(tokens("roles"), token).roles()).containsExactlyInAnyOrder("a", "d");
		assertThat(caller(tokens("scope"), token).roles()).containsExactlyInAnyOrder("read:orders", "write");
		assertThat(caller(tokens("realm_access.roles"), token).roles()).containsExactly("nested");
		assertThat(caller(tokens("none.such"), token).roles()).isEmpty();
		assertThat(caller(tokens("roles"), token).claims()).containsEntry("tenant", "t1")
			.containsEntry("level", "3")
			.doesNotContainKey("long");
	}

	@Test
	void serviceAnswers503UntilTheIssuerIsThere() throws IOException {
		this.down = true;
		try (RunningService service = RunningService.start("test", List.of("data-api.authentication=jwt",
				"data-api.jwt.issuer=" + this.issuer, "data-api.jwt.audience=" + TestTokens.AUDIENCE))) {
			String header = "Authorization: Bearer " + token(OLD, "old", "ann");
			RawRequest.Answer refused = service.get("/customer/1", header);
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.headers()).containsKey("retry-after");
			assertThat(refused.body()).contains("its issuer cannot be reached");
			this.down = false;
			assertThat(service.get("/customer/1", header).status()).isEqualTo(200);
			this.down = true;
			assertThat(service.get("/customer/1", header).status()).isEqualTo(200);
		}
	}

	private Tokens tokens(String rolesClaim) {
		return new Tokens(new JwtProperties(this.issuer, null, null, List.of(TestTokens.AUDIENCE), rolesClaim, "sub"));
	}

	private String token(KeyPair key, String id, String name) {
		return TestTokens.signed(key, id, TestTokens.claims((claims) -> claims.issuer(this.issuer).subject(name)));
	}

	private static Caller caller(Tokens tokens, String token) {
		return tokens.caller(token);
	}

}
