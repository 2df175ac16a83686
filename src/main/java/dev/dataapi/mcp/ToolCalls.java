package dev.dataapi.mcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swagger.v3.oas.models.parameters.Parameter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.util.UriUtils;

/**
 * Calls tools: each call is the request that the endpoint gets over HTTP, so that what is
 * accepted, who may ask, limits and sentences are the same.
 */
final class ToolCalls {

	private final Supplier<DispatcherServlet> dispatcher;

	private final int maxRows;

	private final JsonMapper mapper;

	private final MeterRegistry meters;

	ToolCalls(Supplier<DispatcherServlet> dispatcher, int maxRows, JsonMapper mapper, MeterRegistry meters) {
		this.dispatcher = dispatcher;
		this.maxRows = maxRows;
		this.mapper = mapper;
		this.meters = meters;
	}

	/**
	 * Calls a tool.
	 * @param arguments a JSON object of the parameters; null is absent
	 */
	ToolResult call(McpTools.Tool tool, JsonNode arguments, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Timer.Sample start = Timer.start(this.meters);
		ToolResult result = ask(tool, arguments, request, response);
		start.stop(Timer.builder("data.api.mcp.calls")
			.description("Calls of tools by agents")
			.tag("tool", tool.name())
			.tag("outcome", result.isError() ? "error" : "success")
			.register(this.meters));
		return result;
	}

	private ToolResult ask(McpTools.Tool tool, JsonNode arguments, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		String path = Objects.requireNonNull(tool.endpoint()).path();
		Map<String, String> query = new LinkedHashMap<>();
		for (String name : arguments.propertyNames()) {
			Parameter parameter = tool.parameter(name);
			if (parameter == null) {
				return ToolResult.failed("%s is no argument of %s, which has %s.".formatted(McpException.excerpt(name),
						tool.name(), tool.accepted()));
			}
			String value = encoded(arguments.get(name));
			if (value == null) {
				return ToolResult.failed(name + " must be text, a number, true or false, or a list of these.");
			}
			if ("path".equals(parameter.getIn())) {
				path = path.replace("{" + name + "}", value);
			}
			else if (!value.isEmpty()) {
				query.put(name, value);
			}
		}
		if (path.contains("{") || path.contains("//") || path.endsWith("/")) {
			return ToolResult.failed("An argument is missing: %s has %s.".formatted(tool.name(), tool.accepted()));
		}
		ToolResponse answer = new ToolResponse(response);
		dispatch(new ToolRequest(request, path, query), answer);
		return (answer.getStatus() == HttpServletResponse.SC_OK) ? rows(answer)
				: ToolResult.failed(sentence(answer));
	}

	private void dispatch(ToolRequest request, ToolResponse response) throws IOException {
		try {
			this.dispatcher.get().service(request, response);
		}
		catch (ServletException ex) {
			throw new IOException("The endpoint could not be asked", ex);
		}
	}

	/**
	 * A value as a part of an address, empty for null: a comma between values separates
	 * them, as one in the text of several keys does.
	 */
	private static @Nullable String encoded(JsonNode value) {
		if (value.isArray()) {
			StringJoiner values = new StringJoiner(",");
			for (JsonNode each : value) {
				if (!each.isValueNode() || each.isNull()) {
					return null;
				}
				values.add(UriUtils.encode(each.asString(), StandardCharsets.UTF_8));
			}
			return values.toString();
		}
		if (!value.isValueNode()) {
			return null;
		}
		return value.isNull() ? "" : UriUtils.encode(value.asString(), StandardCharsets.UTF_8).replace("%2C", ",");
	}

	/** The sentence that callers over HTTP get. */
	private String sentence(ToolResponse answer) {
		try {
			JsonNode problem = this.mapper.readTree(answer.body());
			return problem.path("detail").asString("The endpoint answers with status " + answer.getStatus() + ".");
		}
		catch (JacksonException ex) {
			return "The endpoint answers with status " + answer.getStatus() + ".";
		}
	}

	/** All rows, or the first of them with a note that says so. */
	private ToolResult rows(ToolResponse answer) {
		String rows = answer.body();
		RowCount count = RowCount.of(rows, this.maxRows);
		if (count.rows() <= this.maxRows) {
			return ToolResult.of("{\"rows\":" + rows + "}");
		}
		String note = "These are the first %,d of %,d rows. Ask for less: with narrower arguments, or a smaller limit."
			.formatted(this.maxRows, count.rows());
		return ToolResult
			.of("{\"rows\":" + rows.substring(0, count.end()) + "],\"" + ToolResult.NOTE + "\":\"" + note + "\"}");
	}

}
