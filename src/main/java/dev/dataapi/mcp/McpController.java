package dev.dataapi.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.dataapi.endpoint.CalledTool;
import dev.dataapi.endpoint.EndpointProvider;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Answers the messages of agents: one message, one JSON response, and nothing is kept in
 * between.
 */
@Controller
@ConditionalOnProperty(name = "data-api.mcp", havingValue = "true")
class McpController {

	private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

	/** Methods that only the revisions with a handshake have. */
	private static final Set<String> BEFORE = Set.of("initialize", "ping");

	/** Methods that only those without one have. */
	private static final Set<String> SINCE = Set.of("server/discover");

	/** How long a client may keep the list; a reload of endpoints is seen by then. */
	private static final long LIFETIME_MILLIS = 60_000;

	private final McpTools tools;

	private final ToolCalls calls;

	private final String version;

	private final JsonMapper mapper;

	/**
	 * The dispatcher is asked for at the first call: it is made after all controllers.
	 */
	McpController(List<EndpointProvider> providers, ObjectProvider<DispatcherServlet> dispatcher, JsonMapper mapper,
			McpProperties properties, ObjectProvider<BuildProperties> build, MeterRegistry meters) {
		BuildProperties known = build.getIfAvailable();
		String built = (known != null) ? known.getVersion() : null;
		this.version = Objects.requireNonNullElse(built, "development");
		this.tools = new McpTools(providers, properties.maxRows(), mapper);
		this.calls = new ToolCalls(dispatcher::getObject, properties.maxRows(), mapper, meters);
		this.mapper = mapper;
	}

