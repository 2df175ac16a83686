package dev.dataapi.lookup;

/** Keys would have to be loaded, but the engine is closed. */
public final class LookupClosedException extends LookupException {

	private static final long serialVersionUID = 1L;

	LookupClosedException() {
		super("The look-up engine is closed", null);
	}

}
