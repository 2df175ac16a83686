package dev.dataapi.testserver;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads and writes the protocol's envelope:
 * {@code {"data":..,"code":..,"message":..,"success":..}}.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private Json() {
	}

	static JsonNode read(byte[] body) {
		return (body.length == 0) ? MissingNode.getInstance() : MAPPER.readTree(body);
	}

	static JsonNode read(String text) {
		return MAPPER.readTree(text);
	}

	static byte[] write(Object value) {
		return MAPPER.writeValueAsBytes(value);
	}

	/** A success with the data that the writer writes inside the data object. */
	static HttpAnswer success(Consumer<JsonGenerator> data) {
		return envelope(data, null, null, true);
	}

	static HttpAnswer success() {
		return success((json) -> {
		});
	}

	/**
	 * A success that tells the client to continue: code 333333 of a query that still
	 * runs.
	 */
	static HttpAnswer progress(String code, String message, Consumer<JsonGenerator> data) {
		return envelope(data, code, message, true);
	}

	static HttpAnswer failure(String code, String message, Consumer<JsonGenerator> data) {
		return envelope(data, code, message, false);
	}

	/** A failure without SQLState, as the session endpoints answer. */
	static HttpAnswer failure(String code, String message) {
		return envelope(null, code, message, false);
	}

	private static HttpAnswer envelope(@Nullable Consumer<JsonGenerator> data, @Nullable String code,
			@Nullable String message, boolean success) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
		try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
			json.writeStartObject();
			if (data != null) {
				json.writeObjectPropertyStart("data");
				data.accept(json);
				json.writeEndObject();
			}
			else {
				json.writeNullProperty("data");
			}
			json.writeStringProperty("code", code);
			json.writeStringProperty("message", message);
			json.writeBooleanProperty("success", success);
			json.writeEndObject();
		}
		return HttpAnswer.json(bytes.toByteArray());
	}

	/** JSON as Snowflake writes a VARIANT, an array or an object: by two blanks. */
	static @Nullable String indented(@Nullable String json) {
		if (json == null) {
			return null;
		}
		StringBuilder text = new StringBuilder();
		boolean quoted = false;
		int depth = 0;
		for (int i = 0; i < json.length(); i++) {
			char each = json.charAt(i);
			if (quoted || each == '"') {
				text.append(each);
				if (each == '\\' && i + 1 < json.length()) {
					text.append(json.charAt(++i));
				}
				quoted ^= each == '"';
			}
			else if (each == ':') {
				text.append(": ");
			}
			else if (each == ',') {
				text.append(",\n").append("  ".repeat(depth));
			}
			else if (each == '{' || each == '[') {
				int next = i + 1;
				while (next < json.length() && Character.isWhitespace(json.charAt(next))) {
					next++;
				}
				text.append(each);
				if (next < json.length() && (json.charAt(next) == '}' || json.charAt(next) == ']')) {
					text.append(json.charAt(next));
					i = next;
				}
				else {
					depth++;
					text.append('\n').append("  ".repeat(depth));
				}
			}
			else if (each == '}' || each == ']') {
				depth = Math.max(0, depth - 1);
				text.append('\n').append("  ".repeat(depth)).append(each);
			}
			else if (!Character.isWhitespace(each)) {
				text.append(each);
			}
		}
		return text.toString();
	}

}
