package dev.dataapi.declared.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.dataapi.access.CallerValue;
import dev.dataapi.declared.LookupDeclaration.KeyPart;
import dev.dataapi.declared.Parameter;
import dev.dataapi.declared.RelativeDay;
import dev.dataapi.declared.Separator;
import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.type.ColumnOnlyType;
import dev.dataapi.declared.type.DateType;
import dev.dataapi.declared.type.DecimalType;
import dev.dataapi.declared.type.Domain;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.declared.type.ValueTypes;
import dev.dataapi.endpoint.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of keys and the parameters of a file, and the values that these take.
 */
final class ValueReader {

	private static final int MAX_PARTS = 8;

	private static final int MAX_ITEMS = 1000;

	private static final int MAX_LENGTH = 4000;

	private static final int DEFAULT_MAX_LENGTH = 1000;

	private static final int MAX_VALUES = 500;

	/** What has no meaning where requests do not say the value. */
	private static final List<String> OF_REQUESTS = List.of("default", "optional", "not_before", "min", "max", "values",
			"max_items", Separator.COMMA.setting(), Separator.TILDE.setting(), "description", "example");

	/** Of an invalid type, so that the rest of the declaration is still checked. */
	private static final Domain UNKNOWN = new Domain(new TextType(), DEFAULT_MAX_LENGTH, null, null, List.of());

	private ValueReader() {
	}

	/** Reads the key of a look-up, and what filters its rows. */
	static List<KeyPart> key(Section lookup) {
		List<KeyPart> parts = new ArrayList<>();
		Set<String> names = new HashSet<>();
		Set<String> columns = new HashSet<>();
		boolean bound = false;
		boolean asked = false;
		for (Section section : lookup.list("key", "A part of a key", 1, MAX_PARTS)) {
			section.knows("name!", "column!", "type!", "max_length", Separator.COMMA.setting(),
					Separator.TILDE.setting(), "description", "example", "from");
			String name = section.name();
			Identifier column = column(section, "column");
			CallerValue from = from(section);
			Domain domain = domain(section);
			bound |= section.has("from");
			asked |= !section.has("from");
			String example = example(section, domain);
			boolean commas = isData(Separator.COMMA, section, domain);
			boolean tildes = isData(Separator.TILDE, section, domain);
			refuse(Separator.COMMA, commas, section, "example", example);
			refuse(Separator.TILDE, tildes, section, "example", example);
			String description = section.description();
			if (name != null && !names.add(name)) {
				section.problem("name", "The key part '" + name + "' is declared twice.");
			}
			if (column != null && !columns.add(column.name())) {
				section.problem("column", "The column '" + column.name() + "' is in the key twice.");
			}
			if (name != null && column != null) {
				parts.add((from != null) ? bound(name, column, domain, from)
						: new KeyPart(name, column, domain, commas, tildes, description, example, null));
			}
		}
		if (bound && !asked) {
			lookup.problem("key", "A key needs a part that requests say: 'from' binds all of them.");
		}
		for (Section section : lookup.list("filter", "A filter", 1, MAX_PARTS)) {
			section.knows("column!", "type!", "from!", "max_length");
			Identifier column = column(section, "column");
			CallerValue from = from(section);
			Domain domain = domain(section);
			if (column != null && !columns.add(column.name())) {
				section.problem("column", "The column '" + column.name() + "' is in the key or in a filter already.");
			}
			if (column != null && from != null) {
				parts.add(bound(from.toString(), column, domain, from));
			}
		}
		return List.copyOf(parts);
	}

	/** Of its values, all is data, since no request separates them. */
	private static KeyPart bound(String name, Identifier column, Domain domain, CallerValue from) {
		boolean text = domain.type() instanceof TextType;
		return new KeyPart(name, column, domain, text, text, null, null, from);
	}

	/** Reads what of the caller stands for a value, or nothing if requests say it. */
	private static @Nullable CallerValue from(Section section) {
		for (String other : OF_REQUESTS) {
			if (section.has("from") && section.has("name") && section.has(other)) {
				section.problem(other,
						"'%s' is for what requests say, and 'from' binds from the caller.".formatted(other));
			}
		}
		String text = section.value("from");
		CallerValue value = (text != null) ? CallerValue.parse(text) : null;
		if (text != null && value == null) {
			section.problem("from", "'from' must be " + CallerValue.ACCEPTED + ".");
		}
		return value;
	}

