package dev.dataapi.report;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * A parameter that a route does not accept, answered with 400.
 */
public final class InvalidParameterException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param error the sentence of the original services
	 * @param detail names the parameter and says what is accepted
	 */
	public InvalidParameterException(String error, String detail) {
		super(HttpStatus.BAD_REQUEST);
		setDetail(detail);
		getBody().setProperty("error", error);
	}

}
