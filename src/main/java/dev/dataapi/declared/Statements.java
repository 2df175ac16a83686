package dev.dataapi.declared;

import java.util.List;

/**
 * The statements of an endpoint: a finite set, made once for each file.
 */
public sealed interface Statements permits LookupStatements, ReportStatements {

	Declaration declaration();

	/** All texts that are ever sent. */
	List<String> texts();

	/** Each statement once, with values that its parameters accept. */
	List<BoundStatement> samples();

}
