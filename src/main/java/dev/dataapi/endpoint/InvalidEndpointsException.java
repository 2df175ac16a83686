package dev.dataapi.endpoint;

import java.util.List;

/**
 * A file of endpoints that the service cannot start with, and all its errors.
 */
class InvalidEndpointsException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient List<String> errors;

	/**
	 * Creates the exception.
	 * @param errors one or more, each as {@code file:line:column: sentence}, in the order
	 * of the file
	 */
	InvalidEndpointsException(List<String> errors) {
		super(String.join("\n", errors));
		this.errors = List.copyOf(errors);
	}

	List<String> errors() {
		return this.errors;
	}

}
