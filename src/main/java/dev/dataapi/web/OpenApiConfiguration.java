package dev.dataapi.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.endpoint.Description;
import dev.dataapi.endpoint.EndpointsListener;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.servers.Server;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.properties.SpringDocConfigProperties.ApiDocs.OpenApiVersion;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * The API's description: title, version, and the problems that every route can answer.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	private static final String PAGE_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; object-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

	/** For routes that read from the warehouse; the others cannot fail. */
	private static final Map<String, String> PROBLEMS = new TreeMap<>(Map.of("400",
			"A parameter cannot be read, or two contradict each other as in a range that ends before it begins; "
					+ "'detail' names them and says what is accepted",
			"406", "The caller accepts none of the formats", "414",
			"The address is longer than this service accepts, which is %,d bytes for address and headers together",
			"431", "The headers are longer than this service accepts, which is %,d bytes with the address", "500",
			"The statement failed", "503",
			"The warehouse cannot be reached or refuses, or this service is overloaded; see Retry-After", "504",
			"The warehouse did not answer within the deadline"));

	private static final Map<String, String> BODY_PROBLEMS = new TreeMap<>(Map.of("413",
			"The body is larger than this service accepts, which is %,d bytes".formatted(RequestLimits.BODY_BYTES),
			"415", "The body is not application/json"));

	/**
	 * Refuses to describe the routes in OpenAPI 3.0: types that may be null would come
	 * out as none at all.
	 */
	@Bean
	OpenAPI description(ObjectProvider<BuildProperties> build, SpringDocConfigProperties settings) {
		OpenApiVersion version = settings.getApiDocs().getVersion();
		if (version != OpenApiVersion.OPENAPI_3_1) {
			throw new InvalidSettingException("springdoc.api-docs.version", version.getVersion(),
					"be openapi_3_1, since 3.0 cannot describe values that may be null as this service does");
		}
		BuildProperties properties = build.getIfAvailable();
		return new OpenAPI()
			.info(new Info().title("Data API")
				.description("Snowflake data over HTTP: reports over orders, look-ups of customers.")
				.version((properties != null) ? properties.getVersion() : "development")
				.license(new License().name("Apache License 2.0").identifier("Apache-2.0")))
			.addServersItem(new Server().url(rootFrom(settings.getApiDocs().getPath())));
	}

	/** Relative to where the description is read, whatever a gateway puts before it. */
	private static String rootFrom(String path) {
		int above = StringUtils.countOccurrencesOf(path, "/") - 1;
		return (above > 0) ? "/..".repeat(above).substring(1) : ".";
	}

	/**
	 * Springdoc builds addresses from forwarding headers, which anyone can send, and
	 * fails on malformed ones; every address that it needs is relative.
	 */
	@Bean
	FilterRegistrationBean<ForwardedHeaderFilter> descriptionWithoutForwarding() {
		ForwardedHeaderFilter filter = new ForwardedHeaderFilter();
		filter.setRemoveOnly(true);
		FilterRegistrationBean<ForwardedHeaderFilter> registration = new FilterRegistrationBean<>(filter);
		registration.addUrlPatterns("/swagger-ui.html", "/swagger-ui/*", "/v3/api-docs/*", "/v3/api-docs.yaml");
		return registration;
	}

	@Bean
	FilterRegistrationBean<DescriptionFilter> descriptionMadeOnce(SpringDocConfigProperties settings) {
		FilterRegistrationBean<DescriptionFilter> registration = new FilterRegistrationBean<>(new DescriptionFilter());
		registration.addUrlPatterns(settings.getApiDocs().getPath(), settings.getApiDocs().getPath() + ".yaml");
		return registration;
	}

	@Bean
	EndpointsListener descriptionMadeAgain(FilterRegistrationBean<DescriptionFilter> descriptionMadeOnce) {
		return (removed) -> Objects.requireNonNull(descriptionMadeOnce.getFilter()).forget();
	}

	/** Springdoc redirects to a path that is wrong behind a gateway which strips one. */
	@Bean
	FilterRegistrationBean<Filter> descriptionPageBesideIt() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			if (!DescriptionFilter.isRead((HttpServletRequest) request)) {
				chain.doFilter(request, response);
				return;
			}
			((HttpServletResponse) response).setStatus(HttpServletResponse.SC_FOUND);
			((HttpServletResponse) response).setHeader(HttpHeaders.LOCATION, "swagger-ui/index.html");
		});
		registration.addUrlPatterns("/swagger-ui.html");
		return registration;
	}

	/** The page loads its scripts from files, but one of them sets inline styles. */
	@Bean
	FilterRegistrationBean<Filter> descriptionPolicy() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			((HttpServletResponse) response).setHeader("Content-Security-Policy", PAGE_POLICY);
			chain.doFilter(request, response);
		});
		registration.addUrlPatterns("/swagger-ui.html", "/swagger-ui/*");
		// Before the redirection to it
		registration.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
		return registration;
	}

	@Bean
	OpenApiCustomizer problemsAndEmptyParameters(ServerProperties server) {
		long longest = server.getMaxHttpRequestHeaderSize().toBytes();
		return (description) -> {
			description.getComponents().addSchemas(Description.PROBLEM, problem());
			description.getPaths()
				.values()
				.stream()
				.flatMap((item) -> item.readOperations().stream())
				.filter((operation) -> !operation.getTags().contains(HomeController.TAG))
				.forEach((operation) -> {
					addProblems(operation, longest);
					Stream.ofNullable(operation.getParameters())
						.flatMap(List::stream)
						.forEach(OpenApiConfiguration::acceptEmpty);
				});
		};
	}

	/**
	 * An optional query parameter may also be empty: not as one of two schemas, of which
	 * generated clients make a type of their own.
	 */
	private static void acceptEmpty(Parameter parameter) {
		if ("query".equals(parameter.getIn()) && !Boolean.TRUE.equals(parameter.getRequired())) {
			parameter.setAllowEmptyValue(true);
		}
	}

	private static void addProblems(Operation operation, long longest) {
		PROBLEMS.forEach((status, meaning) -> Description.addProblem(operation, status, meaning.formatted(longest)));
		if (operation.getRequestBody() != null) {
			BODY_PROBLEMS.forEach((status, meaning) -> Description.addProblem(operation, status, meaning));
		}
	}

	private static Schema<?> problem() {
		Schema<?> problem = new ObjectSchema().description("RFC 9457 problem");
		problem.addProperty("type", new StringSchema().format("uri-reference").example("about:blank"));
		problem.addProperty("title", new StringSchema().example("Bad Request"));
		problem.addProperty("status", new IntegerSchema().example(400));
		problem.addProperty("detail", new StringSchema().example("year accepts an integer, such as 1995."));
		problem.addProperty("instance", new StringSchema().format("uri-reference"));
		problem.addProperty("error",
				new StringSchema().description("The original services' sentence").example("Invalid year."));
		problem.addProperty(RequestId.NAME,
				new StringSchema().description("The answer's X-Request-Id, as the log names it"));
		problem.setRequired(List.of("type", "title", "status", "detail", "instance", "error", RequestId.NAME));
		return problem;
	}

}
