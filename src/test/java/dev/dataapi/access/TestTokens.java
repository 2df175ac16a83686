package dev.dataapi.access;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.dataapi.TestKeys;

/**
 * Tokens of an issuer whose keys are made for each run.
 */
final class TestTokens {

	static final String ISSUER = "https://login.example.com";

	static final String AUDIENCE = "data-api";

	private TestTokens() {
	}

	/** The settings that accept tokens signed with {@link TestKeys#RSA}. */
	static List<String> settings(Path folder) {
		Path file = TestKeys.write(folder, "issuer.pem",
				TestKeys.pem("PUBLIC KEY", TestKeys.RSA.getPublic().getEncoded()));
		return List.of("data-api.jwt.issuer=" + ISSUER, "data-api.jwt.audience=" + AUDIENCE,
				"data-api.jwt.public-key-file=" + file);
	}

	/** What an accepted token says, with a change. */
	static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().subject("ann")
			.issuer(ISSUER)
			.audience(AUDIENCE)
			.issueTime(new Date())
			.expirationTime(in(Duration.ofMinutes(10)))
			.claim("roles", List.of("reporting"));
		change.accept(claims);
		return claims.build();
	}

	static Date in(Duration time) {
		return Date.from(Instant.now().plus(time));
	}

	static String valid() {
		return signed(claims((claims) -> {
		}));
	}

	static String signed(JWTClaimsSet claims) {
		return signed(new JWSHeader(JWSAlgorithm.RS256), claims, new RSASSASigner(TestKeys.RSA.getPrivate()));
	}

	static String signed(KeyPair key, String id, JWTClaimsSet claims) {
		return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build(), claims,
				new RSASSASigner(key.getPrivate()));
	}

	static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
		try {
			SignedJWT token = new SignedJWT(header, claims);
			token.sign(signer);
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A key as an issuer publishes it. */
	static RSAKey published(KeyPair key, String id) {
		return new RSAKey.Builder((RSAPublicKey) key.getPublic()).keyID(id).build();
	}

	static String published(RSAKey... keys) {
		return new JWKSet(List.of(keys)).toString();
	}

}
