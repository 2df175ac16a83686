package dev.dataapi.web;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.dataapi.cache.ReadException;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns exceptions into problems with the request's id; a warehouse's messages stay in
 * the log.
 */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

	private static final Logger LOGGER = LoggerFactory.getLogger(ProblemHandler.class);

	static final String RETRY_AFTER_SECONDS = "5";

	@ExceptionHandler
	ResponseEntity<Object> failed(RuntimeException ex, HttpServletRequest request) {
		return response(switch (ex) {
			case ReadException read -> {
				// Already logged once, for all who waited for the load
				LOGGER.debug("Read failed", read);
				yield Problem.of(read);
			}
			// The actuator parses the Accept header itself
			case InvalidMimeTypeException accept -> Problem.of(HttpStatus.NOT_ACCEPTABLE);
			// Tomcat reads the query string only when a parameter is asked for
			case InvalidParameterException query -> Problem.of(HttpStatusCode.valueOf(query.getErrorCode()));
			default -> {
				LOGGER.error("Request failed", ex);
				yield Problem.of(HttpStatus.INTERNAL_SERVER_ERROR);
			}
		}, new HttpHeaders(), request);
	}

	@Override
	protected ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		ProblemDetail problem = (ex instanceof ErrorResponse response && response.getBody().getProperties() != null)
				? Problem.complete(response.getBody()) : Problem.of(status);
		return response(problem, headers, ((ServletWebRequest) request).getRequest());
	}

	/**
	 * Names HEAD and OPTIONS, too, which Spring answers wherever GET is mapped, or all.
	 */
	@Override
	protected ResponseEntity<Object> handleHttpRequestMethodNotSupported(HttpRequestMethodNotSupportedException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Set<HttpMethod> accepted = new TreeSet<>();
		for (HttpMethod method : Objects.requireNonNullElse(ex.getSupportedHttpMethods(), Set.<HttpMethod>of())) {
			accepted.addAll(method.equals(HttpMethod.GET) ? List.of(method, HttpMethod.HEAD) : List.of(method));
		}
		accepted.add(HttpMethod.OPTIONS);
		HttpHeaders allow = new HttpHeaders(headers);
		allow.setAllow(accepted);
		return response(Problem.ofMethods(accepted), allow, ((ServletWebRequest) request).getRequest());
	}

	/**
	 * Sets the content type, so that no Accept header turns a problem into an empty 406,
	 * and the id's header, which no filter sets on the management port.
	 */
	private static ResponseEntity<Object> response(ProblemDetail problem, HttpHeaders headers,
			HttpServletRequest request) {
		String id = RequestId.of(request);
		problem.setProperty(RequestId.NAME, id);
		HttpHeaders all = new HttpHeaders(headers);
		all.set(RequestId.HEADER, id);
		all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
			all.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		}
		return ResponseEntity.status(problem.getStatus()).headers(all).body(problem);
	}

}
