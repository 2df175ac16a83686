package dev.dataapi.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Shortens Spring's way from a request to its route, and from what that returns to the
 * response.
 */
@Component
class RouteRegistrations implements WebMvcRegistrations {

	@Override
	public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
		return new FirstSegmentMapping();
	}

	/** Spring would negotiate the content type again, and ask every converter. */
	@Override
	public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
		return new RequestMappingHandlerAdapter() {

			@Override
			public void afterPropertiesSet() {
				super.afterPropertiesSet();
				List<HandlerMethodReturnValueHandler> handlers = new ArrayList<>();
				handlers.add(new CachedResponseHandler());
				handlers.addAll(Objects.requireNonNull(getReturnValueHandlers()));
				setReturnValueHandlers(handlers);
			}

		};
	}

	/**
	 * Rules out routes by the first segment of the path. Spring would compare method,
	 * content type and the whole path with every route that has a path variable.
	 */
	private static final class FirstSegmentMapping extends RequestMappingHandlerMapping {

		/** The first segment of each route; empty if it varies. */
		private final Map<RequestMappingInfo, String> firstSegments = new ConcurrentHashMap<>();

		@Override
		protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo info, HttpServletRequest request) {
			String expected = this.firstSegments.computeIfAbsent(info, FirstSegmentMapping::firstSegment);
			return (expected.isEmpty() || expected.equals(firstSegment(request)))
					? super.getMatchingMapping(info, request) : null;
		}

		private static String firstSegment(RequestMappingInfo info) {
			List<String> firsts = info.getPatternValues()
				.stream()
				.map((pattern) -> firstSegment(PathContainer.parsePath(pattern)))
				.distinct()
				.toList();
			boolean isLiteral = firsts.size() == 1 && firsts.getFirst().chars().noneMatch((c) -> "{*?".indexOf(c) >= 0);
			return isLiteral ? firsts.getFirst() : "";
		}

		private static String firstSegment(HttpServletRequest request) {
			return firstSegment(ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication());
		}

		/** As Spring compares it: decoded, and without parameters. */
		private static String firstSegment(PathContainer path) {
			List<PathContainer.Element> elements = path.elements();
			return (elements.size() > 1 && elements.get(1) instanceof PathContainer.PathSegment segment)
					? segment.valueToMatch() : "";
		}

	}

}
