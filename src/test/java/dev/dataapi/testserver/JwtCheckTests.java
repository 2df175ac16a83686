package dev.dataapi.testserver;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which key-pair tokens are accepted.
 */
class JwtCheckTests {

	private static KeyPair pair;

	private static KeyPair other;

	private final Account account = new Account("TESTING");

	private final JwtCheck check = new JwtCheck(this.account);

	JwtCheckTests() {
		this.account.user("API").publicKey(pair.getPublic());
	}

	@BeforeAll
	static void keys() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		pair = generator.generateKeyPair();
		other = generator.generateKeyPair();
	}

	@Test
	void tokenWhenValidIsAccepted() throws Exception {
		assertThat(this.check.verify(token(0, 60), "api").name()).isEqualTo("API");
		assertThat(this.check.verify(token(-3500, 60), "").name()).isEqualTo("API");
	}

	@Test
	void tokenWhenNotValidAtThisTimeIsRefused() throws Exception {
		assertRefused(token(-100, -1), "API");
		assertRefused(token(-3601, 60), "API");
		assertRefused(token(120, 600), "API");
	}

	@Test
	void tokenWhenOfAnotherUserOrAccountIsRefused() throws Exception {
		assertRefused(token(0, 60), "OTHER");
		assertRefused(token("RS256", "ELSEWHERE.API", issuer(pair), 0, 60, pair), "API");
		assertRefused(token("RS256", "TESTING.api", issuer(pair), 0, 60, pair), "API");
		assertRefused(token("RS256", "TESTING.NOBODY", issuer(pair), 0, 60, pair), "");
	}

	@Test
	void tokenWhenKeyFingerprintOrSignatureDifferIsRefused() throws Exception {
		assertRefused(token("RS256", "TESTING.API", issuer(other), 0, 60, other), "API");
		assertRefused(token("RS256", "TESTING.API", issuer(pair), 0, 60, other), "API");
		assertRefused(token("RS256", "TESTING.API", issuer(other), 0, 60, pair), "API");
	}

	@Test
	void tokenWhenUnsignedOrMalformedIsRefused() throws Exception {
		String sound = token(0, 60);
		assertRefused(sound.substring(0, sound.lastIndexOf('.') + 1), "API");
		assertRefused(token("none", "TESTING.API", issuer(pair), 0, 60, pair), "API");
		assertRefused("", "API");
		assertRefused("a.b.c", "API");
	}

	private void assertRefused(String token, String user) {
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> this.check.verify(token, user))
			.withMessageStartingWith("JWT token is invalid.");
	}

	private static String issuer(KeyPair pair) throws GeneralSecurityException {
		return "TESTING.API.SHA256:" + JwtCheck.fingerprint(pair.getPublic());
	}

	private static String token(long issued, long expires) throws GeneralSecurityException {
		return token("RS256", "TESTING.API", issuer(pair), issued, expires, pair);
	}

	private static String token(String algorithm, String subject, String issuer, long issued, long expires,
			KeyPair pair) throws GeneralSecurityException {
		long now = Instant.now().getEpochSecond();
		String signed = encode("{\"alg\":\"" + algorithm + "\"}") + "." + encode("{\"sub\":\"" + subject
				+ "\",\"iss\":\"" + issuer + "\",\"iat\":" + (now + issued) + ",\"exp\":" + (now + expires) + "}");
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initSign(pair.getPrivate());
		signature.update(signed.getBytes(StandardCharsets.US_ASCII));
		return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
	}

	private static String encode(String json) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

}
