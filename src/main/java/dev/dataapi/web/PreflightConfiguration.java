package dev.dataapi.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsUtils;

/**
 * Answers a browser's preflight as any other {@code OPTIONS}, on the port of the routes
 * and on that of management: no other origin is allowed, and Spring would list all
 * methods that there are instead of those of the route.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
class PreflightConfiguration {

	@Bean
	HttpFilter preflightAsPlainOptions() {
		return new PreflightFilter();
	}

	private static final class PreflightFilter extends HttpFilter {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			chain.doFilter(CorsUtils.isPreFlightRequest(request) ? new PlainOptions(request) : request, response);
		}

	}

	private static final class PlainOptions extends HttpServletRequestWrapper {

		PlainOptions(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable String getHeader(String name) {
			return HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD.equalsIgnoreCase(name) ? null : super.getHeader(name);
		}

	}

}
