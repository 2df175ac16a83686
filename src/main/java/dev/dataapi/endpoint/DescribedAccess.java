package dev.dataapi.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.dataapi.access.AccessProperties.Mode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;

/**
 * What the API's description says of who may call.
 *
 * @param modes how callers prove who they are
 * @param limited whether there is a limit on all requests of a caller
 */
record DescribedAccess(Set<Mode> modes, boolean limited) {

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

	/** Any role of an endpoint is enough, so each stands in a requirement of its own. */
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
			Description.addProblem(operation, "429", "The caller has asked too often; see Retry-After and RateLimit");
		}
	}

}
