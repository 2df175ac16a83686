package dev.dataapi.web;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.validation.Validator;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.PathVariableMethodArgumentResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Shortens Spring's way from a request to its route, and from its result to the response:
 * together they cost more than a cache hit.
 */
@Component
class RouteRegistrations implements WebMvcRegistrations, WebMvcConfigurer {

	@Override
	public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
		return new FirstSegmentMapping();
	}

	@Override
	public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
		return new RequestMappingHandlerAdapter() {

			@Override
			public void afterPropertiesSet() {
				super.afterPropertiesSet();
				List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>();
				resolvers.add(new TextVariables());
				resolvers.addAll(Objects.requireNonNull(getArgumentResolvers()));
				setArgumentResolvers(resolvers);
				List<HandlerMethodReturnValueHandler> handlers = new ArrayList<>();
				// Spring would negotiate the content type again, and ask every converter
				handlers.add(new CachedResponseHandler());
				handlers.addAll(Objects.requireNonNull(getReturnValueHandlers()));
				setReturnValueHandlers(handlers);
			}

		};
	}

	/**
	 * Nothing is validated by annotations, and Hibernate Validator takes its time to
	 * start.
	 */
	@Override
	public Validator getValidator() {
		return Validator.forType(Object.class, (target, errors) -> {
		});
	}

	/**
	 * Looks for a route among those with the same first segment. Spring compares a path
	 * with every route unless it is literally one of them.
	 */
	private static final class FirstSegmentMapping extends RequestMappingHandlerMapping {

		/**
		 * By first segment; {@code null} until the first request after a registration.
		 */
		private volatile @Nullable Map<String, List<Route>> routes;

		/** Before the mappings of the probes, which would look at each request first. */
		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		protected void registerHandlerMethod(Object handler, Method method, RequestMappingInfo mapping) {
			super.registerHandlerMethod(handler, method, mapping);
			this.routes = null;
		}

		@Override
		public void registerMapping(RequestMappingInfo mapping, Object handler, Method method) {
			super.registerMapping(mapping, handler, method);
			this.routes = null;
		}

		@Override
		public void unregisterMapping(RequestMappingInfo mapping) {
			super.unregisterMapping(mapping);
			this.routes = null;
		}

		@Override
		protected @Nullable HandlerMethod lookupHandlerMethod(String lookupPath, HttpServletRequest request)
				throws Exception {
			HandlerMethod method = null;
			RequestMappingInfo match = null;
			for (Route route : routes().getOrDefault(firstSegment(request), List.of())) {
				RequestMappingInfo found = getMatchingMapping(route.mapping(), request);
				if (found != null && match != null) {
					return super.lookupHandlerMethod(lookupPath, request);
				}
				if (found != null) {
					match = found;
					method = route.method();
				}
			}
			if (method == null || match == null) {
				return super.lookupHandlerMethod(lookupPath, request);
			}
			request.setAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE, method);
			handleMatch(match, lookupPath, request);
			return method;
		}

		private Map<String, List<Route>> routes() {
			Map<String, List<Route>> known = this.routes;
			if (known == null) {
				known = new HashMap<>();
				for (Map.Entry<RequestMappingInfo, HandlerMethod> each : getHandlerMethods().entrySet()) {
					Route route = new Route(each.getKey(), each.getValue());
					for (String pattern : each.getKey().getPatternValues()) {
						String segment = firstSegment(PathContainer.parsePath(pattern));
						known.computeIfAbsent(segment, (first) -> new ArrayList<>()).add(route);
					}
				}
				// A route whose first segment varies may be the better match for any path
				boolean varies = known.keySet().stream().anyMatch((segment) -> segment.matches(".*[{*?].*"));
				known = varies ? Map.of() : known;
				this.routes = known;
			}
			return known;
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

		private record Route(RequestMappingInfo mapping, HandlerMethod method) {
		}

	}

	/** Passes on path variables that stay text, without a data binder to convert them. */
	private static final class TextVariables implements HandlerMethodArgumentResolver {

		private final PathVariableMethodArgumentResolver variables = new PathVariableMethodArgumentResolver();

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == String.class && this.variables.supportsParameter(parameter);
		}

		@Override
		public @Nullable Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
				NativeWebRequest request, @Nullable WebDataBinderFactory binders) throws Exception {
			return this.variables.resolveArgument(parameter, container, request, null);
		}

	}

}
