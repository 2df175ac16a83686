package dev.dataapi.web;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Notes when a request came in, gives it its id, in the answer and in every line that is
 * logged meanwhile, and tells browsers not to guess content types.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest httpRequest = (HttpServletRequest) request;
		HttpServletResponse httpResponse = (HttpServletResponse) response;
		RequestStart.mark(httpRequest);
		String id = RequestId.of(httpRequest);
		httpResponse.setHeader(RequestId.HEADER, id);
		httpResponse.setHeader("X-Content-Type-Options", "nosniff");
		MDC.put(RequestId.NAME, id);
		try {
			chain.doFilter(request, response);
		}
		finally {
			MDC.remove(RequestId.NAME);
		}
	}

}
