package dev.dataapi.declared;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachePolicy;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.endpoint.Description;
import dev.dataapi.endpoint.Endpoint;
import dev.dataapi.endpoint.Format;
import dev.dataapi.warehouse.Lane;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Answers the requests of one declared endpoint.
 *
 * @param <K> what a request asks for
 */
final class DeclaredController<K> {

	private static final Method ANSWER = Objects.requireNonNull(
			ReflectionUtils.findMethod(DeclaredController.class, "answer", HttpServletRequest.class, CacheMode.class));

	private final Declaration declaration;

	private final Endpoint<K> endpoint;

	private final Function<HttpServletRequest, List<K>> reader;

	private final Availability availability;

	private DeclaredController(Declaration declaration, Endpoint<K> endpoint,
			Function<HttpServletRequest, List<K>> reader, Availability availability) {
		this.declaration = declaration;
		this.endpoint = endpoint;
		this.reader = reader;
		this.availability = availability;
	}

	/** Answers with the rows of the keys in the path, or in a body. */
	static DeclaredController<LookupKey> of(LookupStatements statements, boolean takesBody, Lane.Lookups lane,
			JsonMapper mapper, Availability availability) {
		LookupDeclaration lookup = statements.declaration();
		Endpoint<LookupKey> endpoint = Endpoint.of(lookup.id(), lookup.path(),
				(template) -> new LookupSource(statements, template, mapper), lane, policy(lookup, lane),
				DeclaredDescription.of(lookup, takesBody));
		// Of slashes before the keys
		int slashes = Route.of(lookup.path()).segments().indexOf(LookupDeclaration.KEYS) + 1;
		return new DeclaredController<>(lookup, endpoint, (request) -> {
			Arguments.parse(List.of(), request.getQueryString());
			return hasBody(request) ? JsonBody.read(request, mapper, (body) -> LookupKey.readAll(lookup, body))
					: LookupKey.parseAll(lookup, segment(request, slashes));
		}, availability);
	}

	/** Answers with the rows for the parameters in the query, or in a body. */
	static DeclaredController<Arguments> of(ReportStatements statements, Lane.Reports lane, JsonMapper mapper,
			Availability availability) {
		ReportDeclaration report = statements.declaration();
		Endpoint<Arguments> endpoint = Endpoint.of(report.id(), report.path(),
				(template) -> new ReportSource(statements, template, mapper), lane, policy(report, lane),
				DeclaredDescription.of(report));
		return new DeclaredController<>(report, endpoint, (request) -> {
			if (!hasBody(request)) {
				return List.of(Arguments.parse(report.parameters(), request.getQueryString()));
			}
			Arguments.parse(List.of(), request.getQueryString());
			return JsonBody.read(request, mapper, (body) -> List.of(Arguments.read(report.parameters(), body)));
		}, availability);
	}

	private static boolean hasBody(HttpServletRequest request) {
		return RequestMethod.POST.name().equals(request.getMethod());
	}

	private static CachePolicy policy(Declaration declaration, Lane lane) {
		CachePolicy policy = lane.policy();
		return policy.with(or(declaration.cache().ttl(), policy.ttl()),
				or(declaration.cache().staleIfError(), policy.staleIfError()),
				or(declaration.deadline(), policy.deadline()));
	}

	private static Duration or(@Nullable Duration declared, Duration otherwise) {
		return Objects.requireNonNullElse(declared, otherwise);
	}

	/** Returns a segment of the path as it was sent: Spring's variables are decoded. */
	private static String segment(HttpServletRequest request, int slashes) {
		String path = request.getRequestURI().substring(request.getContextPath().length());
		int start = 0;
		for (int i = 0; i < slashes; i++) {
			start = path.indexOf('/', start) + 1;
		}
		int end = path.indexOf('/', start);
		return (end < 0) ? path.substring(start) : path.substring(start, end);
	}

	/**
	 * Maps the endpoint's paths, so that filters, problems and metrics treat it like one
	 * written in Java. Spring answers HEAD and OPTIONS where GET is mapped.
	 */
	void map(RequestMappingHandlerMapping mapping) {
		RequestMappingInfo info = RequestMappingInfo.paths(this.endpoint.path())
			.methods(RequestMethod.GET)
			.options(mapping.getBuilderConfiguration())
			.build();
		mapping.registerMapping(info, this, ANSWER);
		Description.Posted posted = this.endpoint.description().posted();
		if (posted != null) {
			mapping.registerMapping(RequestMappingInfo.paths(posted.path())
				.methods(RequestMethod.POST)
				.consumes(MediaType.APPLICATION_JSON_VALUE)
				.options(mapping.getBuilderConfiguration())
				.build(), this, ANSWER);
		}
	}

	CachedResponse answer(HttpServletRequest request, CacheMode mode) {
		this.availability.require(this.declaration);
		List<K> keys = this.reader.apply(request);
		return switch (this.declaration) {
			case LookupDeclaration lookup -> this.endpoint.array(keys, mode, Format.of(request, true));
			case ReportDeclaration report ->
				this.endpoint.value(keys.getFirst(), mode,
						Format.of(request, hasBody(request) || !report.hasParameter(Format.PARAMETER)));
		};
	}

	Endpoint<K> endpoint() {
		return this.endpoint;
	}

}
