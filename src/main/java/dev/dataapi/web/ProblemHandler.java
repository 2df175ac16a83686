package dev.dataapi.web;

import dev.dataapi.cache.ReadException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Turns exceptions into problems, and puts the request's id into each; a warehouse's
 * messages stay in the log.
 */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler implements ResponseBodyAdvice<Object> {

	private static final Logger LOGGER = LoggerFactory.getLogger(ProblemHandler.class);

	static final String RETRY_AFTER_SECONDS = "5";

	/** Already logged once, for all who waited for the load. */
	@ExceptionHandler
	ResponseEntity<Object> readFailed(ReadException ex) {
		LOGGER.debug("Read failed", ex);
		return response(Problem.of(ex), new HttpHeaders());
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
	 * Sets the content type, so that no Accept header turns a problem into an empty 406.
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

	@Override
	public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
		return true;
	}

	@Override
	public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter returnType, MediaType contentType,
			Class<? extends HttpMessageConverter<?>> converter, ServerHttpRequest request,
			ServerHttpResponse response) {
		if (body instanceof ProblemDetail problem) {
			String id = RequestId.of(((ServletServerHttpRequest) request).getServletRequest());
			problem.setProperty(RequestId.NAME, id);
			// Again, for requests that Tomcat refuses before any filter
			response.getHeaders().set(RequestId.HEADER, id);
		}
		return body;
	}

}
