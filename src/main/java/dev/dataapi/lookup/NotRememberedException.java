package dev.dataapi.lookup;

/**
 * The caller accepts only what is remembered, and that it is not. Has no stack trace:
 * nothing went wrong.
 */
public final class NotRememberedException extends LookupException {

	private static final long serialVersionUID = 1L;

	public NotRememberedException() {
		super("Not remembered", false);
	}

}
