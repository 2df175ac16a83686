package dev.dataapi.web;

import dev.dataapi.cache.ReadException;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * Makes the problem of a read that failed: 503 if the warehouse cannot be reached or
 * there is too much to do, 504 if it was too slow, 500 if the statement is wrong.
 */
final class WarehouseProblem {

	private WarehouseProblem() {
	}

	static ProblemDetail of(DataAccessException ex) {
		return switch (ex) {
			case QueryTimeoutException timeout -> tooSlow();
			case DataAccessResourceFailureException unreachable -> unreachable();
			case TransientDataAccessException unavailable -> unreachable();
			case IncorrectResultSizeDataAccessException tooMany -> of(HttpStatus.INTERNAL_SERVER_ERROR,
					"The report found more than %d rows, which is its limit.".formatted(tooMany.getExpectedSize()));
			case DuplicateKeyException ambiguous ->
				of(HttpStatus.INTERNAL_SERVER_ERROR, "The table has two rows with the same key.");
			default -> of(HttpStatus.INTERNAL_SERVER_ERROR, "The warehouse could not run the statement.");
		};
	}

	static ProblemDetail of(ReadException ex) {
		return switch (ex.getReason()) {
			case FAILED -> (ex.getCause() instanceof DataAccessException cause) ? of(cause)
					: Problem.of(HttpStatus.INTERNAL_SERVER_ERROR);
			case TIMEOUT -> tooSlow();
			case NOT_CACHED -> Problem.of(HttpStatus.GATEWAY_TIMEOUT, "Not cached.",
					"Cache-Control: only-if-cached accepts only what is cached, and this is not.");
			case OVERLOADED, CLOSED, INTERRUPTED ->
				of(HttpStatus.SERVICE_UNAVAILABLE, "This service has too much to do. Try again later.");
		};
	}

	private static ProblemDetail tooSlow() {
		return of(HttpStatus.GATEWAY_TIMEOUT, "The warehouse did not answer within the deadline.");
	}

	private static ProblemDetail unreachable() {
		return of(HttpStatus.SERVICE_UNAVAILABLE,
				"The warehouse cannot be reached or refuses to answer. Try again later.");
	}

	private static ProblemDetail of(HttpStatus status, String detail) {
		return Problem.of(status, Problem.WAREHOUSE_SENTENCE, detail);
	}

}
