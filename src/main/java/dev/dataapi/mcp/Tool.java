package dev.dataapi.mcp;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.endpoint.Description;
import dev.dataapi.endpoint.Endpoint;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.MediaType;

/**
 * An endpoint as agents see it, described by what the API's description says of it.
 *
 * @param name its name, unique among the tools
 * @param endpoint what answers
 * @param parameters what a request may have, if it cannot have a body
 * @param definition what a list of tools says of it
 */
record Tool(String name, Endpoint<?> endpoint, List<Parameter> parameters, ObjectNode definition) {

	/**
	 * In characters. Some clients accept 60 together with the server's name, others 64
	 * with a prefix.
	 */
	private static final int MAX_NAME = 50;

	/**
	 * Makes a name of an endpoint's, of letters, digits and underscores only: the
	 * protocol allows dots and hyphens, but clients and models' interfaces refuse the
	 * whole list for one.
	 * @param taken the names of other tools
	 */
	static String name(String endpoint, Set<String> taken) {
		String name = endpoint.replaceAll("[^A-Za-z0-9_]", "_");
		return (name.length() <= MAX_NAME && !taken.contains(name)) ? name
				: "%.41s_%08x".formatted(name, endpoint.hashCode());
	}

	static Tool of(String name, Endpoint<?> endpoint, JsonMapper mapper) {
		Description description = endpoint.description();
		Description.Posted posted = description.posted();
		Operation operation = description.operation().get();
		List<Parameter> parameters = (posted != null || operation.getParameters() == null) ? List.of()
				: operation.getParameters();
		ObjectNode definition = definition(name, operation.getSummary(),
				Stream.of(operation.getSummary(), operation.getDescription())
					.filter(Objects::nonNull)
					.collect(Collectors.joining(".\n\n")),
				mapper);
		definition.set("inputSchema", (posted != null) ? json(body(posted), mapper) : input(parameters, mapper));
		definition.set("outputSchema", output(json(description.row().get(), mapper)));
		return new Tool(name, endpoint, parameters, definition);
	}

	/** A definition without its schemas; no tool changes anything. */
	static ObjectNode definition(String name, String title, String description, JsonMapper mapper) {
		ObjectNode definition = mapper.createObjectNode();
		definition.put("name", name).put("title", title).put("description", description);
		definition.putObject("annotations")
			.put("readOnlyHint", true)
			.put("destructiveHint", false)
			.put("idempotentHint", true)
			.put("openWorldHint", false);
		return definition;
	}

	private static Schema<?> body(Description.Posted posted) {
		Content content = posted.operation().get().getRequestBody().getContent();
		return Objects.requireNonNull(content.get(MediaType.APPLICATION_JSON_VALUE)).getSchema();
	}

	private static ObjectNode input(List<Parameter> parameters, JsonMapper mapper) {
		ObjectNode input = mapper.createObjectNode().put("type", "object");
		ObjectNode properties = input.putObject("properties");
		ArrayNode required = mapper.createArrayNode();
		for (Parameter parameter : parameters) {
			ObjectNode schema = json(parameter.getSchema(), mapper);
			if (parameter.getDescription() != null) {
				schema.put("description", parameter.getDescription());
			}
			if (parameter.getExample() != null) {
				schema.putArray("examples").addPOJO(parameter.getExample());
			}
			properties.set(parameter.getName(), schema);
			if (Boolean.TRUE.equals(parameter.getRequired())) {
				required.add(parameter.getName());
			}
		}
		if (!required.isEmpty()) {
			input.set("required", required);
		}
		return input.put("additionalProperties", false);
	}

	/** The older revisions of the protocol want an object, so the rows are in one. */
	private static ObjectNode output(ObjectNode row) {
		ObjectNode output = row.objectNode().put("type", "object");
		ObjectNode properties = output.putObject("properties");
		properties.putObject("rows").put("type", "array").set("items", row);
		properties.putObject(ToolResult.NOTE)
			.put("type", "string")
			.put("description", "What is left out, and how to ask for it");
		output.putArray("required").add("rows");
		return output;
	}

	private static ObjectNode json(Schema<?> schema, JsonMapper mapper) {
		ObjectNode json = mapper.valueToTree(Json31.mapper().convertValue(schema, Map.class));
		plain(json);
		return json;
	}

	/**
	 * JSON Schema has neither the keyword "example" nor the format "decimal", of which
	 * clients warn, and Swagger sorts what is required.
	 */
	private static void plain(ObjectNode schema) {
		schema.remove("example");
		if (schema.path("format").asString("").equals("decimal")) {
			schema.remove("format");
		}
		if (schema.get("items") instanceof ObjectNode items) {
			plain(items);
		}
		if (schema.get("properties") instanceof ObjectNode properties) {
			properties.values().forEach((property) -> plain((ObjectNode) property));
			if (schema.get("required") instanceof ArrayNode required) {
				List<String> names = required.valueStream().map(JsonNode::stringValue).toList();
				ArrayNode sorted = schema.putArray("required");
				properties.propertyNames().stream().filter(names::contains).forEach(sorted::add);
			}
		}
	}

	@Nullable Parameter parameter(String name) {
		return this.parameters.stream().filter((each) -> each.getName().equals(name)).findFirst().orElse(null);
	}

	/** The names of its arguments. */
	Collection<String> arguments() {
		return this.definition.path("inputSchema").path("properties").propertyNames();
	}

}
