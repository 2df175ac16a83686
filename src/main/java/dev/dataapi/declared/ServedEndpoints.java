package dev.dataapi.declared;

import java.lang.reflect.Method;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

import dev.dataapi.access.Admission;
import dev.dataapi.access.CallerValue;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.endpoint.Endpoint;
import dev.dataapi.endpoint.EndpointProvider;
import dev.dataapi.endpoint.EndpointsListener;
import dev.dataapi.export.Exports;
import dev.dataapi.warehouse.Lane;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The declared endpoints that are served. Others take their place as a whole between two
 * requests: a request is answered by those before or by those after.
 */
public final class ServedEndpoints implements EndpointProvider {

	private static final Method ANSWER = Objects.requireNonNull(ReflectionUtils.findMethod(ServedEndpoints.class,
			"answer", HttpServletRequest.class, HttpServletResponse.class, CacheMode.class));

	private final RequestMappingHandlerMapping mapping;

	private final Lane.Lookups lookups;

	private final Lane.Reports reports;

	private final Exports exports;

	private final JsonMapper mapper;

	private final Availability availability;

	private final ObjectProvider<EndpointsListener> listeners;

	private final @Nullable Admission admission;

	/** By path, in the order of the files; replaced as a whole. */
	private volatile Map<String, DeclaredController<?>> served = Map.of();

	ServedEndpoints(RequestMappingHandlerMapping mapping, Lane.Lookups lookups, Lane.Reports reports, Exports exports,
			JsonMapper mapper, Availability availability, ObjectProvider<EndpointsListener> listeners,
			@Nullable Admission admission) {
		this.mapping = mapping;
		this.lookups = lookups;
		this.reports = reports;
		this.exports = exports;
		this.mapper = mapper;
		this.availability = availability;
		this.listeners = listeners;
		this.admission = admission;
	}

	/** Why a value cannot be bound from callers here, or nothing if it can. */
	public @Nullable String objection(CallerValue value) {
		if (this.admission == null || !this.admission.isAuthenticated()) {
			return value + " needs authentication, which 'data-api.authentication' switches on.";
		}
		return this.admission.canTell(value) ? null : value
				+ " is told by no way of authentication that is switched on: tokens and the file of callers have claims.";
	}

	/**
	 * Serves these endpoints and no others. One whose declaration is the same as before
	 * keeps its cache. Not to be called by two threads at once.
	 */
	public void replace(List<Statements> declared) {
		Map<String, DeclaredController<?>> before = this.served;
		serve(declared);
		Set<String> removed = before.keySet()
			.stream()
			.filter((path) -> !this.served.containsKey(path))
			.map((path) -> path.replace(DeclaredController.POST, ""))
			.collect(Collectors.toSet());
		this.listeners.forEach((listener) -> listener.endpointsChanged(removed));
		before.values().stream().distinct().filter((each) -> !isServed(each)).forEach((each) -> {
			Lane lane = (each.declaration() instanceof LookupDeclaration) ? this.lookups : this.reports;
			lane.retire(each.endpoint().cache());
		});
	}

	/**
	 * What is added is mapped before it is served, and what is removed until it is not:
	 * what is served decides, whatever is mapped meanwhile.
	 */
	void serve(List<Statements> declared) {
		Map<String, DeclaredController<?>> after = new LinkedHashMap<>();
		declared.stream()
			.map(Statements::declaration)
			.forEach((each) -> each.access().require(each.id(), this.admission));
		List<Declaration> all = declared.stream().<Declaration>map(Statements::declaration).toList();
		for (Statements each : declared) {
			Declaration declaration = each.declaration();
			boolean takesBody = Endpoints.takesBody(declaration, all);
			DeclaredController<?> known = this.served.get(declaration.path());
			DeclaredController<?> controller = (known != null && known.declaration().equals(declaration)
					&& known.takesBody() == takesBody) ? known : controller(each, takesBody);
			controller.mappings(this.mapping.getBuilderConfiguration())
				.keySet()
				.forEach((path) -> after.put(path, controller));
		}
		SequencedSet<RequestMappingInfo> mapped = mappings(this.served);
		SequencedSet<RequestMappingInfo> wanted = mappings(after);
		wanted.stream()
			.filter((each) -> !mapped.contains(each))
			.forEach((each) -> this.mapping.registerMapping(each, this, ANSWER));
		this.served = after;
		mapped.reversed().stream().filter((each) -> !wanted.contains(each)).forEach(this.mapping::unregisterMapping);
	}

	private DeclaredController<?> controller(Statements statements, boolean takesBody) {
		return switch (statements) {
			case LookupStatements lookup ->
				DeclaredController.of(lookup, takesBody, this.lookups, this.mapper, this.availability);
			case ReportStatements report ->
				DeclaredController.of(report, this.reports, this.exports, this.mapper, this.availability);
		};
	}

	/** Of a path that takes bodies, too, GET comes first: alone, POST would refuse it. */
	private SequencedSet<RequestMappingInfo> mappings(Map<String, DeclaredController<?>> controllers) {
		SequencedSet<RequestMappingInfo> mappings = new LinkedHashSet<>();
		controllers.values()
			.stream()
			.distinct()
			.forEach((each) -> mappings.addAll(each.mappings(this.mapping.getBuilderConfiguration()).values()));
		return mappings;
	}

	private boolean isServed(DeclaredController<?> controller) {
		return this.served.get(controller.endpoint().path()) == controller;
	}

	/** Answers the requests of all declared endpoints. */
	@Nullable CachedResponse answer(HttpServletRequest request, HttpServletResponse response, CacheMode mode)
			throws NoHandlerFoundException, IOException {
		Map<String, DeclaredController<?>> served = this.served;
		Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		String post = "POST".equals(request.getMethod()) ? DeclaredController.POST : "";
		DeclaredController<?> controller = served.get(post + pattern);
		controller = (controller != null) ? controller : controller(served, request);
		if (this.admission != null) {
			Endpoint<?> endpoint = controller.endpoint();
			this.admission.admit(endpoint.name(), endpoint.access(), request, response);
		}
		return controller.answer(request, response, mode);
	}

	/** Finds what is served where something else is still mapped, or already. */
	private static DeclaredController<?> controller(Map<String, DeclaredController<?>> served,
			HttpServletRequest request) throws NoHandlerFoundException {
		PathContainer path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
		String post = "POST".equals(request.getMethod()) ? DeclaredController.POST : "";
		for (Map.Entry<String, DeclaredController<?>> each : served.entrySet()) {
			if (each.getKey().startsWith(DeclaredController.POST) != post.isEmpty()
					&& PathPatternParser.defaultInstance.parse(each.getKey().substring(post.length())).matches(path)) {
				return each.getValue();
			}
		}
		throw new NoHandlerFoundException(request.getMethod(), path.value(), new HttpHeaders());
	}

	/** Those that answer are those that let in: others may be served a moment later. */
	@Override
	public boolean admitsCallers() {
		return true;
	}

	@Override
	public List<Endpoint<?>> endpoints() {
		return this.served.values().stream().distinct().<Endpoint<?>>map(DeclaredController::endpoint).toList();
	}

}
