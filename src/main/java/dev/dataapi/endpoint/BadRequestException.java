package dev.dataapi.endpoint;

import java.util.List;
import java.util.function.Supplier;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * A request that an endpoint does not accept, answered with 400.
 */
public final class BadRequestException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	/** As long as a parameter's name may be. */
	private static final int LONGEST_NAME = 64;

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

	/** Refuses a name that is none of those that are known. */
	public static BadRequestException unknown(List<String> names, String name) {
		boolean shown = name.length() <= LONGEST_NAME && name.matches("[A-Za-z0-9_][A-Za-z0-9_-]*");
		return of(shown ? name : "parameter", Excerpt.of(name) + " is not a parameter here: " + (names.isEmpty()
				? "there is none." : String.join(", ", names) + ((names.size() == 1) ? " is." : " are.")));
	}

	/**
	 * Reads what an operator names, by what reads requests.
	 * @throws IllegalArgumentException whose message says what is accepted
	 */
	public static <T> T asArgument(Supplier<T> read) {
		try {
			return read.get();
		}
		catch (BadRequestException ex) {
			throw new IllegalArgumentException(ex.detail, ex);
		}
	}

	/** Names the parameter and says what is accepted. */
	public String detail() {
		return this.detail;
	}

}
