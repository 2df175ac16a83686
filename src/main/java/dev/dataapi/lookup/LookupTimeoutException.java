package dev.dataapi.lookup;

import java.time.Duration;

/** The answer was not there by the request's deadline. */
public final class LookupTimeoutException extends LookupException {

	private static final long serialVersionUID = 1L;

	LookupTimeoutException(Duration timeout) {
		super("No answer within " + timeout.toMillis() + " ms", null);
	}

}
