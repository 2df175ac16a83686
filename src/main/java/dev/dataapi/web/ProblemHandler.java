package dev.dataapi.web;

import dev.dataapi.lookup.LookupClosedException;
import dev.dataapi.lookup.LookupException;
import dev.dataapi.lookup.LookupFailedException;
import dev.dataapi.lookup.LookupInterruptedException;
import dev.dataapi.lookup.LookupOverloadedException;
import dev.dataapi.lookup.LookupTimeoutException;
import dev.dataapi.lookup.NotRememberedException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns what a controller or a repository throws into a problem; what a warehouse says
 * stays in the log.
 */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

	private static final Logger LOGGER = LoggerFactory.getLogger(ProblemHandler.class);

	private static final String RETRY_AFTER_SECONDS = "5";

	@ExceptionHandler({ DataAccessResourceFailureException.class, TransientDataAccessException.class })
	ResponseEntity<Object> warehouseUnavailable(DataAccessException ex) {
		LOGGER.warn("Warehouse unavailable: {}", reason(ex));
		LOGGER.debug("Warehouse unavailable", ex);
		ProblemDetail problem = Problem.of(HttpStatus.SERVICE_UNAVAILABLE, Problem.WAREHOUSE_SENTENCE,
				"The warehouse cannot be reached or refuses to answer. Try again later.");
		return response(problem, headers(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS));
	}

	@ExceptionHandler(QueryTimeoutException.class)
	ResponseEntity<Object> warehouseTooSlow(RuntimeException ex) {
		LOGGER.warn("Warehouse too slow: {}", reason(ex));
		LOGGER.debug("Warehouse too slow", ex);
		return response(Problem.of(HttpStatus.GATEWAY_TIMEOUT, Problem.WAREHOUSE_SENTENCE,
				"The warehouse did not answer within the deadline."), new HttpHeaders());
	}

	@ExceptionHandler
	ResponseEntity<Object> warehouseRefusesStatement(DataAccessException ex) {
		LOGGER.error("Statement failed", ex);
		return response(Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, Problem.WAREHOUSE_SENTENCE,
				"The warehouse could not run the statement."), new HttpHeaders());
	}

	@ExceptionHandler
	ResponseEntity<Object> lookUpFailed(LookupException ex) {
		return switch (ex) {
			case LookupFailedException failed when failed.getCause() instanceof RuntimeException cause ->
				failure(cause);
			case LookupFailedException failed -> unexpected(failed);
			case LookupTimeoutException timeout -> warehouseTooSlow(timeout);
			case NotRememberedException absent -> response(
					Problem.of(HttpStatus.GATEWAY_TIMEOUT, "Not remembered.",
							"Cache-Control: only-if-cached accepts only what is remembered, and this is not."),
					new HttpHeaders());
			case LookupOverloadedException overloaded -> tooMuchToDo();
			case LookupClosedException closed -> tooMuchToDo();
			case LookupInterruptedException interrupted -> tooMuchToDo();
		};
	}

	private ResponseEntity<Object> failure(RuntimeException cause) {
		return switch (cause) {
			case QueryTimeoutException timeout -> warehouseTooSlow(timeout);
			case DataAccessResourceFailureException unreachable -> warehouseUnavailable(unreachable);
			case TransientDataAccessException unavailable -> warehouseUnavailable(unavailable);
			case DataAccessException refused -> warehouseRefusesStatement(refused);
			default -> unexpected(cause);
		};
	}

	private static ResponseEntity<Object> tooMuchToDo() {
		return response(Problem.of(HttpStatus.SERVICE_UNAVAILABLE, Problem.WAREHOUSE_SENTENCE,
				"This service has too much to do. Try again later."), headers(HttpHeaders.RETRY_AFTER, "1"));
	}

	/** The actuator parses the Accept header itself. */
	@ExceptionHandler
	ResponseEntity<Object> acceptHeaderUnreadable(InvalidMimeTypeException ex) {
		return response(Problem.of(HttpStatus.NOT_ACCEPTABLE), new HttpHeaders());
	}

	/** Tomcat reads the query string only when a parameter is asked for. */
	@ExceptionHandler
	ResponseEntity<Object> queryStringUnreadable(InvalidParameterException ex) {
		return response(Problem.of(HttpStatusCode.valueOf(ex.getErrorCode())), new HttpHeaders());
	}

	@ExceptionHandler
	ResponseEntity<Object> unexpected(RuntimeException ex) {
		LOGGER.error("Request failed", ex);
		return response(Problem.of(HttpStatus.INTERNAL_SERVER_ERROR), new HttpHeaders());
	}

	@Override
	protected ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		if (ex instanceof ErrorResponse response && response.getBody().getProperties() != null) {
			return response(Problem.complete(response.getBody()), headers);
		}
		return response(Problem.of(status), headers);
	}

	/**
	 * In an outage every request fails: the reason fits a line, the stack tells no more.
	 */
	private static String reason(Exception ex) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
		return (cause == ex) ? String.valueOf(ex.getMessage()) : ex.getMessage() + ": " + cause.getMessage();
	}

	/**
	 * The type is set here, so that no Accept header turns a problem into an empty 406.
	 */
	private static ResponseEntity<Object> response(ProblemDetail problem, HttpHeaders headers) {
		return ResponseEntity.status(problem.getStatus())
			.headers(headers)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(problem);
	}

	private static HttpHeaders headers(String name, String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(name, value);
		return headers;
	}

}
