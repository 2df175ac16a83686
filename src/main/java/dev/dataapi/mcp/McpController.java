package dev.dataapi.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.dataapi.endpoint.CalledTool;
import dev.dataapi.endpoint.EndpointProvider;
import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.memory.MemoryPool;
import dev.dataapi.memory.MemoryPool.Reservation;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

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

	private final MemoryPool answers;

	private final JsonMapper mapper;

	/**
	 * The dispatcher is asked for at the first call: it is made after all controllers.
	 */
	McpController(List<EndpointProvider> providers, ObjectProvider<DispatcherServlet> dispatcher, JsonMapper mapper,
			McpProperties properties, ObjectProvider<BuildProperties> build, MemoryBudget memory,
			MeterRegistry meters) {
		BuildProperties known = build.getIfAvailable();
		String built = (known != null) ? known.getVersion() : null;
		this.version = Objects.requireNonNullElse(built, "development");
		this.tools = new McpTools(providers, properties.maxRows(), mapper, meters);
		this.calls = new ToolCalls(dispatcher::getObject, properties.maxRows(), mapper, meters);
		this.answers = memory.answers();
		this.mapper = mapper;
	}

	@PostMapping(path = "/mcp", consumes = MediaType.APPLICATION_JSON_VALUE)
	void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!isAllowed(request.getHeader(HttpHeaders.ORIGIN), response)) {
			response.sendError(HttpServletResponse.SC_FORBIDDEN);
			return;
		}
		JsonNode id = null;
		try (Reservation memory = this.answers.open()) {
			JsonNode json = McpMessage.json(body(request), this.mapper);
			id = McpMessage.id(json);
			McpMessage message = McpMessage.of(json);
			boolean modern = message.check(request);
			if (message.id() == null) {
				response.setStatus(HttpServletResponse.SC_ACCEPTED);
				return;
			}
			ObjectNode result = McpMessage.TOOLS_CALL.equals(message.method())
					? call(message, request, response, memory) : result(message, modern);
			send(response, HttpServletResponse.SC_OK, id, "result", result);
		}
		catch (McpException ex) {
			send(response, ex.status(), id, "error", error(ex));
		}
	}

	/**
	 * Its length is known, but of chunks. Reading to the end begins with a buffer that is
	 * hundreds of times larger than a message.
	 */
	private static byte[] body(HttpServletRequest request) throws IOException {
		InputStream body = request.getInputStream();
		int length = request.getContentLength();
		return (length >= 0) ? body.readNBytes(length) : body.readAllBytes();
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

	private ObjectNode result(McpMessage message, boolean modern) {
		String method = message.method();
		if ((modern ? BEFORE : SINCE).contains(method)) {
			throw McpException.unknownMethod(method, modern);
		}
		return switch (method) {
			case "initialize" -> initialize(message);
			case "ping" -> this.mapper.createObjectNode();
			case "server/discover" -> discover();
			case "tools/list" -> list(message);
			default -> throw McpException.unknownMethod(method, modern);
		};
	}

	private ObjectNode initialize(McpMessage message) {
		String asked = McpMessage.text(message.params().get("protocolVersion"));
		if (asked == null) {
			throw McpException.invalidParams("initialize needs protocolVersion, which is text.");
		}
		ObjectNode result = begin().put("protocolVersion", McpVersion.negotiated(asked));
		return capabilities(result).set("serverInfo", serverInfo());
	}

	private ObjectNode discover() {
		ObjectNode result = begin();
		McpVersion.SERVED.forEach(result.putArray("supportedVersions")::add);
		return lifetime(capabilities(result));
	}

	private ObjectNode capabilities(ObjectNode result) {
		result.putObject("capabilities").putObject("tools");
		return result.put("instructions", this.tools.instructions());
	}

	private ObjectNode list(McpMessage message) {
		if (message.params().has("cursor")) {
			throw McpException.invalidParams("All tools are in the first page: cursor is not accepted.");
		}
		return lifetime(begin().putRawValue("tools", new RawValue(this.tools.list())));
	}

	private ObjectNode call(McpMessage message, HttpServletRequest request, HttpServletResponse response,
			Reservation memory) throws IOException {
		String name = McpMessage.text(message.params().get("name"));
		JsonNode arguments = message.params().get("arguments");
		if (name == null || (arguments != null && !arguments.isObject())) {
			throw McpException.invalidParams("tools/call needs the name of a tool, and arguments are an object.");
		}
		Tool tool = this.tools.named(name);
		if (tool == null && !this.tools.isDescribing(name)) {
			throw McpException.invalidParams("There is no tool " + McpException.excerpt(name) + ".");
		}
		CalledTool.mark(request, name);
		JsonNode given = Objects.requireNonNullElseGet(arguments, () -> message.params().objectNode());
		ToolResult result = (tool != null) ? this.calls.call(tool, given, request, response, memory)
				: this.tools.describe(given);
		return result.addTo(begin());
	}

	/** Who may not ask has not got the list, nor may a shared cache give it to them. */
	private static ObjectNode lifetime(ObjectNode result) {
		return result.put("ttlMs", LIFETIME_MILLIS).put("cacheScope", "private");
	}

	/** What each result has. What the older revisions do not know does no harm there. */
	private ObjectNode begin() {
		ObjectNode result = this.mapper.createObjectNode().put("resultType", "complete");
		result.putObject("_meta").set("io.modelcontextprotocol/serverInfo", serverInfo());
		return result;
	}

	private ObjectNode serverInfo() {
		return this.mapper.createObjectNode()
			.put("name", "data-api")
			.put("title", "Data API for Snowflake")
			.put("version", this.version);
	}

	private ObjectNode error(McpException ex) {
		ObjectNode error = this.mapper.createObjectNode().put("code", ex.code()).put("message", ex.getMessage());
		if (ex.version() != null) {
			ObjectNode data = error.putObject("data");
			McpVersion.SERVED.forEach(data.putArray("supported")::add);
			data.put("requested", ex.version());
		}
		return error;
	}

	/** Sends the id, if that could be read, and one member more. */
	private void send(HttpServletResponse response, int status, @Nullable JsonNode id, String member, ObjectNode value)
			throws IOException {
		ObjectNode message = this.mapper.createObjectNode().put("jsonrpc", "2.0");
		if (id != null) {
			message.set("id", id);
		}
		response.setStatus(status);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		this.mapper.writeValue(response.getOutputStream(), message.set(member, value));
	}

}
