package dev.dataapi.declared;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * A request to an endpoint whose check failed, answered with 503.
 */
final class UnavailableEndpointException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param reason a sentence for callers, without SQL or the warehouse's words
	 */
	UnavailableEndpointException(String reason) {
		super(HttpStatus.SERVICE_UNAVAILABLE);
		setDetail(reason);
		getBody().setProperty("error", "Error reading from Snowflake. Check the logs for details.");
	}

	/** Refusing must be cheap. */
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
