package dev.dataapi.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.dataapi.endpoint.Endpoint;
import dev.dataapi.endpoint.EndpointProvider;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools that the endpoints make. Where there are many, their list has no more than
 * names and summaries, and one more tool describes them.
 */
final class McpTools {

	static final String DESCRIBE = "describe_endpoints";

	/**
	 * A model reads the whole list, and a tool that is described takes about 2 kB of it.
	 */
	private static final int MOST_DESCRIBED = 40;

	private static final String NAMES = "names";

	private final List<EndpointProvider> providers;

	private final int maxRows;

	private final JsonMapper mapper;

	private final MeterRegistry meters;

	private volatile @Nullable Listed listed;

	McpTools(List<EndpointProvider> providers, int maxRows, JsonMapper mapper, MeterRegistry meters) {
		this.providers = providers;
		this.maxRows = maxRows;
		this.mapper = mapper;
		this.meters = meters;
	}

	/** What a model is told about all tools. */
	String instructions() {
		return "Each tool asks one question of the data, and changes nothing. Rows come as an array of objects in "
				+ "structuredContent.rows, at most " + this.maxRows
				+ " of them; a note says so where there are more. Decimals are text, so that no digit is lost."
				+ (listed().isShort() ? " The list has names and summaries only: ask " + DESCRIBE
						+ " for the arguments of a tool before you call it." : "");
	}

	/** All tools, as a JSON array in the endpoints' order. */
	String list() {
		return listed().json;
	}

	@Nullable Tool named(String name) {
		return listed().tools.get(name);
	}

	/** Whether a name is that of the tool which describes the others. */
	boolean isDescribing(String name) {
		return name.equals(DESCRIBE) && listed().isShort();
	}

	/** Answers with the definitions of the tools that are named, each once. */
	ToolResult describe(JsonNode arguments) {
		JsonNode names = arguments.get(NAMES);
		if (names == null || !names.isArray() || names.isEmpty()) {
			return ToolResult.failed(NAMES + " must be a list of names of tools.");
		}
		Set<ObjectNode> found = new LinkedHashSet<>();
		for (JsonNode each : names) {
			Tool tool = each.isString() ? named(each.stringValue()) : null;
			if (tool == null) {
				return ToolResult.failed("There is no tool " + McpException.excerpt(each.asString("")) + ".");
			}
			found.add(tool.definition());
		}
		return ToolResult.of("{\"tools\":" + this.mapper.createArrayNode().addAll(found) + "}");
	}

	/** Made again where the endpoints are others, as after a reload. */
	private Listed listed() {
		List<List<Endpoint<?>>> endpoints = new ArrayList<>(this.providers.size());
		this.providers.forEach((provider) -> endpoints.add(provider.endpoints()));
		Listed known = this.listed;
		if (known == null || !known.endpoints.equals(endpoints)) {
			Listed made = list(endpoints);
			this.listed = made;
			if (known != null) {
				known.tools.keySet().stream().filter((name) -> !made.tools.containsKey(name)).forEach(this::forget);
			}
			return made;
		}
		return known;
	}

	private void forget(String tool) {
		this.meters.find(ToolCalls.METER).tag("tool", tool).meters().forEach(this.meters::remove);
	}

	private Listed list(List<List<Endpoint<?>>> endpoints) {
		Map<String, Tool> tools = new LinkedHashMap<>();
		endpoints.stream().flatMap(List::stream).forEach((endpoint) -> {
			String name = Tool.name(endpoint.name(), tools.keySet());
			tools.put(name, Tool.of(name, endpoint, this.mapper));
		});
		ArrayNode list = this.mapper.createArrayNode();
		Listed made = new Listed(endpoints, tools, "");
		if (made.isShort()) {
			list.add(describing());
		}
		tools.values().forEach((tool) -> list.add(made.isShort() ? summary(tool.definition()) : tool.definition()));
		return new Listed(endpoints, tools, list.toString());
	}

	private ObjectNode summary(ObjectNode definition) {
		ObjectNode summary = this.mapper.createObjectNode();
		summary.set("name", definition.get("name"));
		summary.set("description", definition.get("title"));
		summary.putObject("inputSchema").put("type", "object");
		summary.set("annotations", definition.get("annotations"));
		return summary;
	}

	private ObjectNode describing() {
		ObjectNode definition = Tool.definition(DESCRIBE, "Describes tools",
				"Answers with the arguments and the rows of tools, given by their names.", this.mapper);
		ObjectNode input = definition.putObject("inputSchema").put("type", "object");
		ObjectNode names = input.putObject("properties").putObject(NAMES).put("type", "array").put("minItems", 1);
		names.putObject("items").put("type", "string");
		input.putArray("required").add(NAMES);
		input.put("additionalProperties", false);
		return definition;
	}

	/**
	 * The tools of some endpoints.
	 */
	private record Listed(List<List<Endpoint<?>>> endpoints, Map<String, Tool> tools, String json) {

		boolean isShort() {
			return this.tools.size() > MOST_DESCRIBED;
		}

	}

}
