package dev.dataapi.web;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

/**
 * Refuses requests that Spring would misread: a semicolon in the path, since Spring drops
 * what follows it; {@code //}, which is no URI and cannot be a problem's instance; and a
 * wildcard as content type, which would turn a 404 into a 500.
 */
@Component
class BadRequestFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String path = ((HttpServletRequest) request).getRequestURI();
		String type = request.getContentType();
		if (path.indexOf(';') >= 0 || path.equals("//") || (type != null && type.indexOf('*') >= 0)) {
			((HttpServletResponse) response).sendError(HttpServletResponse.SC_BAD_REQUEST);
		}
		else {
			chain.doFilter(request, response);
		}
	}

}