	/**
	 * Reads the parameters of a report.
	 * @param sections where they stand
	 * @return the parameters by name, in the order of the file
	 */
	static Map<String, Parameter> parameters(List<Section> sections) {
		Map<String, Parameter> parameters = new LinkedHashMap<>();
		for (Section section : sections) {
			Parameter parameter = parameter(section);
			if (parameter != null && parameters.putIfAbsent(parameter.name(), parameter) != null) {
				section.problem("name", "The parameter '" + parameter.name() + "' is declared twice.");
			}
		}
		for (Section section : sections) {
			checkNotBefore(section, parameters);
		}
		return parameters;
	}

	private static @Nullable Parameter parameter(Section section) {
		section.knows("name!", "type!", "default", "optional", "not_before", "min", "max", "values", "max_length",
				"max_items", Separator.COMMA.setting(), "description", "example", "from");
		String name = section.name();
		CallerValue from = from(section);
		Domain domain = domain(section);
		int maxItems = section.integer("max_items", 1, MAX_ITEMS, 0);
		boolean commas = isData(Separator.COMMA, section, domain);
		boolean optional = section.flag("optional");
		if (optional && section.has("default")) {
			section.problem("default",
					"'default' and 'optional' exclude each other: what has a default is always given.");
		}
		List<Object> defaults = defaults(section, domain, maxItems);
		String example = example(section, domain);
		if (maxItems > 0) {
			domain.values().forEach((each) -> refuse(Separator.COMMA, commas, section, "values", each));
			defaults.forEach((each) -> refuse(Separator.COMMA, commas, section, "default", each));
			refuse(Separator.COMMA, commas, section, "example", example);
		}
		String notBefore = section.value("not_before");
		String description = section.description();
		return (name != null) ? new Parameter(name, domain, maxItems, commas, optional, defaults, notBefore,
				description, example, from) : null;
	}

	private static void checkNotBefore(Section section, Map<String, Parameter> parameters) {
		Parameter parameter = parameters.get(section.value("name"));
		if (parameter == null || parameter.notBefore() == null) {
			return;
		}
		Parameter other = parameters.get(parameter.notBefore());
		if (other == null || other == parameter) {
			section.problem("not_before", "'not_before' must name another parameter."
					+ FileErrors.didYouMean(parameter.notBefore(), parameters.keySet()));
		}
		else if (!other.isAsked()) {
			section.problem("not_before", "'not_before' must name a parameter that requests say.");
		}
		else if (parameter.domain() != UNKNOWN && other.domain() != UNKNOWN) {
			ValueType type = parameter.domain().type();
			if (!type.isOrdered() || !type.equals(other.domain().type()) || parameter.isList() || other.isList()) {
				section.problem("not_before",
						"'not_before' compares two single values of one type, not of text or boolean.");
			}
			else if (!parameter.defaults().isEmpty() && !other.defaults().isEmpty() && !parameter.isRelative()
					&& !other.isRelative()
					&& type.compare(parameter.defaults().getFirst(), other.defaults().getFirst()) < 0) {
				section.problem("default", "'default' is before that of '" + other.name() + "'.");
			}
		}
	}

	private static List<Object> defaults(Section section, Domain domain, int maxItems) {
		List<String> texts = section.values("default");
		if (texts == null) {
			return List.of();
		}
		if (section.isList("default") && maxItems == 0) {
			section.problem("default", "'default' is a list, which only a parameter with 'max_items' takes.");
			return List.of();
		}
		if (maxItems > 0 && !section.isList("default")) {
			texts = List.of(texts.getFirst().split(",", -1));
		}
		if (maxItems > 0 && (texts.isEmpty() || texts.size() > maxItems)) {
			section.problem("default", "'default' must have 1 to %d values.".formatted(maxItems));
			return List.of();
		}
		Set<Object> values = new LinkedHashSet<>();
		for (String text : texts) {
			// no request can spell this default: an empty parameter counts as absent
			boolean empty = text.isEmpty() && maxItems == 0 && domain.type() instanceof TextType
					&& domain.values().isEmpty();
			RelativeDay day = (domain.type() instanceof DateType) ? RelativeDay.parse(text) : null;
			Object value = (day != null) ? day : empty ? text : value(section, "default", text, domain);
			if (value != null) {
				values.add(value);
			}
		}
		return List.copyOf(values);
	}

	/** Reads a column's name, or nothing if it is none. */
	static @Nullable Identifier column(Section section, String name) {
		String text = section.value(name);
		Identifier identifier = (text != null) ? Identifier.parse(text) : null;
		if (text != null && identifier == null) {
			section.problem(name, Excerpt.of(text) + " is not a column's name: " + Identifier.ACCEPTED + ".");
		}
		return identifier;
	}

