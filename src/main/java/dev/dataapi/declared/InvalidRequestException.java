package dev.dataapi.declared;

/**
 * A request that its endpoint does not accept, answered with 400.
 */
public class InvalidRequestException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String parameter;

	/**
	 * Creates the exception.
	 * @param parameter the parameter at fault, or the key part
	 * @param detail a sentence that names it and says what it accepts
	 */
	public InvalidRequestException(String parameter, String detail) {
		super(detail);
		this.parameter = parameter;
	}

	public String parameter() {
		return this.parameter;
	}

	public String detail() {
		return String.valueOf(getMessage());
	}

}
