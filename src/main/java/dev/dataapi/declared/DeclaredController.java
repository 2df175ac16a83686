package dev.dataapi.declared;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import dev.dataapi.access.CallerValue;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachePolicy;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.ReadException;
import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.endpoint.Description;
import dev.dataapi.endpoint.Endpoint;
import dev.dataapi.endpoint.Format;
import dev.dataapi.endpoint.JsonBody;
import dev.dataapi.export.Export;
import dev.dataapi.export.Exports;
import dev.dataapi.warehouse.Lane;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/**
 * Answers the requests of one declared endpoint.
 *
 * @param <K> what a request asks for
 */
final class DeclaredController<K> {

	/** Before a path that takes bodies, which may be that of another endpoint's GET. */
	static final String POST = "POST ";

	private final Declaration declaration;

	private final Endpoint<K> endpoint;

	private final Function<HttpServletRequest, List<K>> reader;

	private final Availability availability;

	private final List<CallerValue> fromCaller;

	private final Answer<K> answer;

	/** Headers of its answers. */
	private final Map<String, String> deprecation;

	private DeclaredController(Declaration declaration, Endpoint<K> endpoint,
			Function<HttpServletRequest, List<K>> reader, Availability availability, Answer<K> answer) {
		this.declaration = declaration;
		this.endpoint = endpoint;
		this.reader = reader;
		this.availability = availability;
		this.fromCaller = declaration.fromCaller();
		this.answer = answer;
		this.deprecation = declaration.deprecation().headers();
	}

	/** Answers with the rows of the keys in the path, or in a body. */
	static DeclaredController<LookupKey> of(LookupStatements statements, boolean takesBody, Lane.Lookups lane,
			JsonMapper mapper, Availability availability) {
		LookupDeclaration lookup = statements.declaration();
		Endpoint<LookupKey> endpoint = Endpoint
			.of(lookup.id(), lookup.path(), (template) -> new LookupSource(statements, lookup.on(template), mapper),
					lane, policy(lookup, lane), DeclaredDescription.of(lookup, takesBody))
			.with(lookup.access());
		// Of slashes before the keys
		int slashes = Route.of(lookup.path()).segments().indexOf(LookupDeclaration.KEYS) + 1;
		LookupDeclaration asked = lookup.asked();
		boolean bound = !lookup.fromCaller().isEmpty();
		return new DeclaredController<>(lookup, endpoint, (request) -> {
			List<@Nullable Object> values = bound ? CallerValues.of(lookup, request) : List.of();
			Arguments.parse(List.of(), request.getQueryString());
			List<LookupKey> keys = hasBody(request)
					? JsonBody.read(request, mapper, (body) -> LookupKey.readAll(asked, body))
					: LookupKey.parseAll(asked, segment(request, slashes));
			return bound ? keys.stream().map((key) -> key.with(values)).toList() : keys;
		}, availability, (keys, request, response, mode) -> endpoint.array(keys, mode, Format.of(request, true)));
	}

	/** Answers with the rows for the parameters in the query, or in a body. */
	static DeclaredController<Arguments> of(ReportStatements statements, Lane.Reports lane, Exports exports,
			JsonMapper mapper, Availability availability) {
		ReportDeclaration report = statements.declaration();
		Endpoint<Arguments> endpoint = Endpoint
			.of(report.id(), report.path(), (template) -> new ReportSource(statements, report.on(template), mapper),
					lane, policy(report, lane), DeclaredDescription.of(report))
			.with(report.access());
		boolean bound = !report.fromCaller().isEmpty();
		return new DeclaredController<>(report, endpoint, (request) -> {
			Map<String, List<Object>> values = bound ? CallerValues.of(report, request) : Map.of();
			if (!hasBody(request)) {
				return List.of(statements.given(request.getQueryString(), values));
			}
			Arguments.parse(List.of(), request.getQueryString());
			return JsonBody.read(request, mapper, (body) -> List.of(statements.given(body, values)));
		}, availability, (keys, request, response, mode) -> {
			Format format = Format.of(request, hasBody(request) || !report.hasParameter(Format.PARAMETER));
			Arguments given = keys.getFirst();
			if (!report.isExported() || format == Format.JSON || statements.isPage(given)) {
				return endpoint.value(statements.whole(given), mode, format);
			}
			if (mode == CacheMode.ONLY_IF_CACHED) {
				throw new ReadException(Reason.NOT_CACHED, "An export is not cached", null);
			}
			exports.write(
					new Export(report.id(), format.contentType(), format.fileName(report.id()),
							policy(report, lane).deadline(), new ReportExport(statements, given, format, mapper)),
					request, response);
			return null;
		});
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
	 * What the endpoint's paths are mapped by, so that filters, problems and metrics
	 * treat it like one written in Java, each with the path that it is served under.
	 * Spring answers HEAD and OPTIONS where GET is mapped.
	 */
	Map<String, RequestMappingInfo> mappings(RequestMappingInfo.BuilderConfiguration configuration) {
		Map<String, RequestMappingInfo> mappings = new LinkedHashMap<>();
		mappings.put(this.endpoint.path(),
				RequestMappingInfo.paths(this.endpoint.path())
					.methods(RequestMethod.GET)
					.options(configuration)
					.build());
		Description.Posted posted = this.endpoint.description().posted();
		if (posted != null) {
			mappings.put(POST + posted.path(),
					RequestMappingInfo.paths(posted.path())
						.methods(RequestMethod.POST)
						.consumes(MediaType.APPLICATION_JSON_VALUE)
						.options(configuration)
						.build());
		}
		return mappings;
	}

	/** Whether it takes what is asked for in a body, too. */
	boolean takesBody() {
		return this.endpoint.description().posted() != null;
	}

	/** Answers a request; with nothing if the answer has been written. */
	@Nullable CachedResponse answer(HttpServletRequest request, HttpServletResponse response, CacheMode mode) throws IOException {
		this.deprecation.forEach(response::setHeader);
		this.availability.require(this.declaration);
		CachedResponse answer = this.answer.to(this.reader.apply(request), request, response, mode);
		return (answer == null || this.fromCaller.isEmpty()) ? answer
				: answer.of(CallerValues.text(this.fromCaller, request));
	}

	Declaration declaration() {
		return this.declaration;
	}

	Endpoint<K> endpoint() {
		return this.endpoint;
	}

	/**
	 * Answers what a request asks for.
	 *
	 * @param <K> what it asks for
	 */
	@FunctionalInterface
	private interface Answer<K> {

		@Nullable CachedResponse to(List<K> keys, HttpServletRequest request, HttpServletResponse response, CacheMode mode)
				throws IOException;

	}

}
