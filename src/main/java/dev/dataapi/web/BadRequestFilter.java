package dev.dataapi.web;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Refuses requests that Spring would misread: a semicolon in the path, since Spring drops
 * what follows and would answer {@code /customer/1;x} like {@code /customer/1};
 * {@code //}, which is no URI and cannot be a problem's instance; and a wildcard as
 * content type, which would turn a 404 into a 500.
 */
@Component
class BadRequestFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (isBadPath(((HttpServletRequest) request).getRequestURI()) || isWildcard(request.getContentType())) {
			((HttpServletResponse) response).sendError(HttpServletResponse.SC_BAD_REQUEST);
			return;
		}
		chain.doFilter(request, response);
	}

	private static boolean isBadPath(String path) {
		return path.indexOf(';') >= 0 || path.equals("//");
	}

	private static boolean isWildcard(@Nullable String contentType) {
		return contentType != null && contentType.indexOf('*') >= 0;
	}

}
