package dev.dataapi.endpoint;

import java.time.Duration;

import jakarta.servlet.ServletRequest;

/**
 * When a request arrived, noted on the request itself.
 */
public final class Arrival {

	private static final String ATTRIBUTE = Arrival.class.getName();

	private Arrival() {
	}

	/** Notes that a request has just arrived. */
	public static void mark(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, System.nanoTime());
	}

	/** The time since a request arrived; zero if that was not noted. */
	public static Duration elapsed(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof Long arrival) ? Duration.ofNanos(System.nanoTime() - arrival)
				: Duration.ZERO;
	}

}
