package dev.dataapi.lookup;

/**
 * Too many wait already; nothing of the request was taken. Has no stack trace: refusing
 * must be cheap when there is too much to do, and others wait for the queue.
 */
public final class LookupOverloadedException extends LookupException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates a refusal.
	 * @param message which bound would be passed
	 */
	public LookupOverloadedException(String message) {
		super(message, false);
	}

}
