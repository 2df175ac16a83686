package dev.dataapi.declared;

import dev.dataapi.declared.sql.Name;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachePolicy;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.ReadThroughCache;
import dev.dataapi.report.InvalidParameterException;
import dev.dataapi.warehouse.Lane;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Makes a cache and a route for each declared endpoint. Filters, problems and metrics
 * treat the route like one written in Java.
 */
public final class EndpointRoutes {

	private final RequestMappingHandlerMapping mapping;

	private final Availability availability;

	public EndpointRoutes(RequestMappingHandlerMapping mapping, Availability availability) {
		this.mapping = mapping;
		this.availability = availability;
	}

	void add(LookupStatements statements, Lane.Lookups lane, JsonMapper mapper) {
		LookupDeclaration lookup = statements.declaration();
		register(lookup, new LookupHandler(lookup, lane.cache(lookup.id(), policy(lookup, lane),
				(template) -> new LookupSource(statements, template, mapper)), this.availability));
	}

	void add(ReportStatements statements, Lane.Reports lane, JsonMapper mapper) {
		ReportDeclaration report = statements.declaration();
		register(report, new ReportHandler(report, lane.cache(report.id(), policy(report, lane),
				(template) -> new ReportSource(statements, template, mapper)), this.availability));
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

	/** Spring answers HEAD and OPTIONS where GET is mapped. */
	private void register(Declaration declaration, Handler handler) {
		RequestMappingInfo info = RequestMappingInfo.paths(declaration.path())
			.methods(RequestMethod.GET)
			.produces(MediaType.APPLICATION_JSON_VALUE)
			.options(this.mapping.getBuilderConfiguration())
			.build();
		this.mapping.registerMapping(info, handler, Handler.METHOD);
	}

	/**
	 * Answers the requests of one endpoint.
	 */
	private sealed interface Handler {

		Method METHOD = Objects.requireNonNull(
				ReflectionUtils.findMethod(Handler.class, "answer", HttpServletRequest.class, CacheMode.class));

		@ResponseBody
		CachedResponse answer(HttpServletRequest request, CacheMode mode);

		static InvalidParameterException refusal(InvalidRequestException ex) {
			// a caller's own text, if it is none that could be declared
			String name = Name.isName(ex.parameter()) ? ex.parameter() : "parameter";
			return new InvalidParameterException("Invalid " + name + ".", ex.detail());
		}

	}

	/**
	 * Answers with the rows of the keys in the path.
	 */
	private static final class LookupHandler implements Handler {

		private final LookupDeclaration lookup;

		private final ReadThroughCache<LookupKey> rows;

		/** The number of slashes before the keys. */
		private final int slashes;

		private final Availability availability;

		LookupHandler(LookupDeclaration lookup, ReadThroughCache<LookupKey> rows, Availability availability) {
			this.lookup = lookup;
			this.rows = rows;
			this.availability = availability;
			this.slashes = Route.of(lookup.path()).segments().indexOf(LookupDeclaration.KEYS) + 1;
		}

		@Override
		public CachedResponse answer(HttpServletRequest request, CacheMode mode) {
			this.availability.require(this.lookup);
			try {
				Arguments.parse(List.of(), request.getQueryString());
				return this.rows.array(LookupKey.parseAll(this.lookup, keys(request)), mode);
			}
			catch (InvalidRequestException ex) {
				throw Handler.refusal(ex);
			}
		}

		/** The keys as they were sent: Spring's variable is decoded. */
		private String keys(HttpServletRequest request) {
			String path = request.getRequestURI().substring(request.getContextPath().length());
			int start = 0;
			for (int i = 0; i < this.slashes; i++) {
				start = path.indexOf('/', start) + 1;
			}
			int end = path.indexOf('/', start);
			return (end < 0) ? path.substring(start) : path.substring(start, end);
		}

	}

	/**
	 * Answers with the rows for the parameters in the query.
	 */
	private static final class ReportHandler implements Handler {

		private final ReportDeclaration report;

		private final ReadThroughCache<Arguments> rows;

		private final Availability availability;

		ReportHandler(ReportDeclaration report, ReadThroughCache<Arguments> rows, Availability availability) {
			this.report = report;
			this.rows = rows;
			this.availability = availability;
		}

		@Override
		public CachedResponse answer(HttpServletRequest request, CacheMode mode) {
			this.availability.require(this.report);
			try {
				return this.rows.value(Arguments.parse(this.report.parameters(), request.getQueryString()), mode);
			}
			catch (InvalidRequestException ex) {
				throw Handler.refusal(ex);
			}
		}

	}

}
