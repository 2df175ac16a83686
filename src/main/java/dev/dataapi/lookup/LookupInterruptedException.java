package dev.dataapi.lookup;

/** The caller was interrupted while it waited; its interrupt status is set again. */
public final class LookupInterruptedException extends LookupException {

	private static final long serialVersionUID = 1L;

	LookupInterruptedException(InterruptedException cause) {
		super("Interrupted while waiting for a load", cause);
	}

}
