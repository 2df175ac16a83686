package dev.dataapi.dialect;

/**
 * Rewrites one family of Snowflake's forms.
 */
@FunctionalInterface
interface Rewriting {

	/**
	 * Changes nodes that stand next to each other; what they enclose has been rewritten.
	 */
	void rewrite(Nodes nodes);

}
