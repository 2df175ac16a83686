package dev.dataapi.mcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;

import dev.dataapi.endpoint.BadRequestException;
import dev.dataapi.endpoint.Description;
import dev.dataapi.memory.MemoryPool.Reservation;
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

	static final String METER = "data.api.mcp.calls";

	/** The parameter by which a request says where a page begins. */
	private static final String AFTER = "after";

	private static final String NEXT = ">; rel=\"next\"";

	/** In bytes, how large an answer may be without reserving memory. */
	private static final int FREE_BYTES = 16 * 1024;

	/**
	 * How much more than its bytes an answer takes: twice while it grows, and its text.
	 */
	private static final int FACTOR = 4;

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
	 * @param memory grows with the answer
	 */
	ToolResult call(Tool tool, JsonNode arguments, HttpServletRequest request, HttpServletResponse response,
			Reservation memory) throws IOException {
		Timer.Sample start = Timer.start(this.meters);
		ToolResult result = ask(tool, arguments, request, response, memory);
		start.stop(Timer.builder(METER)
			.description("Calls of tools by agents")
			.tag("tool", tool.name())
			.tag("outcome", result.isError() ? "error" : "success")
			.register(this.meters));
		return result;
	}

	private ToolResult ask(Tool tool, JsonNode arguments, HttpServletRequest request, HttpServletResponse response,
			Reservation memory) throws IOException {
		RowOutput output = new RowOutput(this.maxRows);
		ToolResponse answer = new ToolResponse(response, output);
		try {
			dispatch(request(tool, arguments, request), answer);
		}
		catch (BadRequestException ex) {
			return ToolResult.failed(ex.detail());
		}
		if (answer.getStatus() != HttpServletResponse.SC_OK) {
			return ToolResult.failed(sentence(answer.getStatus(), output.text()));
		}
		return memory.growTo(FACTOR * (long) Math.max(0, output.size() - FREE_BYTES))
				? rows(tool, output, answer.getHeader(HttpHeaders.LINK))
				: ToolResult.failed("Too many large answers are being given: ask again later, or for fewer rows.");
	}

	/**
	 * With the arguments as its body, if the endpoint takes one, or else in its address.
	 */
	private ToolRequest request(Tool tool, JsonNode arguments, HttpServletRequest request) {
		Description.Posted posted = tool.endpoint().description().posted();
		if (posted != null) {
			return ToolRequest.post(request, posted.path(), this.mapper.writeValueAsBytes(arguments));
		}
		String path = tool.endpoint().path();
		Map<String, String> query = new LinkedHashMap<>();
		for (String name : arguments.propertyNames()) {
			Parameter parameter = tool.parameter(name);
			if (parameter == null) {
				throw BadRequestException.of(name, McpException.excerpt(name) + " is no argument" + has(tool));
			}
			String value = encoded(arguments.get(name));
			if (value == null) {
				throw BadRequestException.of(name,
						name + " must be text, a number, true or false, or a list of these.");
			}
			if ("path".equals(parameter.getIn())) {
				path = path.replace("{" + name + "}", value);
			}
			else if (!value.isEmpty()) {
				query.put(name, value);
			}
		}
		if (path.contains("{") || path.contains("//") || path.endsWith("/")) {
			throw BadRequestException.of("arguments", "An argument is missing" + has(tool));
		}
		return ToolRequest.get(request, path, query);
	}

	private static String has(Tool tool) {
		return ": " + tool.name() + " has " + String.join(", ", tool.arguments()) + ".";
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
	private String sentence(int status, String problem) {
		String otherwise = "The endpoint answers with status " + status + ".";
		try {
			return this.mapper.readTree(problem).path("detail").asString(otherwise);
		}
		catch (JacksonException ex) {
			return otherwise;
		}
	}

	/**
	 * All rows, or the first of them with a note that says so. A page that is cut does
	 * not lead to the next one, since the rows between would be lost.
	 */
	private ToolResult rows(Tool tool, RowOutput output, @Nullable String link) {
		String rows = "{\"rows\":" + output.text();
		int given = output.given();
		if (given < output.rows()) {
			return noted(rows,
					"These are the first %,d of %,d rows. ".formatted(given, output.rows())
							+ (tool.arguments().contains(AFTER)
									? "Ask again with size %d or less.".formatted(Math.max(1, given))
									: "Ask for less: with narrower arguments, or a smaller limit."));
		}
		String after = after(link);
		return (after != null)
				? noted(rows, "There are more rows: ask again with the same arguments and after=" + after)
				: ToolResult.of(rows + "}");
	}

	private ToolResult noted(String rows, String note) {
		return ToolResult.of(rows + ",\"" + ToolResult.NOTE + "\":" + this.mapper.writeValueAsString(note) + "}");
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
