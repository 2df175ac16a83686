package dev.dataapi.web;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request's id in headers, problems and logs: the caller's own, or one made here.
 */
final class RequestId {

	static final String HEADER = "X-Request-Id";

	/** The name in problems and in the logs. */
	static final String NAME = "requestId";

	private static final String ATTRIBUTE = RequestId.class.getName();

	private static final int LONGEST = 64;

	/** Distinguishes processes; a counter is then cheaper than a random id. */
	private static final String PREFIX = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36) + "-";

	private static final AtomicLong COUNT = new AtomicLong();

	private RequestId() {
	}

	/** Returns the request's id, chosen at the first call. */
	static String of(HttpServletRequest request) {
		if (request.getAttribute(ATTRIBUTE) instanceof String known) {
			return known;
		}
		String given = request.getHeader(HEADER);
		String id = isSane(given) ? given : PREFIX + Long.toString(COUNT.incrementAndGet(), 36);
		request.setAttribute(ATTRIBUTE, id);
		return id;
	}

	private static boolean isSane(@Nullable String given) {
		if (given == null || given.isEmpty() || given.length() > LONGEST) {
			return false;
		}
		for (int i = 0; i < given.length(); i++) {
			if (!Problem.isAlphanumeric(given.charAt(i)) && "._-".indexOf(given.charAt(i)) < 0) {
				return false;
			}
		}
		return true;
	}

}
