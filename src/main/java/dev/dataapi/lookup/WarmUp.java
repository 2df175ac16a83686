package dev.dataapi.lookup;

/**
 * A repository whose statements can be run ahead of the first request, so that the
 * warehouse runs and has their plans.
 */
public interface WarmUp {

	/** Runs each statement text once, with values that read next to nothing. */
	void runEachStatement();

}
