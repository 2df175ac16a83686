package dev.dataapi.access;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer, from where its metadata says or a setting names.
 * <p>
 * Nimbus caches them, renews them before they are needed, and asks for an unknown key
 * twice in half a minute at most. Its fallback for an issuer that is down answers that an
 * unknown key does not exist, which nobody can tell then: so the keys of before are
 * remembered here, and an unknown one is an error.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext>, JWKSource<SecurityContext> {

	private static final int TIMEOUT_MILLIS = 2000;

	private static final int MOST_BYTES = 256 * 1024;

	private static final long FRESH_MILLIS = Duration.ofMinutes(5).toMillis();

	private static final long AHEAD_MILLIS = Duration.ofSeconds(30).toMillis();

	private static final long BETWEEN_MILLIS = Duration.ofSeconds(30).toMillis();

	/** How long keys are believed while their issuer cannot be reached. */
	private static final long REMEMBERED_NANOS = TimeUnit.HOURS.toNanos(24);

	private final ResourceRetriever retriever = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS,
			MOST_BYTES);

	private final JWKSource<SecurityContext> cached;

	private final @Nullable String issuer;

	private volatile @Nullable URL keysAt;

	private volatile @Nullable Remembered remembered;

	private volatile boolean failed;

	/**
	 * Creates the keys' source, which asks for nothing before a token needs it.
	 * @param issuer names its keys in its metadata
	 * @param keysAt where they are, if that is set
	 */
	IssuerKeys(@Nullable String issuer, @Nullable String keysAt) {
		this.issuer = issuer;
		this.keysAt = (keysAt != null) ? url(keysAt) : null;
		this.cached = JWKSourceBuilder.create(this)
			.cache(FRESH_MILLIS, 3L * TIMEOUT_MILLIS)
			.refreshAheadCache(AHEAD_MILLIS, false)
			.rateLimited(BETWEEN_MILLIS)
			.build();
	}

	/**
	 * Finds keys. Throws if they are unknown and the issuer could not be asked.
	 */
	@Override
	public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		try {
			return this.cached.get(selector, context);
		}
		catch (KeySourceException ex) {
			Remembered before = this.remembered;
			List<JWK> known = (before != null && System.nanoTime() - before.nanos() < REMEMBERED_NANOS)
					? selector.select(before.keys()) : List.of();
			if (known.isEmpty() && this.failed) {
				throw ex;
			}
			return known;
		}
	}

	/** Asks the issuer, for Nimbus. */
	@Override
	public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
			throws KeySourceException {
		this.failed = true;
		JWKSet keys;
		try {
			keys = JWKSet.parse(this.retriever.retrieveResource(keysAt()).getContent());
		}
		catch (IOException ex) {
			throw new JWKSetRetrievalException("The issuer cannot be reached", ex);
		}
		catch (ParseException ex) {
			throw new JWKSetParseException("The issuer's answer cannot be read", ex);
		}
		this.remembered = new Remembered(keys, System.nanoTime());
		this.failed = false;
		return keys;
	}

	private URL keysAt() throws IOException, ParseException {
		URL known = this.keysAt;
		if (known != null) {
			return known;
		}
		String name = Objects.requireNonNull(this.issuer);
		String metadata = this.retriever
			.retrieveResource(url(name.replaceFirst("/$", "") + "/.well-known/openid-configuration"))
			.getContent();
		var read = JSONObjectUtils.parse(metadata);
		if (!name.equals(JSONObjectUtils.getString(read, "issuer"))) {
			throw new ParseException("The metadata is another issuer's", 0);
		}
		URL found = JSONObjectUtils.getURI(read, "jwks_uri").toURL();
		this.keysAt = found;
		return found;
	}

	private static URL url(String text) {
		try {
			return URI.create(text).toURL();
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@Override
	public void close() {
		// Holds nothing open
	}

	private record Remembered(JWKSet keys, long nanos) {
	}

}
