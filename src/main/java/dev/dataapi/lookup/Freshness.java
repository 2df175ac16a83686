package dev.dataapi.lookup;

/**
 * What a caller accepts: something remembered, or not.
 */
public enum Freshness {

	/** Something remembered, if there is, else something loaded. */
	ANY,

	/** Only what is loaded from now on. */
	RELOADED,

	/** Only something remembered. */
	REMEMBERED

}