	@PostMapping(path = "/mcp", consumes = MediaType.APPLICATION_JSON_VALUE)
	void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!isAllowed(request.getHeader(HttpHeaders.ORIGIN), response)) {
			response.sendError(HttpServletResponse.SC_FORBIDDEN);
			return;
		}
		JsonNode id = null;
		try {
			JsonNode json = McpMessage.json(request.getInputStream().readAllBytes(), this.mapper);
			id = McpMessage.id(json);
			McpMessage message = McpMessage.of(json);
			boolean modern = message.check(request);
			if (message.id() == null) {
				response.setStatus(HttpServletResponse.SC_ACCEPTED);
				return;
			}
			byte[] result = message(id, "result", (out) -> result(message, modern, request, response, out));
			send(response, HttpServletResponse.SC_OK, result);
		}
		catch (McpException ex) {
			send(response, ex.status(), message(id, "error", (out) -> error(ex, out)));
		}
	}

	/**
	 * A page of another host must not use a browser of this network to ask, unless the
	 * filter for pages of other origins has let it in. Equality with the header Host
	 * proves nothing, since a stranger may have pointed a name here.
	 */
	private static boolean isAllowed(@Nullable String origin, HttpServletResponse response) {
		if (origin == null || response.containsHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
			return true;
		}
		try {
			String host = URI.create(origin).getHost();
			return host != null && LOCAL.contains(host);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private void result(McpMessage message, boolean modern, HttpServletRequest request, HttpServletResponse response,
			JsonGenerator out) throws IOException {
		String method = message.method();
		if ((modern ? BEFORE : SINCE).contains(method)) {
			throw McpException.unknownMethod(method, modern);
		}
		switch (method) {
			case "initialize" -> initialize(message, out);
			case "ping" -> out.writeStartObject();
			case "server/discover" -> discover(out);
			case "tools/list" -> list(message, out);
			case McpMessage.TOOLS_CALL -> call(message, request, response, out);
			default -> throw McpException.unknownMethod(method, modern);
		}
		out.writeEndObject();
	}

	private void initialize(McpMessage message, JsonGenerator out) {
		String asked = McpMessage.text(message.params().get("protocolVersion"));
		if (asked == null) {
			throw McpException.invalidParams("initialize needs protocolVersion, which is text.");
		}
		begin(out);
		out.writeStringProperty("protocolVersion", McpVersion.negotiated(asked));
		capabilities(out);
		out.writeName("serverInfo");
		serverInfo(out);
	}

	private void discover(JsonGenerator out) {
		begin(out);
		out.writeArrayPropertyStart("supportedVersions");
		McpVersion.SERVED.forEach(out::writeString);
		out.writeEndArray();
		capabilities(out);
		lifetime(out);
	}

	private void capabilities(JsonGenerator out) {
		out.writeObjectPropertyStart("capabilities");
		out.writeObjectPropertyStart("tools");
		out.writeEndObject();
		out.writeEndObject();
		out.writeStringProperty("instructions", this.tools.instructions());
	}

	private void list(McpMessage message, JsonGenerator out) {
		if (message.params().has("cursor")) {
			throw McpException.invalidParams("All tools are in the first page: cursor is not accepted.");
		}
		begin(out);
		out.writeName("tools");
		out.writeRawValue(this.tools.list());
		lifetime(out);
	}

	private void call(McpMessage message, HttpServletRequest request, HttpServletResponse response, JsonGenerator out)
			throws IOException {
		String name = McpMessage.text(message.params().get("name"));
		JsonNode arguments = message.params().get("arguments");
		if (name == null || (arguments != null && !arguments.isObject())) {
			throw McpException.invalidParams("tools/call needs the name of a tool, and arguments are an object.");
		}
		JsonNode given = Objects.requireNonNullElseGet(arguments, () -> message.params().objectNode());
		Tool tool = this.tools.named(name);
		ToolResult result;
		if (tool != null) {
			CalledTool.mark(request, name);
			result = this.calls.call(tool, given, request, response);
		}
		else if (this.tools.isDescribing(name)) {
			CalledTool.mark(request, name);
			result = this.tools.describe(given);
		}
		else {
			throw McpException.invalidParams("There is no tool " + McpException.excerpt(name) + ".");
		}
		begin(out);
		result.write(out);
	}

	/** Who may not ask has not got the list, nor may a shared cache give it to them. */
	private static void lifetime(JsonGenerator out) {
		out.writeNumberProperty("ttlMs", LIFETIME_MILLIS);
		out.writeStringProperty("cacheScope", "private");
	}

	/** Opens a result. What the older revisions do not know does no harm there. */
	private void begin(JsonGenerator out) {
		out.writeStartObject();
		out.writeStringProperty("resultType", "complete");
		out.writeObjectPropertyStart("_meta");
		out.writeName("io.modelcontextprotocol/serverInfo");
		serverInfo(out);
		out.writeEndObject();
	}

	private void serverInfo(JsonGenerator out) {
		out.writeStartObject();
		out.writeStringProperty("name", "data-api");
		out.writeStringProperty("title", "Data API for Snowflake");
		out.writeStringProperty("version", this.version);
		out.writeEndObject();
	}

	private static void error(McpException ex, JsonGenerator out) {
		out.writeStartObject();
		out.writeNumberProperty("code", ex.code());
		out.writeStringProperty("message", ex.getMessage());
		if (ex.version() != null) {
			out.writeObjectPropertyStart("data");
			out.writeArrayPropertyStart("supported");
			McpVersion.SERVED.forEach(out::writeString);
			out.writeEndArray();
			out.writeStringProperty("requested", ex.version());
			out.writeEndObject();
		}
		out.writeEndObject();
	}

	/** A response: its id, if that could be read, and one member more. */
	private byte[] message(@Nullable JsonNode id, String member, Body body) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
		try (JsonGenerator out = this.mapper.createGenerator(bytes)) {
			out.writeStartObject();
			out.writeStringProperty("jsonrpc", "2.0");
			if (id != null) {
				out.writeName("id");
				out.writeTree(id);
			}
			out.writeName(member);
			body.write(out);
			out.writeEndObject();
		}
		return bytes.toByteArray();
	}

	private static void send(HttpServletResponse response, int status, byte[] message) throws IOException {
		response.setStatus(status);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setContentLength(message.length);
		response.getOutputStream().write(message);
	}

	/**
	 * Writes a member of a response.
	 */
	@FunctionalInterface
	private interface Body {

		void write(JsonGenerator out) throws IOException;

	}

}
