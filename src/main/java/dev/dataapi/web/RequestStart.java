package dev.dataapi.web;

import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Remembers when a request came in, for the total that its answer tells.
 */
final class RequestStart {

	private static final String ATTRIBUTE = RequestStart.class.getName();

	private RequestStart() {
	}

	static void mark(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, System.nanoTime());
	}

	/** The time since then; zero if it was not marked. */
	static Duration elapsed(HttpServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof Long start) ? Duration.ofNanos(System.nanoTime() - start)
				: Duration.ZERO;
	}

}
