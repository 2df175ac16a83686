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
 * Refuses what Spring would misread: semicolons in the path, since it would cut off what
 * follows one and answer {@code /customer/1;x} as if it were {@code /customer/1};
 * {@code //}, the one path that is no URI and so cannot be a problem's instance; and a
 * body whose type is a wildcard, over which an unknown path would fail with 500 instead
 * of 404.
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
