package dev.dataapi.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.dataapi.access.AccessProperties;
import dev.dataapi.access.AccessProperties.Mode;
import dev.dataapi.access.Admission;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.tags.Tag;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Adds all endpoints to the API's description, before the problems that each of them can
 * answer with are added.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DescribedEndpoints implements OpenApiCustomizer {

	private final List<EndpointProvider> providers;

	private final ObjectProvider<Admission> admission;

	private final AccessProperties settings;

	DescribedEndpoints(List<EndpointProvider> providers, ObjectProvider<Admission> admission,
			AccessProperties settings) {
		this.providers = providers;
		this.admission = admission;
		this.settings = settings;
	}

	@Override
	public void customise(OpenAPI api) {
		this.providers.stream().flatMap((provider) -> provider.endpoints().stream()).forEach((each) -> add(api, each));
		this.admission.ifAvailable((admission) -> {
			DescribedAccess access = new DescribedAccess(this.settings.authentication(), admission.isLimited());
			access.addSchemes(api);
			this.providers.stream()
				.flatMap((provider) -> provider.endpoints().stream())
				.forEach((each) -> operations(api, each).forEach((operation) -> access.addTo(operation, each)));
		});
	}

	private static List<Operation> operations(OpenAPI api, Endpoint<?> endpoint) {
		List<Operation> operations = new ArrayList<>();
		PathItem read = api.getPaths().get(endpoint.path());
		if (read != null) {
			operations.add(read.getGet());
		}
		Description.Posted posted = endpoint.description().posted();
		PathItem postedTo = (posted != null) ? api.getPaths().get(posted.path()) : null;
		if (postedTo != null) {
			operations.add(postedTo.getPost());
		}
		return operations;
	}

	private static void add(OpenAPI api, Endpoint<?> endpoint) {
		Description description = endpoint.description();
		if (api.getTags() == null
				|| api.getTags().stream().noneMatch((tag) -> tag.getName().equals(description.tag()))) {
			api.addTagsItem(new Tag().name(description.tag()).description(description.tagMeaning()));
		}
		api.getComponents().addSchemas(description.rowName(), description.row().get());
		Schema<?> rows = Description.schema("array")
			.items(new Schema<>(SpecVersion.V31).$ref("#/components/schemas/" + description.rowName()));
		if (description.maxRows() > 0) {
			rows.setMaxItems(description.maxRows());
		}
		PathItem path = new PathItem().get(answered(description.operation().get(), description, rows));
		api.path(endpoint.path(), path);
		Description.Posted posted = description.posted();
		if (posted != null) {
			PathItem postedTo = posted.path().equals(endpoint.path()) ? path : new PathItem();
			Operation operation = answered(posted.operation().get(), description, rows);
			nameBody(api, operation);
			api.path(posted.path(), postedTo.post(operation));
		}
	}

	/** Otherwise generators give bodies that are alike the name of one of them. */
	private static void nameBody(OpenAPI api, Operation operation) {
		String name = operation.getOperationId() + ".request";
		operation.getRequestBody().getContent().values().forEach((body) -> {
			api.getComponents().addSchemas(name, body.getSchema());
			body.setSchema(new Schema<>(SpecVersion.V31).$ref("#/components/schemas/" + name));
		});
	}

	private static Operation answered(Operation operation, Description description, Schema<?> rows) {
		if (Stream.ofNullable(operation.getParameters())
			.flatMap(List::stream)
			.noneMatch((each) -> each.getName().equals(Format.PARAMETER))) {
			operation.addParametersItem(Format.described());
		}
		Content content = new Content().addMediaType(Format.JSON.type(), new MediaType().schema(rows));
		for (Format format : List.of(Format.NDJSON, Format.CSV)) {
			content.addMediaType(format.type(), new MediaType().schema(Description.schema("string")));
		}
		ApiResponse answer = new ApiResponse().description(description.rowsMeaning()).content(content);
		description.headers()
			.forEach((name, meaning) -> answer.addHeaderObject(name,
					new Header().description(meaning).schema(Description.schema("string"))));
		operation.setResponses(new ApiResponses().addApiResponse("200", answer));
		return operation.addTagsItem(description.tag());
	}

	/**
	 * What the API's description says of who may call.
	 *
	 * @param modes how callers prove who they are
	 * @param limited whether there is a limit on all requests of a caller
	 */
	private record DescribedAccess(Set<Mode> modes, boolean limited) {

		private static final String KEY = "key";

		private static final String TOKEN = "token";

		void addSchemes(OpenAPI api) {
			if (this.modes.contains(Mode.KEYS)) {
				api.getComponents()
					.addSecuritySchemes(KEY,
							new SecurityScheme().type(SecurityScheme.Type.APIKEY)
								.in(SecurityScheme.In.HEADER)
								.name("X-Api-Key")
								.description("A key; Authorization: Bearer takes it, too"));
			}
			if (this.modes.contains(Mode.JWT)) {
				api.getComponents()
					.addSecuritySchemes(TOKEN,
							new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT"));
			}
		}

		/**
		 * Any role of an endpoint is enough, so each stands in a requirement of its own.
		 */
		void addTo(Operation operation, Endpoint<?> endpoint) {
			List<String> schemes = new ArrayList<>();
			if (this.modes.contains(Mode.KEYS)) {
				schemes.add(KEY);
			}
			if (this.modes.contains(Mode.JWT)) {
				schemes.add(TOKEN);
			}
			List<String> roles = endpoint.access().roles();
			for (String scheme : schemes) {
				if (roles.isEmpty()) {
					operation.addSecurityItem(new SecurityRequirement().addList(scheme));
				}
				roles.forEach((role) -> operation.addSecurityItem(new SecurityRequirement().addList(scheme, role)));
			}
			if (!this.modes.isEmpty()) {
				Description.addProblem(operation, "401",
						"The request does not prove who sent it; WWW-Authenticate says how it could");
			}
			if (!roles.isEmpty()) {
				Description.addProblem(operation, "403", "The caller has none of the roles that may call this route");
			}
			if (this.limited || endpoint.access().rateLimit() != null) {
				Description.addProblem(operation, "429",
						"The caller has asked too often; see Retry-After and RateLimit");
			}
		}

	}

}
