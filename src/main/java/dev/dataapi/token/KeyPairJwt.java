package dev.dataapi.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Locale;

import dev.dataapi.account.AccountIdentifier;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** Signs the JWT that proves to Snowflake that a user holds its private key. */
final class KeyPairJwt {

	/** Snowflake rejects a JWT one hour after its issue, whatever its expiry says. */
	static final Duration LONGEST_LIFETIME = Duration.ofHours(1);

	private final String user;

	private final RSAPrivateCrtKey key;

	KeyPairJwt(AccountIdentifier account, String user, RSAPrivateCrtKey key) {
		this.user = account.claim() + "." + user.toUpperCase(Locale.ROOT);
		this.key = key;
	}

	/** Signs a JWT that is valid for at most {@link #LONGEST_LIFETIME}. */
	String sign(Instant now, Duration lifetime) {
		if (lifetime.compareTo(LONGEST_LIFETIME) > 0) {
			throw new IllegalArgumentException("A JWT is valid for at most one hour");
		}
		JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(this.user + "." + fingerprint())
			.subject(this.user)
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plus(lifetime)))
			.build();
		SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).build(),
				claims);
		try {
			jwt.sign(new RSASSASigner(this.key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("Every Java runtime supports RS256", ex);
		}
		return jwt.serialize();
	}

	/**
	 * The public key's fingerprint, as DESCRIBE USER shows it under RSA_PUBLIC_KEY_FP.
	 */
	String fingerprint() {
		try {
			RSAPublicKeySpec numbers = new RSAPublicKeySpec(this.key.getModulus(), this.key.getPublicExponent());
			byte[] publicKey = KeyFactory.getInstance("RSA").generatePublic(numbers).getEncoded();
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
			return "SHA256:" + Base64.getEncoder().encodeToString(digest);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java runtime supports RSA and SHA-256", ex);
		}
	}

}
