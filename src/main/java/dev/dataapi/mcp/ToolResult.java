package dev.dataapi.mcp;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What a call of a tool answers.
 *
 * @param structured a JSON object; none if the call failed
 * @param text the same, or the sentence that says why it failed
 */
record ToolResult(@Nullable String structured, String text) {

	static final String NOTE = "note";

	/** A result whose text is its JSON. */
	static ToolResult of(String json) {
		return new ToolResult(json, json);
	}

	/** A failure in one sentence, by which a model can correct itself. */
	static ToolResult failed(String sentence) {
		return new ToolResult(null, sentence);
	}

	boolean isError() {
		return this.structured == null;
	}

	/** Writes the members of the result. */
	void write(JsonGenerator out) {
		out.writeArrayPropertyStart("content");
		out.writeStartObject();
		out.writeStringProperty("type", "text");
		out.writeStringProperty("text", this.text);
		out.writeEndObject();
		out.writeEndArray();
		if (this.structured != null) {
			out.writeName("structuredContent");
			out.writeRawValue(this.structured);
		}
		out.writeBooleanProperty("isError", isError());
	}

}
