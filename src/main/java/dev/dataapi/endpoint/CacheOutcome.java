package dev.dataapi.endpoint;

import java.util.Locale;

import dev.dataapi.cache.Outcome;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * How much of a response came from the cache, for logs and metrics.
 */
public enum CacheOutcome {

	/** All of it. */
	HIT,

	/** None of it. */
	MISS,

	/** Some of it. */
	PARTIAL,

	/** Some of it was stale, since loading it failed. */
	STALE,

	/** The request failed, or asked for nothing that is cached. */
	NONE;

	private static final String ATTRIBUTE = CacheOutcome.class.getName();

	private final String label = name().toLowerCase(Locale.ROOT);

	/** The value of the metrics' tag. */
	public String label() {
		return this.label;
	}

	static CacheOutcome of(Outcome outcome) {
		if (outcome.stale() > 0) {
			return STALE;
		}
		if (outcome.misses() == 0) {
			return HIT;
		}
		return (outcome.hits() > 0) ? PARTIAL : MISS;
	}

	void mark(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	/** The outcome that a request was marked with. */
	public static CacheOutcome of(@Nullable ServletRequest request) {
		return (request != null && request.getAttribute(ATTRIBUTE) instanceof CacheOutcome outcome) ? outcome : NONE;
	}

}
