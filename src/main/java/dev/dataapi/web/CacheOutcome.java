package dev.dataapi.web;

import java.util.Locale;

import dev.dataapi.lookup.Answer;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * How much of an answer was remembered, for logs and metrics.
 */
enum CacheOutcome {

	/** All of it. */
	HIT,

	/** None of it. */
	MISS,

	/** Some of it. */
	PARTIAL,

	/** All that there was, for want of something newer. */
	STALE,

	/** The request asked for nothing that is remembered, or failed. */
	NONE;

	private static final String ATTRIBUTE = CacheOutcome.class.getName();

	private final String label = name().toLowerCase(Locale.ROOT);

	/** Its name in lower case. */
	String label() {
		return this.label;
	}

	static CacheOutcome of(Answer answer) {
		if (answer.stale() > 0) {
			return STALE;
		}
		if (answer.misses() == 0) {
			return HIT;
		}
		return (answer.hits() > 0) ? PARTIAL : MISS;
	}

	void mark(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	/** The outcome that a request was marked with. */
	static CacheOutcome of(@Nullable ServletRequest request) {
		return (request != null && request.getAttribute(ATTRIBUTE) instanceof CacheOutcome outcome) ? outcome : NONE;
	}

}
