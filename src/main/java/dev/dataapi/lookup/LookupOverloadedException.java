package dev.dataapi.lookup;

/**
 * Too many keys wait already; none of the request's keys was taken. Has no stack trace:
 * refusing must be cheap when there is too much to do, and others wait for the queue.
 */
public final class LookupOverloadedException extends LookupException {

	private static final long serialVersionUID = 1L;

	LookupOverloadedException(int maxWaiting) {
		super("More than " + maxWaiting + " keys would wait to be loaded", false);
	}

}
