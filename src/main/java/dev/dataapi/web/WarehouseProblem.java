package dev.dataapi.web;

import dev.dataapi.lookup.LookupClosedException;
import dev.dataapi.lookup.LookupException;
import dev.dataapi.lookup.LookupFailedException;
import dev.dataapi.lookup.LookupInterruptedException;
import dev.dataapi.lookup.LookupOverloadedException;
import dev.dataapi.lookup.LookupTimeoutException;
import dev.dataapi.lookup.NotRememberedException;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
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
			default -> of(HttpStatus.INTERNAL_SERVER_ERROR, "The warehouse could not run the statement.");
		};
	}

	static ProblemDetail of(LookupException ex) {
		return switch (ex) {
			case LookupFailedException failed when failed.getCause() instanceof DataAccessException cause -> of(cause);
			case LookupFailedException failed -> Problem.of(HttpStatus.INTERNAL_SERVER_ERROR);
			case LookupTimeoutException timeout -> tooSlow();
			case NotRememberedException absent -> Problem.of(HttpStatus.GATEWAY_TIMEOUT, "Not remembered.",
					"Cache-Control: only-if-cached accepts only what is remembered, and this is not.");
			case LookupOverloadedException overloaded -> tooMuchToDo();
			case LookupClosedException closed -> tooMuchToDo();
			case LookupInterruptedException interrupted -> tooMuchToDo();
		};
	}

	private static ProblemDetail tooSlow() {
		return of(HttpStatus.GATEWAY_TIMEOUT, "The warehouse did not answer within the deadline.");
	}

	private static ProblemDetail unreachable() {
		return of(HttpStatus.SERVICE_UNAVAILABLE,
				"The warehouse cannot be reached or refuses to answer. Try again later.");
	}

	private static ProblemDetail tooMuchToDo() {
		return of(HttpStatus.SERVICE_UNAVAILABLE, "This service has too much to do. Try again later.");
	}

	private static ProblemDetail of(HttpStatus status, String detail) {
		return Problem.of(status, Problem.WAREHOUSE_SENTENCE, detail);
	}

}
