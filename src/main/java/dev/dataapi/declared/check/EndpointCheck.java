package dev.dataapi.declared.check;

import dev.dataapi.declared.Declaration;
import dev.dataapi.declared.BoundStatement;
import java.util.List;

import org.springframework.dao.DataAccessException;

/**
 * Compares a declaration with what the warehouse has.
 */
public sealed interface EndpointCheck permits LookupCheck, ReportCheck {

	Declaration declaration();

	/** Each statement that is ever sent, with values that each parameter accepts. */
	List<BoundStatement> samples();

	/** Compares the columns that a statement returned. */
	void compare(List<ResultColumn> columns);

	/** Finds out what is wrong with a statement that the warehouse refused. */
	void refused(DataAccessException refusal);

}
