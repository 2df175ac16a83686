package dev.dataapi.declared.type;

import java.util.List;

import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The values that a key part or a parameter takes: those of a type, within limits.
 *
 * @param type the values' type
 * @param maxLength how many characters a text may have
 * @param min the least value, if there is one
 * @param max the greatest value, if there is one
 * @param values the only values, none if all are
 */
public record Domain(ValueType type, int maxLength, @Nullable Object min, @Nullable Object max, List<Object> values) {

	private static final int MOST_SHOWN = 20;

	/** The value that a request's text stands for, or nothing if it is not accepted. */
	public @Nullable Object parse(String text) {
		// a character is one or two chars: a longer text need not be counted
		if (this.type instanceof TextType
				&& (text.length() > 2L * this.maxLength || text.codePointCount(0, text.length()) > this.maxLength)) {
			return null;
		}
		Object value = this.type.parse(text);
		return (value != null && contains(value)) ? value : null;
	}

	/**
	 * The value that a value of a request's body stands for, or nothing if it is not
	 * accepted.
	 * @param token the kind of that value
	 * @param text the text of that value
	 */
	public @Nullable Object parse(@Nullable JsonToken token, String text) {
		return (this.type.isWrittenAs(token) && !text.isEmpty()) ? parse(text) : null;
	}

	/** Whether a value of the type is within the limits. */
	public boolean contains(Object value) {
		return (this.min == null || this.type.compare(value, this.min) >= 0)
				&& (this.max == null || this.type.compare(value, this.max) <= 0)
				&& (this.values.isEmpty() || this.values.contains(value));
	}

	/** What a request's text must be, for a sentence. */
	public String accepted() {
		if (!this.values.isEmpty()) {
			List<String> shown = this.values.stream().limit(MOST_SHOWN).map(this.type::format).toList();
			return ((shown.size() > 1) ? "one of " : "") + String.join(", ", shown)
					+ ((this.values.size() > MOST_SHOWN) ? " and " + (this.values.size() - MOST_SHOWN) + " more" : "");
		}
		if (this.type instanceof TextType) {
			return "text of 1 to " + this.maxLength + " characters";
		}
		String least = (this.min != null) ? "not less than " + this.type.format(this.min) : "";
		String most = (this.max != null) ? "not greater than " + this.type.format(this.max) : "";
		String both = least + ((this.min != null && this.max != null) ? " and " : "") + most;
		return this.type.accepted() + (both.isEmpty() ? "" : ", " + both);
	}

	/** What a value of a request's body must be, for a sentence. */
	public String acceptedInJson() {
		return accepted() + ", as " + this.type.inJson();
	}

	/**
	 * A value that is accepted, for a description and for the first run of a statement.
	 */
	public Object sample() {
		if (!this.values.isEmpty()) {
			return this.values.getFirst();
		}
		if (this.min != null) {
			return this.min;
		}
		return (this.max != null) ? this.max : this.type.sample();
	}

	/** The JSON Schema of what a request sends. */
	public Schema<Object> schema() {
		if (!this.values.isEmpty()) {
			Schema<Object> schema = this.type.schema();
			this.values.forEach((value) -> schema.addEnumItemObject(this.type.json(value)));
			return schema;
		}
		Schema<Object> schema = this.type.schema(this.min, this.max);
		if (this.type instanceof TextType) {
			schema.minLength(1).maxLength(this.maxLength);
		}
		return schema;
	}

}
