package dev.dataapi.lookup;

/** Too many keys wait already; none of the request's keys was taken. */
public final class LookupOverloadedException extends LookupException {

	private static final long serialVersionUID = 1L;

	LookupOverloadedException(int maxWaiting) {
		super("More than " + maxWaiting + " keys would wait to be loaded", null);
	}

}
