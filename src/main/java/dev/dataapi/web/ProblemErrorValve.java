package dev.dataapi.web;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/**
 * Answers requests that Tomcat itself refuses, such as a path that is not valid, as
 * problems instead of pages.
 */
class ProblemErrorValve extends ErrorReportValve {

	private static final Logger LOGGER = LoggerFactory.getLogger(ProblemErrorValve.class);

	private final JsonMapper mapper;

	ProblemErrorValve(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		int status = response.getStatus();
		if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		ProblemDetail problem = Problem.of(HttpStatusCode.valueOf(status));
		problem.setInstance(instance(request));
		String id = RequestId.of(request);
		problem.setProperty(RequestId.NAME, id);
		try {
			response.setHeader(RequestId.HEADER, id);
			response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			byte[] body = this.mapper.writeValueAsBytes(problem);
			response.setContentLength(body.length);
			response.getOutputStream().write(body);
			response.finishResponse();
		}
		catch (IOException ex) {
			LOGGER.debug("The caller disconnected before the problem was written", ex);
		}
	}

	private static @Nullable URI instance(Request request) {
		String path = request.getRequestURI();
		boolean valid = path != null && StandardCharsets.US_ASCII.newEncoder().canEncode(path);
		try {
			return valid ? URI.create(path) : null;
		}
		catch (IllegalArgumentException ex) {
			// The path that Tomcat refused may not be a URI
			return null;
		}
	}

}
