package dev.dataapi.deploy;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A value of {@code USING}, in one of the forms that Snowflake documents: a number or a
 * boolean as it is, or a string that is alphanumeric or JSON.
 *
 * @param text what stands for the variable
 * @param json whether it is a string of JSON, which is rendered with its quotes or
 * without: the documentation shows the result without
 */
record TemplateValue(String text, boolean json) {

	/**
	 * Reads a literal of SQL.
	 * @throws IllegalArgumentException if it has none of the forms
	 */
	static TemplateValue of(String literal) {
		if (!literal.startsWith("'")) {
			return new TemplateValue(literal, false);
		}
		String text = DeployedService.unquote(literal).replace("''", "'");
		if (text.chars().allMatch(TemplateValue::isAlphanumeric) && !text.isEmpty()) {
			return new TemplateValue(text, false);
		}
		return new TemplateValue(text.strip(), json(literal, text).isString());
	}

	String rendered(boolean quotes) {
		return (this.json && !quotes) ? JsonMapper.shared().readTree(this.text).asString() : this.text;
	}

	private static JsonNode json(String literal, String text) {
		try {
			return JsonMapper.shared().readTree(text);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("Neither alphanumeric nor JSON: " + literal, ex);
		}
	}

	private static boolean isAlphanumeric(int letter) {
		return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
	}

}
