package dev.dataapi.access;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the callers of JWTs. One that was accepted is known until it ends, but for five
 * minutes at most, so that a key which its issuer has withdrawn is noticed. What is kept
 * of it is the rest, and the hash of the begin of its signature, without which nobody can
 * use it: hashing all of it takes a fifth of a cached look-up.
 */
final class Tokens {

	private static final Set<JWSAlgorithm> ALGORITHMS = Stream
		.concat(JWSAlgorithm.Family.RSA.stream(), Stream.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512))
		.collect(Collectors.toUnmodifiableSet());

	private static final Duration LONGEST_KNOWN = Duration.ofMinutes(5);

	/** In characters of the tokens, of which callers are made. */
	private static final long MOST_KNOWN = 1 << 20;

	private static final int LONGEST_CLAIM = 1000;

	/** How many names may lead to a claim. */
	private static final int DEEPEST_CLAIM = 4;

	/** In characters: more than 256 bits, and what SHA-256 takes in one round. */
	private static final int PROOF_LENGTH = 55;

	private static final Pattern PEM = Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----");

	private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

	private final String nameClaim;

	private final List<String> rolesClaim;

	private final Cache<Sha256, Known> known;

	Tokens(JwtProperties settings) {
		settings.check();
		this.nameClaim = settings.nameClaim();
		this.rolesClaim = List.of(settings.rolesClaim().split("\\."));
		JWTClaimsSet.Builder exact = new JWTClaimsSet.Builder();
		if (settings.issuer() != null) {
			exact.issuer(settings.issuer());
		}
		this.processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(Set.copyOf(settings.audience()),
				exact.build(), Set.of("exp", this.nameClaim), null));
		this.processor.setJWSTypeVerifier(
				new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
		this.processor.setJWSKeySelector((settings.publicKeyFile() != null) ? ofFile(settings.publicKeyFile())
				: new JWSVerificationKeySelector<>(ALGORITHMS,
						new IssuerKeys(settings.issuer(), settings.jwkSetUri())));
		this.known = Caffeine.newBuilder()
			.maximumWeight(MOST_KNOWN)
			.<Sha256, Known>weigher((hash, token) -> token.before().length() + token.after().length())
			.expireAfter(Expiry.<Sha256, Known>creating((hash, token) -> remaining(token.end())))
			.build();
	}

	private static Duration remaining(Instant end) {
		Duration remaining = Duration.between(Instant.now(), end);
		if (remaining.isNegative()) {
			// Within what clocks may differ
			return Duration.ZERO;
		}
		return (remaining.compareTo(LONGEST_KNOWN) < 0) ? remaining : LONGEST_KNOWN;
	}

	/** Whom a token names that was accepted before. */
	@Nullable Caller known(String token) {
		int start = token.lastIndexOf('.') + 1;
		if (start == 0) {
			return null;
		}
		int end = end(token, start);
		Known before = this.known.getIfPresent(Sha256.of(token.substring(start, end)));
		return (before != null && before.isOf(token, start, end)) ? before.caller() : null;
	}

	/** The index after the characters of the signature that are hashed, not kept. */
	private static int end(String token, int start) {
		return Math.min(start + PROOF_LENGTH, token.length());
	}

	/**
	 * Finds the caller that a token names; none if it is not accepted.
	 * @throws AccessException if its issuer cannot be reached
	 */
	@Nullable Caller caller(String token) throws AccessException {
		JWTClaimsSet claims;
		try {
			claims = this.processor.process(SignedJWT.parse(token), null);
		}
		catch (KeySourceException ex) {
			throw AccessException.issuerUnreachable();
		}
		catch (ParseException | BadJOSEException | JOSEException ex) {
			return null;
		}
		if (!(claims.getClaim(this.nameClaim) instanceof String name) || !Caller.isName(name)) {
			return null;
		}
		Caller caller = new Caller(name, roles(claims), texts(claims));
		int start = token.lastIndexOf('.') + 1;
		int end = end(token, start);
		this.known.put(Sha256.of(token.substring(start, end)), new Known(caller, claims.getExpirationTime().toInstant(),
				token.substring(0, start), token.substring(end)));
		return caller;
	}

	private Set<String> roles(JWTClaimsSet claims) {
		Object value = claims.getClaims();
		for (String name : this.rolesClaim) {
			value = (value instanceof Map<?, ?> nested) ? nested.get(name) : null;
		}
		Set<String> roles = new HashSet<>();
		switch (value) {
			case String text -> roles.addAll(List.of(text.strip().split(" +")));
			case Collection<?> list -> list.forEach((role) -> roles.add(String.valueOf(role)));
			case null, default -> {
			}
		}
		roles.removeIf((role) -> !Access.isRole(role));
		return roles;
	}

	/**
	 * The claims that are single values, but for those that are long. A name with dots is
	 * preferred to claims within others that have the same.
	 */
	private static Map<String, String> texts(JWTClaimsSet claims) {
		Map<String, String> texts = new HashMap<>();
		addNested("", claims.getClaims(), 1, texts);
		addSingle("", claims.getClaims(), texts);
		return texts;
	}

	private static void addNested(String prefix, Map<?, ?> claims, int depth, Map<String, String> texts) {
		claims.forEach((name, value) -> {
			if (value instanceof Map<?, ?> nested && depth < DEEPEST_CLAIM) {
				String names = prefix + name + ".";
				addNested(names, nested, depth + 1, texts);
				addSingle(names, nested, texts);
			}
		});
	}

	/**
	 * Of numbers, whole ones: others are read as binary fractions, so that two of them
	 * may look the same.
	 */
	private static void addSingle(String prefix, Map<?, ?> claims, Map<String, String> texts) {
		claims.forEach((name, value) -> {
			if (value instanceof String || value instanceof Long || value instanceof Integer
					|| value instanceof BigInteger || value instanceof Boolean) {
				String text = value.toString();
				if (text.length() <= LONGEST_CLAIM) {
					texts.put(prefix + name, text);
				}
			}
		});
	}

	/** All keys of the algorithm's kind: a PEM file gives them no names. */
	private static JWSKeySelector<SecurityContext> ofFile(String file) {
		List<PublicKey> keys = keys(file);
		return (header, context) -> {
			if (!ALGORITHMS.contains(header.getAlgorithm())) {
				return List.of();
			}
			boolean rsa = JWSAlgorithm.Family.RSA.contains(header.getAlgorithm());
			return keys.stream().filter((key) -> (key instanceof RSAPublicKey) == rsa).<Key>map((key) -> key).toList();
		};
	}

	private static List<PublicKey> keys(String file) {
		List<PublicKey> keys = new ArrayList<>();
		try {
			Matcher pem = PEM.matcher(Files.readString(Path.of(file), StandardCharsets.ISO_8859_1));
			while (pem.find()) {
				keys.add(key(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)))));
			}
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException ex) {
			keys.clear();
		}
		if (keys.isEmpty()) {
			throw new InvalidSettingException("data-api.jwt.public-key-file", null,
					"name a PEM file of RSA or EC public keys that this process can read");
		}
		return keys;
	}

	private static PublicKey key(X509EncodedKeySpec der) throws GeneralSecurityException {
		try {
			return KeyFactory.getInstance("RSA").generatePublic(der);
		}
		catch (GeneralSecurityException ex) {
			return KeyFactory.getInstance("EC").generatePublic(der);
		}
	}

	/**
	 * A token that was accepted.
	 *
	 * @param caller whom it names
	 * @param end until when it holds
	 * @param before all of it before the begin of its signature
	 * @param after all of it after that
	 */
	private record Known(Caller caller, Instant end, String before, String after) {

		boolean isOf(String token, int start, int end) {
			return start == this.before.length() && token.length() - end == this.after.length()
					&& token.startsWith(this.before) && token.endsWith(this.after);
		}

	}

}
