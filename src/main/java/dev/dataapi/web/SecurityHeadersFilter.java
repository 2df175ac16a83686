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

	/** Inline, because the test page is one file; nothing from anywhere else. */
	private static final String PAGES_POLICY = "default-src 'self' 'unsafe-inline'; connect-src 'self'; "
			+ "img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest httpRequest = (HttpServletRequest) request;
		HttpServletResponse httpResponse = (HttpServletResponse) response;
		RequestStart.mark(httpRequest);
		httpResponse.setHeader("X-Content-Type-Options", "nosniff");
		if (isPage(httpRequest.getRequestURI())) {
			httpResponse.setHeader("Content-Security-Policy", PAGES_POLICY);
		}
		chain.doFilter(request, response);
	}

	private static boolean isPage(String path) {
		return path.equals("/test") || path.startsWith("/swagger-ui");
	}

}
