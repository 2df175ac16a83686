package dev.dataapi.mcp;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

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

	ObjectNode addTo(ObjectNode result) {
		result.putArray("content").addObject().put("type", "text").put("text", this.text);
		if (this.structured != null) {
			result.putRawValue("structuredContent", new RawValue(this.structured));
		}
		return result.put("isError", isError());
	}

}
