package dev.dataapi.endpoint;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * A request that an endpoint does not accept, answered with 400.
 */
public final class BadRequestException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private final String detail;

	/**
	 * Creates the exception.
	 * @param error one sentence, of the original services where they have one
	 * @param detail names the parameter and says what is accepted
	 */
	public BadRequestException(String error, String detail) {
		super(HttpStatus.BAD_REQUEST);
		this.detail = detail;
		setDetail(detail);
		getBody().setProperty("error", error);
	}

	/** Refuses a parameter by its name. */
	public static BadRequestException of(String parameter, String detail) {
		return new BadRequestException("Invalid " + parameter + ".", detail);
	}

	/** Names the parameter and says what is accepted. */
	public String detail() {
		return this.detail;
	}

}
