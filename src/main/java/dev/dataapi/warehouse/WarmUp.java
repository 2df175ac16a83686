package dev.dataapi.warehouse;

/**
 * A repository whose statements can be run before the first request, so that the
 * warehouse has resumed and has their plans.
 */
public interface WarmUp {

	/** Runs each statement text once, with values that read next to nothing. */
	void runEachStatement();

}
