package dev.dataapi.declared.type;

import dev.dataapi.declared.InvalidRequestException;
import dev.dataapi.declared.file.Section;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

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

	/** For a text that declares no length. */
	public static final int DEFAULT_MAX_LENGTH = 1000;

	private static final int MAX_LENGTH = 4000;

	private static final int MAX_VALUES = 500;

	private static final int MOST_SHOWN = 20;

	/**
	 * For a declaration with an invalid type, so that the rest of it is still checked.
	 */
	public static final Domain UNKNOWN = new Domain(PlainType.TEXT, DEFAULT_MAX_LENGTH, null, null, List.of());

	/** The value that a request's text stands for, or nothing if it is not accepted. */
	public @Nullable Object parse(String text) {
		// a character is one or two chars: a longer text need not be counted
		if (this.type == PlainType.TEXT
				&& (text.length() > 2L * this.maxLength || text.codePointCount(0, text.length()) > this.maxLength)) {
			return null;
		}
		Object value = this.type.parse(text);
		return (value != null && contains(value)) ? value : null;
	}

	private boolean contains(Object value) {
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
		if (this.type == PlainType.TEXT) {
			return "text of 1 to " + this.maxLength + " characters";
		}
		String least = (this.min != null) ? "not less than " + this.type.format(this.min) : "";
		String most = (this.max != null) ? "not greater than " + this.type.format(this.max) : "";
		String both = least + ((this.min != null && this.max != null) ? " and " : "") + most;
		return this.type.accepted() + (both.isEmpty() ? "" : ", " + both);
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

	/**
	 * Reads the limits of a key part or parameter.
	 * @param section where they stand; without {@code min}, {@code max} and
	 * {@code values}, if it does not know them
	 * @return the values, or {@link #UNKNOWN} if the type is none
	 */
	public static Domain read(Section section) {
		ValueType type = ValueType.read(section);
		Integer maxLength = section.integer("max_length", 1, MAX_LENGTH);
		if (type == PlainType.DOUBLE) {
			section.problem("type", "'double' is a type of columns only: decimal(p,s) compares exactly.");
		}
		if (type == null || type == PlainType.DOUBLE) {
			return UNKNOWN;
		}
		if (section.has("max_length") && type != PlainType.TEXT) {
			section.problem("max_length", "'max_length' is for text, not for " + type.typeName() + ".");
		}
		Domain all = new Domain(type, (maxLength != null) ? maxLength : DEFAULT_MAX_LENGTH, null, null, List.of());
		Object min = bound(section, "min", all);
		Object max = bound(section, "max", all);
		if (min != null && max != null && type.compare(min, max) > 0) {
			section.problem("max", "'max' is less than 'min'.");
			return all;
		}
		Domain range = new Domain(type, all.maxLength(), min, max, List.of());
		return new Domain(type, all.maxLength(), min, max, readValues(section, range));
	}

	private static @Nullable Object bound(Section section, String name, Domain all) {
		String text = section.value(name);
		if (text == null) {
			return null;
		}
		if (!all.type().isOrdered()) {
			section.problem(name, "'" + name + "' is not for " + all.type().typeName() + ".");
			return null;
		}
		return all.readValue(section, name, text);
	}

	private static List<Object> readValues(Section section, Domain range) {
		List<String> texts = section.values("values");
		if (texts == null) {
			return List.of();
		}
		if (!section.isList("values") || texts.isEmpty() || texts.size() > MAX_VALUES) {
			section.problem("values", "'values' must be a list of 1 to %d values.".formatted(MAX_VALUES));
			return List.of();
		}
		List<Object> values = new ArrayList<>();
		for (String text : texts) {
			Object value = range.readValue(section, "values", text);
			if (value != null && values.contains(value)) {
				section.problem("values", InvalidRequestException.shown(text) + " is in 'values' twice.");
			}
			else if (value != null) {
				values.add(value);
			}
		}
		return List.copyOf(values);
	}

	/**
	 * Reads a value of the file, which passes the same checks as a request's.
	 * @return the value, or nothing if it is not accepted
	 */
	public @Nullable Object readValue(Section section, String name, String text) {
		Object value = text.isEmpty() ? null : parse(text);
		if (value == null) {
			section.problem(name,
					"%s cannot stand in '%s': %s.".formatted(InvalidRequestException.shown(text), name, accepted()));
		}
		return value;
	}

	/** The {@code example} in its one spelling. */
	public @Nullable String readExample(Section section) {
		String text = section.value("example");
		Object value = (text != null) ? readValue(section, "example", text) : null;
		return (value != null) ? this.type.format(value) : null;
	}

}
