package dev.dataapi.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.endpoint.Description;
import dev.dataapi.endpoint.Endpoint;
import dev.dataapi.endpoint.EndpointProvider;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools that the endpoints make, each described as in the API's description. Where
 * there are many, their list has no more than names and summaries, and one more tool
 * describes them.
 */
final class McpTools {

	/** A list of this many tools has about 60 kB, which is all in a model's context. */
	private static final int MOST_DESCRIBED = 40;

	private static final String DESCRIBE = "describe_endpoints";

	private static final String NAMES = "names";

	/** How long a client may keep the list; a reload of endpoints is seen by then. */
	private static final long LIFETIME_MILLIS = 60_000;

	private final List<EndpointProvider> providers;

	private final int maxRows;

	private final JsonMapper mapper;

	private volatile @Nullable Listed listed;

	McpTools(List<EndpointProvider> providers, int maxRows, JsonMapper mapper) {
		this.providers = providers;
		this.maxRows = maxRows;
		this.mapper = mapper;
	}

	/** What a model is told about all tools. */
	String instructions() {
		return "Each tool asks one question of the data, and changes nothing. Rows come as an array of objects in "
				+ "structuredContent.rows, at most " + this.maxRows
				+ " of them; a note says so where there are more. Decimals are text, so that no digit is lost."
				+ (listed().described ? ""
						: " The list has names and summaries only: ask " + DESCRIBE
								+ " for the arguments of a tool before you call it.");
	}

	/** All tools, as a JSON array in the endpoints' order. */
	String list() {
		return listed().json;
	}

	@Nullable Tool named(String name) {
		return listed().tools.get(name);
	}

	static void writeLifetime(JsonGenerator out) {
		out.writeNumberProperty("ttlMs", LIFETIME_MILLIS);
		out.writeStringProperty("cacheScope", "public");
	}

	/** Describes the tools of some names, or those whose name or summary has a word. */
	ToolResult describe(JsonNode arguments) {
		JsonNode names = arguments.get(NAMES);
		if (names == null || !names.isArray() || names.isEmpty()) {
			return ToolResult.failed(NAMES + " must be a list of names of tools.");
		}
		ArrayNode found = this.mapper.createArrayNode();
		for (JsonNode each : names) {
			Tool tool = each.isString() ? named(each.stringValue()) : null;
			if (tool == null || tool.isDescribing()) {
				return ToolResult.failed("There is no tool " + McpException.excerpt(each.asString("")) + ".");
			}
			found.add(tool.definition());
		}
		return ToolResult.of("{\"tools\":" + found + "}");
	}

	/** Made again where the endpoints are others. */
	private Listed listed() {
		List<List<Endpoint<?>>> endpoints = this.providers.stream().<List<Endpoint<?>>>map(EndpointProvider::endpoints).toList();
		Listed known = this.listed;
		if (known == null || !known.isOf(endpoints)) {
			known = list(endpoints);
			this.listed = known;
		}
		return known;
	}

	private Listed list(List<List<Endpoint<?>>> endpoints) {
		Map<String, Tool> tools = new LinkedHashMap<>();
		endpoints.stream().flatMap(List::stream).map(this::tool).forEach((tool) -> tools.put(tool.name(), tool));
		boolean described = tools.size() <= MOST_DESCRIBED;
		ArrayNode list = this.mapper.createArrayNode();
		tools.values().forEach((tool) -> list.add(described ? tool.definition() : summary(tool.definition())));
		if (!described) {
			Tool describing = describing();
			tools.put(DESCRIBE, describing);
			list.insert(0, describing.definition());
		}
		return new Listed(endpoints, tools, described, list.toString());
	}

	private ObjectNode summary(ObjectNode definition) {
		ObjectNode summary = this.mapper.createObjectNode();
		summary.set("name", definition.get("name"));
		summary.set("description", definition.get("title"));
		summary.putObject("inputSchema").put("type", "object");
		summary.set("annotations", definition.get("annotations"));
		return summary;
	}

