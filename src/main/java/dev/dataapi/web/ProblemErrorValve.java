package dev.dataapi.web;

import java.io.IOException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/**
 * Answers requests that Tomcat itself or a filter refuses, such as a path that is not
 * valid, as problems instead of pages.
 */
class ProblemErrorValve extends ErrorReportValve {

	private static final Logger LOGGER = LoggerFactory.getLogger(ProblemErrorValve.class);

	/** Tomcat's reasons are known by their messages, in the language of the machine. */
	private static final String TOO_LONG = StringManager.getManager(Http11InputBuffer.class)
		.getString("iib.requestheadertoolarge.error");

	private static final StringManager HEADER_MESSAGES = StringManager.getManager(MimeHeaders.class);

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
		ProblemDetail problem = problem(request, throwable, HttpStatusCode.valueOf(status));
		problem.setInstance(Problem.instance(request.getRequestURI()));
		response.setStatus(problem.getStatus());
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

	/** Tomcat answers 400 whatever is wrong with a request's head. */
	private static ProblemDetail problem(Request request, @Nullable Throwable throwable, HttpStatusCode status) {
		String message = (throwable != null) ? throwable.getMessage() : null;
		if (message != null
				&& request.getConnector().getProtocolHandler() instanceof AbstractHttp11Protocol<?> limits) {
			int headers = limits.getMaxHeaderCount();
			if (message.equals(TOO_LONG)) {
				return Problem.ofHead(limits.getMaxHttpRequestHeaderSize(), addressLength(request));
			}
			if (message.equals(HEADER_MESSAGES.getString("headers.maxCountFail", headers))) {
				return Problem.ofHeaders(headers);
			}
		}
		return Problem.of(status);
	}

	/** In bytes; endless if Tomcat did not reach its end. */
	private static int addressLength(Request request) {
		MessageBytes path = request.getCoyoteRequest().requestURI();
		MessageBytes query = request.getCoyoteRequest().queryString();
		return path.isNull() ? Integer.MAX_VALUE : path.getLength() + (query.isNull() ? 0 : 1 + query.getLength());
	}

}
