package dev.dataapi.testserver;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Verifies a key-pair token the way Snowflake documents it: RS256 by a registered key,
 * issuer {@code ACCOUNT.USER.SHA256:<fingerprint>}, subject {@code ACCOUNT.USER}, not
 * expired, at most an hour old.
 */
final class JwtCheck {

	/**
	 * Snowflake accepts a token for this long after its issue, whatever its own expiry.
	 */
	private static final Duration LONGEST_LIFE = Duration.ofHours(1);

	/** Assumed: how far the client's clock may run ahead. */
	private static final Duration SKEW = Duration.ofSeconds(60);

	private final Account account;

	JwtCheck(Account account) {
		this.account = account;
	}

	/**
	 * The user whose token this is. Snowflake gives no reason for a refusal, so one
	 * answer serves all.
	 */
	User verify(String token, String loginName) {
		try {
			User user = user(token.split("\\."), loginName);
			if (user != null) {
				return user;
			}
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			// Not three parts, not base64, not JSON or not a signature: as invalid as a
			// forged token
			throw invalid();
		}
		throw invalid();
	}

	private @Nullable User user(String[] parts, String loginName) throws GeneralSecurityException {
		JsonNode header = decode(parts[0]);
		JsonNode claims = decode(parts[1]);
		String[] subject = claims.path("sub").asString("").split("\\.", 2);
		if (!"RS256".equals(header.path("alg").asString("")) || subject.length != 2
				|| !this.account.name().equals(subject[0]) || !fresh(claims)) {
			return null;
		}
		User user = this.account.findUser(subject[1]);
		if (user == null || !user.name().equals(subject[1])
				|| !(loginName.isEmpty() || user.name().equals(Account.upper(loginName)))) {
			return null;
		}
		for (PublicKey key : user.keys()) {
			String issuer = this.account.name() + "." + user.name() + ".SHA256:" + fingerprint(key);
			if (issuer.equals(claims.path("iss").asString("")) && signed(parts, key)) {
				return user;
			}
		}
		return null;
	}

	private boolean fresh(JsonNode claims) {
		Instant now = Instant.now();
		Instant issued = Instant.ofEpochSecond(claims.path("iat").asLong(0));
		Instant expires = Instant.ofEpochSecond(claims.path("exp").asLong(0));
		return issued.isBefore(now.plus(SKEW)) && expires.isAfter(now) && issued.plus(LONGEST_LIFE).isAfter(now);
	}

	private static boolean signed(String[] parts, PublicKey key) throws GeneralSecurityException {
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initVerify(key);
		signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
		return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
	}

	static String fingerprint(PublicKey key) throws GeneralSecurityException {
		return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
	}

	private static JsonNode decode(String part) {
		return Json.read(Base64.getUrlDecoder().decode(part));
	}

	private static Refusal invalid() {
		return new Refusal("390144", "JWT token is invalid. [" + UUID.randomUUID() + "]");
	}

}
