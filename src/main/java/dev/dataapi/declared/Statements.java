package dev.dataapi.declared;

import java.util.List;

/**
 * The statements of an endpoint: a finite set, made once for each file.
 */
public sealed interface Statements permits LookupStatements, ReportStatements {

	Declaration declaration();

	/** How many texts there are that some request gets. */
	long count();

	/** The texts that the start checks: all, unless there are too many. */
	List<String> texts();

	/** Each of these statements once, with values that its parameters accept. */
	List<BoundStatement> samples();

}
