package dev.dataapi.web;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import dev.dataapi.InvalidSettingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/**
 * Lets the pages of other origins read answers, where origins are set.
 */
@Configuration(proxyBeanMethods = false)
class CrossOriginConfiguration {

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST");

	private static final List<String> EXPOSED = List.of(HttpHeaders.ETAG, HttpHeaders.LINK, HttpHeaders.AGE,
			"Cache-Status", HttpHeaders.CONTENT_DISPOSITION, HttpHeaders.RETRY_AFTER, "Server-Timing", RequestId.HEADER,
			"traceparent", "Deprecation", "Sunset", "RateLimit", "RateLimit-Policy", HttpHeaders.WWW_AUTHENTICATE);

	/** The longest that Chromium remembers a preflight. */
	private static final Duration MAX_AGE = Duration.ofHours(2);

	/** After the filters that time requests and give them their ids. */
	@Bean
	FilterRegistrationBean<CorsFilter> otherOrigins(Properties properties) {
		CorsConfiguration allowed = new CorsConfiguration();
		allowed.setAllowedOrigins(properties.origins());
		allowed.setAllowedMethods(METHODS);
		allowed.setAllowedHeaders(List.of(CorsConfiguration.ALL));
		allowed.setExposedHeaders(EXPOSED);
		allowed.setMaxAge(MAX_AGE);
		CorsFilter filter = new CorsFilter((request) -> allowed);
		filter.setCorsProcessor(new Processor());
		FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
		registration.setEnabled(!properties.origins().isEmpty());
		return registration;
	}

	/**
	 * Answers a request of another origin without the headers that let its page read the
	 * answer, instead of refusing it: behind a gateway, this service does not know its
	 * own origin. A preflight is refused with a problem.
	 */
	private static final class Processor extends DefaultCorsProcessor {

		@Override
		public boolean processRequest(@Nullable CorsConfiguration allowed, HttpServletRequest request,
				HttpServletResponse response) throws IOException {
			String origin = request.getHeader(HttpHeaders.ORIGIN);
			boolean refused = origin != null && Objects.requireNonNull(allowed).checkOrigin(origin) == null;
			if (refused && !CorsUtils.isPreFlightRequest(request)) {
				response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
				return true;
			}
			return super.processRequest(allowed, request, response);
		}

		@Override
		protected void rejectRequest(ServerHttpResponse response) throws IOException {
			((ServletServerHttpResponse) response).getServletResponse().sendError(HttpServletResponse.SC_FORBIDDEN);
		}

	}

	/**
	 * Which pages may read answers.
	 *
	 * @param origins their origins, or {@code *} alone for any
	 */
	@ConfigurationProperties("data-api.cors")
	record Properties(@DefaultValue List<String> origins) {

		Properties {
			for (String origin : origins) {
				if (!(isOrigin(origin) || (origin.equals(CorsConfiguration.ALL) && origins.size() == 1))) {
					throw new InvalidSettingException("data-api.cors.origins", origin,
							"be origins as browsers send them, separated by commas, such as https://www.example.com "
									+ "or http://localhost:3000, or * alone");
				}
			}
		}

		/** In lower case, without a path and without the port that its scheme implies. */
		private static boolean isOrigin(String text) {
			try {
				URI uri = new URI(text);
				boolean implied = (text.startsWith("http:") && uri.getPort() == 80)
						|| (text.startsWith("https:") && uri.getPort() == 443);
				String port = (uri.getPort() < 0) ? "" : ":" + uri.getPort();
				return uri.getHost() != null && !implied
						&& text.equals((uri.getScheme() + "://" + uri.getHost() + port).toLowerCase(Locale.ROOT));
			}
			catch (URISyntaxException ex) {
				return false;
			}
		}

	}

}
