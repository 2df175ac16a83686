package dev.dataapi.endpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import dev.dataapi.access.Admission;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;

/**
 * Finds the controller of a plain read: a GET that accepts any type, or JSON. All other
 * requests are left to Spring's own mapping, which knows the controllers.
 * <p>
 * That mapping compares a path with each pattern and then negotiates, which is a sixth of
 * a cached look-up; this one compares it with the patterns of the same first segment.
 */
@Component
class PlainRequestMapping implements HandlerMapping, Ordered, EndpointsListener {

	private final RequestMappingHandlerMapping controllers;

	private final List<EndpointProvider> providers;

	private final HandlerInterceptor[] interceptors;

	/** By first segment; made at the first request, when all controllers are mapped. */
	private final AtomicReference<@Nullable Map<String, List<Mapped>>> routes = new AtomicReference<>();

	PlainRequestMapping(RequestMappingHandlerMapping requestMappingHandlerMapping, List<EndpointProvider> providers,
			ObjectProvider<Admission> admission) {
		this.controllers = requestMappingHandlerMapping;
		this.providers = providers;
		this.interceptors = admission.stream().map(CallerCheck::new).toArray(HandlerInterceptor[]::new);
	}

	/** Before the mappings of the probes, which would look at each request first. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean usesPathPatterns() {
		return true;
	}

	@Override
	public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) {
		if (!HttpMethod.GET.matches(request.getMethod()) || !Format.acceptsJson(request)) {
			return null;
		}
		PathContainer path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
		Map<String, List<Mapped>> routes = this.routes.get();
		if (routes == null) {
			routes = routes();
			// Unless they have changed meanwhile
			this.routes.compareAndSet(null, routes);
		}
		for (Mapped route : routes.getOrDefault(firstSegment(path), List.of())) {
			PathMatchInfo match = route.pattern().matchAndExtract(path);
			if (match != null) {
				request.setAttribute(BEST_MATCHING_PATTERN_ATTRIBUTE, route.pattern().getPatternString());
				request.setAttribute(URI_TEMPLATE_VARIABLES_ATTRIBUTE, match.getUriVariables());
				ServerHttpObservationFilter.findObservationContext(request)
					.ifPresent((context) -> context.setPathPattern(route.pattern().getPatternString()));
				return new HandlerExecutionChain(route.method(), this.interceptors);
			}
		}
		return null;
	}

	@Override
	public void endpointsChanged(Set<String> removed) {
		this.routes.set(routes());
	}

	/** No two endpoints have paths that overlap. */
	private Map<String, List<Mapped>> routes() {
		Set<String> paths = this.providers.stream()
			.flatMap((provider) -> provider.endpoints().stream())
			.<String>map(Endpoint::path)
			.collect(Collectors.toSet());
		Map<String, List<Mapped>> routes = new HashMap<>();
		this.controllers.getHandlerMethods().forEach((mapping, method) -> {
			for (PathPattern pattern : Objects.requireNonNull(mapping.getPathPatternsCondition()).getPatterns()) {
				if (paths.contains(pattern.getPatternString())) {
					String segment = firstSegment(PathContainer.parsePath(pattern.getPatternString()));
					routes.computeIfAbsent(segment, (first) -> new ArrayList<>())
						.add(new Mapped(pattern, method.createWithResolvedBean()));
				}
			}
		});
		return routes;
	}

	/** As Spring compares it: decoded, and without parameters. */
	private static String firstSegment(PathContainer path) {
		List<PathContainer.Element> elements = path.elements();
		return (elements.size() > 1 && elements.get(1) instanceof PathContainer.PathSegment segment)
				? segment.valueToMatch() : "";
	}

	private record Mapped(PathPattern pattern, HandlerMethod method) {
	}

}
