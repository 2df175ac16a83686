package dev.dataapi.dialect;

/**
 * Rewrites one family of Snowflake's forms.
 */
@FunctionalInterface
interface Rewriting {

	/**
	 * Rewrites what stands next to each other; what it encloses has been rewritten.
	 * @param nodes the nodes, which it changes
	 */
	void rewrite(Nodes nodes);

}
