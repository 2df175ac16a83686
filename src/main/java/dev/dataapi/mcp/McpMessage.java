package dev.dataapi.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request or a notification, as JSON-RPC 2.0 has it.
 *
 * @param id what the response repeats; none for a notification
 * @param method what is asked for
 * @param params its parameters, empty if there are none
 */
record McpMessage(@Nullable JsonNode id, String method, ObjectNode params) {

	private static final String META = "io.modelcontextprotocol/";

	private static final String VERSION_HEADER = "MCP-Protocol-Version";

	static final String TOOLS_CALL = "tools/call";

	/** Digits are kept as they are sent, since arguments go on to the endpoint. */
	private static ObjectReader reader(JsonMapper mapper) {
		return mapper.reader()
			.with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
	}

	/** Reads a body that should be JSON. */
	static JsonNode json(byte[] body, JsonMapper mapper) {
		try {
			JsonNode json = reader(mapper).readTree(body);
			if (json == null || json.isMissingNode()) {
				throw McpException.notJson();
			}
			return json;
		}
		catch (JacksonException ex) {
			throw McpException.notJson();
		}
	}

	/** The id of what may be a request, to answer it even if it is none. */
	static @Nullable JsonNode id(JsonNode json) {
		JsonNode id = json.get("id");
		return (id != null && (id.isString() || id.isIntegralNumber())) ? id : null;
	}

	static McpMessage of(JsonNode json) {
		if (!(json instanceof ObjectNode message)) {
			throw McpException.invalidRequest("The body must be one request or notification.");
		}
		JsonNode method = message.get("method");
		if (!"2.0".equals(text(message.get("jsonrpc"))) || method == null || !method.isString()) {
			throw McpException.invalidRequest("A message has jsonrpc, which is \"2.0\", and the name of a method.");
		}
		if (message.has("id") && id(message) == null) {
			throw McpException.invalidRequest("id must be text or an integer.");
		}
		JsonNode params = message.get("params");
		if (params != null && !params.isObject()) {
			throw McpException.invalidRequest("params must be an object.");
		}
		return new McpMessage(id(message), method.stringValue(),
				(params != null) ? (ObjectNode) params : message.objectNode());
	}

	/**
	 * Checks what a request says of the protocol, in its headers and in its body.
	 * @return whether it has no handshake before it
	 */
	boolean check(HttpServletRequest request) {
		String header = request.getHeader(VERSION_HEADER);
		String version = (header != null) ? header.strip() : null;
		JsonNode meta = this.params.get("_meta");
		boolean named = meta != null && meta.isObject()
				&& meta.propertyNames().stream().anyMatch((name) -> name.startsWith(META));
		if (!named && (version == null || !McpVersion.isModern(version))) {
			if (version != null && !McpVersion.SERVED.contains(version) && !this.method.equals("initialize")) {
				throw McpException.invalidRequest("The header " + VERSION_HEADER + " must be one of "
						+ String.join(", ", McpVersion.SERVED) + ".");
			}
			return false;
		}
		if (this.id != null) {
			checkModern(request, version, meta);
		}
		return true;
	}

	private void checkModern(HttpServletRequest request, @Nullable String version, @Nullable JsonNode meta) {
		String asked = text((meta != null) ? meta.get(META + "protocolVersion") : null);
		JsonNode capabilities = (meta != null) ? meta.get(META + "clientCapabilities") : null;
		if (asked == null || capabilities == null || !capabilities.isObject()) {
			throw McpException.missing("params._meta must have the text " + META + "protocolVersion and the object "
					+ META + "clientCapabilities.");
		}
		require(request, VERSION_HEADER, asked);
		require(request, "Mcp-Method", this.method);
		if (this.method.equals(TOOLS_CALL)) {
			String name = text(this.params.get("name"));
			require(request, "Mcp-Name", (name != null) ? name : "");
		}
		if (!McpVersion.SERVED.contains(asked)) {
			throw McpException.unsupportedVersion(asked);
		}
	}

	private static void require(HttpServletRequest request, String header, String expected) {
		String value = request.getHeader(header);
		if (value == null || !decoded(value.strip()).equals(expected)) {
			throw McpException.headerMismatch(header);
		}
	}

	/** What no header can hold is sent in Base64. */
	private static String decoded(String value) {
		if (!value.startsWith("=?base64?") || !value.endsWith("?=") || value.length() < 11) {
			return value;
		}
		try {
			return new String(Base64.getDecoder().decode(value.substring(9, value.length() - 2)),
					StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return value;
		}
	}

	/** A member that is text. */
	static @Nullable String text(@Nullable JsonNode node) {
		return (node != null && node.isString()) ? node.stringValue() : null;
	}

}
