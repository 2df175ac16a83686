package dev.dataapi.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import dev.dataapi.endpoint.CalledTool;
import dev.dataapi.endpoint.EndpointProvider;
import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.memory.MemoryPool;
import dev.dataapi.memory.MemoryPool.Reservation;
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
			Consumer<JsonGenerator> result = McpMessage.TOOLS_CALL.equals(message.method())
					? call(message, request, response, memory) : result(message, modern);
			send(response, HttpServletResponse.SC_OK, id, "result", (out) -> {
				out.writeStartObject();
				result.accept(out);
				out.writeEndObject();
			});
		}
		catch (McpException ex) {
			send(response, ex.status(), id, "error", (out) -> error(ex, out));
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

	/** Writes the members of a result; all that may fail is done before. */
	private Consumer<JsonGenerator> result(McpMessage message, boolean modern) {
		String method = message.method();
		if ((modern ? BEFORE : SINCE).contains(method)) {
			throw McpException.unknownMethod(method, modern);
		}
		return switch (method) {
			case "initialize" -> initialize(message);
			case "ping" -> (out) -> {
			};
			case "server/discover" -> this::discover;
			case "tools/list" -> list(message);
			default -> throw McpException.unknownMethod(method, modern);
		};
	}

	private Consumer<JsonGenerator> initialize(McpMessage message) {
		String asked = McpMessage.text(message.params().get("protocolVersion"));
		if (asked == null) {
			throw McpException.invalidParams("initialize needs protocolVersion, which is text.");
		}
		return (out) -> {
			begin(out);
			out.writeStringProperty("protocolVersion", McpVersion.negotiated(asked));
			capabilities(out);
			out.writeName("serverInfo");
			serverInfo(out);
		};
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

	private Consumer<JsonGenerator> list(McpMessage message) {
		if (message.params().has("cursor")) {
			throw McpException.invalidParams("All tools are in the first page: cursor is not accepted.");
		}
		return (out) -> {
			begin(out);
			out.writeName("tools");
			out.writeRawValue(this.tools.list());
			lifetime(out);
		};
	}

	private Consumer<JsonGenerator> call(McpMessage message, HttpServletRequest request, HttpServletResponse response,
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
		return (out) -> {
			begin(out);
			result.write(out);
		};
	}

	/** Who may not ask has not got the list, nor may a shared cache give it to them. */
	private static void lifetime(JsonGenerator out) {
		out.writeNumberProperty("ttlMs", LIFETIME_MILLIS);
		out.writeStringProperty("cacheScope", "private");
	}

	/** What each result has. What the older revisions do not know does no harm there. */
	private void begin(JsonGenerator out) {
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

	/** Sends the id, if that could be read, and one member more. */
	private void send(HttpServletResponse response, int status, @Nullable JsonNode id, String member,
			Consumer<JsonGenerator> value) throws IOException {
		response.setStatus(status);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		try (JsonGenerator out = this.mapper.createGenerator(response.getOutputStream())) {
			out.writeStartObject();
			out.writeStringProperty("jsonrpc", "2.0");
			if (id != null) {
				out.writeName("id");
				out.writeTree(id);
			}
			out.writeName(member);
			value.accept(out);
			out.writeEndObject();
		}
	}

}
