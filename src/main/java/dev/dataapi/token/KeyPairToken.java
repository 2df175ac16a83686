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

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * Signs the JWT with which a user of an account proves to Snowflake that it holds the
 * private key.
 */
final class KeyPairToken {

	/** Snowflake refuses a JWT later than this after its issue, whatever the JWT says. */
	static final Duration LONGEST_LIFETIME = Duration.ofHours(1);

	private final String user;

	private final RSAPrivateCrtKey key;

	KeyPairToken(AccountIdentifier account, String user, RSAPrivateCrtKey key) {
		this.user = account.claim() + "." + user.toUpperCase(Locale.ROOT);
		this.key = key;
	}

	/**
	 * The JWT, issued now and valid for the given time, at most
	 * {@link #LONGEST_LIFETIME}.
	 */
	String sign(Instant now, Duration lifetime) {
		if (lifetime.compareTo(LONGEST_LIFETIME) > 0) {
			throw new IllegalArgumentException("A JWT lives one hour at most");
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
			throw new IllegalStateException("Every Java runtime signs with RSA", ex);
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
			throw new IllegalStateException("Every Java runtime has RSA and SHA-256", ex);
		}
	}

}