	/** Reads a type, or nothing if it is none. */
	static @Nullable ValueType type(Section section) {
		String text = section.value("type");
		ValueType type = (text != null) ? ValueTypes.of(text) : null;
		if (text != null && type == null) {
			section.problem("type",
					Excerpt.of(text) + " is not a type: "
							+ (DecimalType.isCut(text)
									? "write decimal(p,s) in quotes, since a comma ends a value within { }."
									: ValueTypes.NAMES + " are, with p from 1 to 38 and s from 0 to p."));
		}
		return type;
	}

	/** Reads a type and its limits. */
	private static Domain domain(Section section) {
		ValueType type = type(section);
		int maxLength = section.integer("max_length", 1, MAX_LENGTH, DEFAULT_MAX_LENGTH);
		if (type instanceof ColumnOnlyType other) {
			section.problem("type", "'%s' is a type of columns only: %s.".formatted(other.typeName(), other.instead()));
		}
		if (type == null || type instanceof ColumnOnlyType) {
			return UNKNOWN;
		}
		if (section.has("max_length") && !(type instanceof TextType)) {
			section.problem("max_length", "'max_length' is for text, not for " + type.typeName() + ".");
		}
		Domain all = new Domain(type, maxLength, null, null, List.of());
		Object min = bound(section, "min", all);
		Object max = bound(section, "max", all);
		if (min != null && max != null && type.compare(min, max) > 0) {
			section.problem("max", "'max' is less than 'min'.");
			return all;
		}
		List<Object> values = only(section, new Domain(type, maxLength, min, max, List.of()));
		return new Domain(type, maxLength, min, max, values);
	}

	private static @Nullable Object bound(Section section, String name, Domain all) {
		String text = section.value(name);
		if (text != null && !all.type().isOrdered()) {
			section.problem(name, "'" + name + "' is not for " + all.type().typeName() + ".");
			return null;
		}
		return (text != null) ? value(section, name, text, all) : null;
	}

	/** Reads the only values that are accepted, none if all are. */
	private static List<Object> only(Section section, Domain range) {
		List<String> texts = section.values("values");
		if (texts == null) {
			return List.of();
		}
		if (!section.isList("values") || texts.isEmpty() || texts.size() > MAX_VALUES) {
			section.problem("values", "'values' must be a list of 1 to %d values.".formatted(MAX_VALUES));
			return List.of();
		}
		Set<Object> values = new LinkedHashSet<>();
		for (String text : texts) {
			Object value = value(section, "values", text, range);
			if (value != null && !values.add(value)) {
				section.problem("values", Excerpt.of(text) + " is in 'values' twice.");
			}
		}
		return List.copyOf(values);
	}

	/**
	 * Reads a value, which passes the same checks as a request's.
	 * @return the value, or nothing if it is not accepted
	 */
	private static @Nullable Object value(Section section, String name, String text, Domain domain) {
		Object value = text.isEmpty() ? null : domain.parse(text);
		if (value == null) {
			String days = (domain.type() instanceof DateType && name.equals("default")) ? ", or " + RelativeDay.ACCEPTED
					: "";
			section.problem(name,
					"%s cannot stand in '%s': %s%s.".formatted(Excerpt.of(text), name, domain.accepted(), days));
		}
		return value;
	}

	/** The {@code example} in its one spelling. */
	private static @Nullable String example(Section section, Domain domain) {
		String text = section.value("example");
		Object value = (text != null) ? value(section, "example", text, domain) : null;
		return (value != null) ? domain.type().format(value) : null;
	}

	/** Whether values may hold a character that separates others. */
	private static boolean isData(Separator separator, Section section, Domain domain) {
		boolean data = section.flag(separator.setting());
		if (data && !(domain.type() instanceof TextType)) {
			section.problem(separator.setting(),
					"'%s' is for text, not for %s.".formatted(separator.setting(), domain.type().typeName()));
		}
		return data;
	}

	/** Refuses a value that no request could spell. */
	private static void refuse(Separator separator, boolean data, Section section, String name,
			@Nullable Object value) {
		if (!data && value instanceof String text && text.indexOf(separator.character()) >= 0) {
			section.problem(name, "%s has a '%s', which separates values: '%s: true' makes it part of them."
				.formatted(Excerpt.of(text), separator.character(), separator.setting()));
		}
	}

}
