package dev.dataapi.warehouse;

/**
 * A repository whose statements can be run before the first request, so that the
 * warehouse has resumed and has their plans.
 */
public interface WarmUp {

	/** Runs each statement text once, with values that read next to nothing. */
	void runEachStatement();

	/**
	 * Whether the start depends on it, so that it runs on the embedded warehouse too,
	 * which needs no warm-up.
	 */
	default boolean isRequired() {
		return false;
	}

}