	private Tool describing() {
		ObjectNode definition = definition(DESCRIBE, "Describes tools",
				"Answers with the arguments and the rows of tools, given by their names.");
		ObjectNode input = definition.putObject("inputSchema").put("type", "object");
		input.putObject("properties").putObject(NAMES).put("type", "array").putObject("items").put("type", "string");
		input.putArray("required").add(NAMES);
		return new Tool(DESCRIBE, null, List.of(), definition);
	}

	private Tool tool(Endpoint<?> endpoint) {
		Description description = endpoint.description();
		Operation operation = description.operation().get();
		List<Parameter> parameters = Objects.requireNonNullElse(operation.getParameters(), List.of());
		ObjectNode definition = definition(endpoint.name(), operation.getSummary(),
				Stream.of(operation.getSummary(), operation.getDescription())
					.filter(Objects::nonNull)
					.reduce((summary, rest) -> summary + ".\n\n" + rest)
					.orElse(""));
		definition.set("inputSchema", input(parameters));
		ObjectNode output = definition.putObject("outputSchema").put("type", "object");
		ObjectNode properties = output.putObject("properties");
		properties.putObject("rows").put("type", "array").set("items", json(description.row().get()));
		properties.putObject(ToolResult.NOTE)
			.put("type", "string")
			.put("description", "What is left out, and how to ask for it");
		output.putArray("required").add("rows");
		return new Tool(endpoint.name(), endpoint, parameters, definition);
	}

	private ObjectNode definition(String name, String title, String description) {
		ObjectNode definition = this.mapper.createObjectNode();
		definition.put("name", name).put("title", title).put("description", description);
		definition.putObject("annotations")
			.put("readOnlyHint", true)
			.put("destructiveHint", false)
			.put("idempotentHint", true)
			.put("openWorldHint", false);
		return definition;
	}

	private ObjectNode input(List<Parameter> parameters) {
		ObjectNode input = this.mapper.createObjectNode().put("type", "object");
		ObjectNode properties = input.putObject("properties");
		List<String> required = new ArrayList<>();
		for (Parameter parameter : parameters) {
			ObjectNode schema = json(parameter.getSchema());
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
			ArrayNode names = input.putArray("required");
			required.forEach(names::add);
		}
		return input.put("additionalProperties", false);
	}

	/** Swagger's own mapper writes its models as OpenAPI 3.1 has them, which is JSON Schema. */
	private ObjectNode json(Schema<?> schema) {
		try {
			return (ObjectNode) this.mapper.readTree(Json31.mapper().writeValueAsString(schema));
		}
		catch (com.fasterxml.jackson.core.JsonProcessingException ex) {
			throw new IllegalStateException("A schema cannot be written as JSON", ex);
		}
	}

	/**
	 * A tool.
	 *
	 * @param name its name, which is the endpoint's
	 * @param endpoint what answers; none for the tool that describes the others
	 * @param parameters what a request may have
	 * @param definition what a list says of it
	 */
	record Tool(String name, @Nullable Endpoint<?> endpoint, List<Parameter> parameters, ObjectNode definition) {

		boolean isDescribing() {
			return this.endpoint == null;
		}

		@Nullable Parameter parameter(String name) {
			return this.parameters.stream().filter((each) -> each.getName().equals(name)).findFirst().orElse(null);
		}

		/** The names of its parameters, to be read after "has". */
		String accepted() {
			return this.parameters.isEmpty() ? "none"
					: this.parameters.stream().map(Parameter::getName).collect(Collectors.joining(", "));
		}

	}

	/**
	 * The tools of some endpoints.
	 */
	private record Listed(List<List<Endpoint<?>>> endpoints, Map<String, Tool> tools, boolean described, String json) {

		/** Endpoints are compared by identity: a reload makes others. */
		boolean isOf(List<List<Endpoint<?>>> others) {
			for (int i = 0; i < others.size(); i++) {
				List<Endpoint<?>> mine = this.endpoints.get(i);
				List<Endpoint<?>> other = others.get(i);
				if (mine != other) {
					if (mine.size() != other.size()) {
						return false;
					}
					for (int j = 0; j < mine.size(); j++) {
						if (mine.get(j) != other.get(j)) {
							return false;
						}
					}
				}
			}
			return true;
		}

	}

}
