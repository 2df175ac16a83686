package dev.dataapi.declared.file;

import java.util.List;

/**
 * A file of endpoints that the service cannot start with, and all its errors.
 */
public class InvalidEndpointsException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient List<String> errors;

	/**
	 * Creates the exception.
	 * @param errors one or more, each as {@code file:line:column: sentence}, in the order
	 * of the file
	 */
	public InvalidEndpointsException(List<String> errors) {
		super(String.join("\n", errors));
		this.errors = List.copyOf(errors);
	}

	public List<String> errors() {
		return this.errors;
	}

}
