package dev.dataapi.lookup;

/** The load of a key failed; the cause is what the source threw. */
public final class LookupFailedException extends LookupException {

	private static final long serialVersionUID = 1L;

	LookupFailedException(Throwable cause) {
		super("The load failed", cause);
	}

}
