package dev.dataapi.web;

import dev.dataapi.cache.ReadException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
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

	/**
	 * What is unreachable or slow fails every request: a line says why, a stack no more.
	 */
	@ExceptionHandler
	ResponseEntity<Object> warehouseFailed(DataAccessException ex) {
		ProblemDetail problem = WarehouseProblem.of(ex);
		if (problem.getStatus() == HttpStatus.INTERNAL_SERVER_ERROR.value()) {
			LOGGER.error("Statement failed", ex);
		}
		else {
			LOGGER.warn("Warehouse failed: {}; {}", ex.getMessage(), String.valueOf(ex.getRootCause()));
			LOGGER.debug("Warehouse failed", ex);
		}
		return response(problem, new HttpHeaders());
	}

	/** A failed load has been logged once, for all who waited for it. */
	@ExceptionHandler
	ResponseEntity<Object> readFailed(ReadException ex) {
		LOGGER.debug("Read failed", ex);
		return response(WarehouseProblem.of(ex), new HttpHeaders());
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
	 * The type is set here, so that no Accept header turns a problem into an empty 406.
	 */
	private static ResponseEntity<Object> response(ProblemDetail problem, HttpHeaders headers) {
		HttpHeaders all = new HttpHeaders(headers);
		if (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
			all.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		}
		return ResponseEntity.status(problem.getStatus())
			.headers(all)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(problem);
	}

}
