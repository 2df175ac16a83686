package dev.dataapi.web;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dataapi.endpoint.Arrival;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Marks when a request arrived, puts its id into the response and the log's MDC, and
 * tells browsers not to guess content types. Refuses requests while too many are
 * answered, though not probes.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestFilter implements Filter {

	private final AtomicInteger inService = new AtomicInteger();

	private final int mostInService;

	RequestFilter(@Value("${server.tomcat.max-connections}") int maxConnections) {
		this.mostInService = ConnectionLimits.bound(maxConnections);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest httpRequest = (HttpServletRequest) request;
		HttpServletResponse httpResponse = (HttpServletResponse) response;
		Arrival.mark(request);
		String id = RequestId.of(httpRequest);
		httpResponse.setHeader(RequestId.HEADER, id);
		httpResponse.setHeader("X-Content-Type-Options", "nosniff");
		MDC.put(RequestId.NAME, id);
		try {
			if (this.inService.incrementAndGet() <= this.mostInService || isProbe(httpRequest)) {
				chain.doFilter(request, response);
			}
			else {
				httpResponse.setHeader(HttpHeaders.RETRY_AFTER, ProblemHandler.RETRY_AFTER_SECONDS);
				httpResponse.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
			}
		}
		finally {
			this.inService.decrementAndGet();
			MDC.remove(RequestId.NAME);
		}
	}

	private static boolean isProbe(HttpServletRequest request) {
		String path = request.getRequestURI();
		return path.endsWith("/livez") || path.endsWith("/readyz");
	}

}
