package dev.dataapi.web;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Sets the headers that keep a browser from doing more with an answer than show it, and
 * marks when the request came in.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class SecurityHeadersFilter implements Filter {

	private static final String POLICY = "Content-Security-Policy";

	/** Of the API's description: its scripts are files, one of which sets a style. */
	private static final String DESCRIPTION_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; object-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

	private final String testPagePolicy;

	SecurityHeadersFilter() throws IOException {
		this.testPagePolicy = TestPage.read().policy();
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest httpRequest = (HttpServletRequest) request;
		HttpServletResponse httpResponse = (HttpServletResponse) response;
		RequestStart.mark(httpRequest);
		httpResponse.setHeader("X-Content-Type-Options", "nosniff");
		String path = httpRequest.getRequestURI();
		if (path.equals("/test")) {
			httpResponse.setHeader(POLICY, this.testPagePolicy);
		}
		else if (path.startsWith("/swagger-ui")) {
			httpResponse.setHeader(POLICY, DESCRIPTION_POLICY);
		}
		chain.doFilter(request, response);
	}

}
