package dev.dataapi.mcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
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

import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Calls tools: each call is the request that the endpoint gets over HTTP, so that what is
 * accepted, who may ask, limits and sentences are the same.
 */
final class ToolCalls {

	/** The parameter by which a request says where a page begins. */
	private static final String AFTER = "after";

	private static final String NEXT = ">; rel=\"next\"";

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
	ToolResult call(Tool tool, JsonNode arguments, HttpServletRequest request, HttpServletResponse response)
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

	private ToolResult ask(Tool tool, JsonNode arguments, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		String path = tool.endpoint().path();
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
		return (answer.getStatus() == HttpServletResponse.SC_OK) ? rows(tool, answer)
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

	/**
	 * All rows, or the first of them with a note that says so. A page that is cut does
	 * not lead to the next one, since the rows between would be lost.
	 */
	private ToolResult rows(Tool tool, ToolResponse answer) {
		String rows = answer.body();
		RowCount count = RowCount.of(rows, this.maxRows);
		String note;
		if (count.rows() > this.maxRows) {
			rows = rows.substring(0, count.end()) + "]";
			note = "These are the first %,d of %,d rows. ".formatted(this.maxRows, count.rows())
					+ ((tool.parameter(AFTER) != null) ? "Ask again with size %d or less.".formatted(this.maxRows)
							: "Ask for less: with narrower arguments, or a smaller limit.");
		}
		else {
			String after = after(answer.getHeader(HttpHeaders.LINK));
			note = (after != null) ? "There are more rows: ask again with the same arguments and after=" + after : null;
		}
		return ToolResult.of("{\"rows\":" + rows
				+ ((note != null) ? ",\"" + ToolResult.NOTE + "\":" + this.mapper.writeValueAsString(note) : "") + "}");
	}

	/** Where the next page begins, if a header leads to it. */
	private static @Nullable String after(@Nullable String link) {
		if (link == null || !link.endsWith(NEXT)) {
			return null;
		}
		String after = UriComponentsBuilder.fromUriString(link.substring(1, link.length() - NEXT.length()))
			.build()
			.getQueryParams()
			.getFirst(AFTER);
		return (after != null) ? UriUtils.decode(after, StandardCharsets.UTF_8) : null;
	}

}
