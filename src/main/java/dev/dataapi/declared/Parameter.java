package dev.dataapi.declared;

import dev.dataapi.declared.type.ValueType;
import dev.dataapi.declared.type.Domain;
import dev.dataapi.declared.file.FileErrors;
import dev.dataapi.declared.type.PlainType;
import dev.dataapi.declared.file.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A query parameter of a report.
 *
 * @param name its name in the query and in the statement
 * @param domain the values that it takes
 * @param maxItems how many values a list may have, repetitions counted, or 0 if it takes
 * one value
 * @param commas whether the values of a list may hold commas, which are then encoded
 * @param optional whether parts of the statement are left out without it
 * @param defaults what stands for it where it is absent: one value, several of a list, or
 * none
 * @param notBefore the parameter that it must not be less than
 * @param description what it is, for the API description
 * @param example a value in its one spelling
 */
public record Parameter(String name, Domain domain, int maxItems, boolean commas, boolean optional,
		List<Object> defaults, @Nullable String notBefore, @Nullable String description, @Nullable String example) {

	private static final int MAX_ITEMS = 1000;

	private static final int MAX_PARAMETERS = 50;

	public boolean isList() {
		return this.maxItems > 0;
	}

	/** Whether a request without it is refused. */
	public boolean isRequired() {
		return !this.optional && this.defaults.isEmpty();
	}

	/** What a request's text must be, for a sentence. */
	public String accepted() {
		return isList()
				? "up to %d values separated by commas, each %s".formatted(this.maxItems, this.domain.accepted())
				: this.domain.accepted();
	}

	/** Reads the parameters of a report. */
	public static List<Parameter> readAll(Section report) {
		Map<String, Parameter> parameters = new LinkedHashMap<>();
		List<Section> sections = sections(report);
		for (Section section : sections) {
			Parameter parameter = read(section);
			if (parameter != null && parameters.putIfAbsent(parameter.name(), parameter) != null) {
				section.problem("name", "The parameter '" + parameter.name() + "' is declared twice.");
			}
		}
		for (Section section : sections) {
			checkNotBefore(section, parameters);
		}
		return List.copyOf(parameters.values());
	}

	/** Where the parameters of a report stand. */
	public static List<Section> sections(Section report) {
		return report.list("parameters", "A parameter", MAX_PARAMETERS);
	}

	private static @Nullable Parameter read(Section section) {
		section.knows("name", "type", "default", "optional", "not_before", "min", "max", "values", "max_length",
				"max_items", Separator.COMMA.setting(), "description", "example");
		String name = section.requiredName();
		Domain domain = Domain.read(section);
		int maxItems = section.integer("max_items", 1, MAX_ITEMS, 0);
		boolean commas = Separator.COMMA.readData(section, domain);
		boolean optional = section.flag("optional");
		if (optional && section.has("default")) {
			section.problem("default",
					"'default' and 'optional' exclude each other: what has a default is always given.");
		}
		List<Object> defaults = readDefaults(section, domain, maxItems);
		String example = domain.readExample(section);
		if (maxItems > 0 && !commas) {
			Separator.COMMA.refuseIn(section, "values", domain.values());
			Separator.COMMA.refuseIn(section, "default", defaults);
			Separator.COMMA.refuseIn(section, "example", (example != null) ? List.of(example) : List.of());
		}
		Parameter parameter = new Parameter((name != null) ? name : "", domain, maxItems, commas, optional, defaults,
				section.value("not_before"), section.description(), example);
		return (name != null) ? parameter : null;
	}

	private static void checkNotBefore(Section section, Map<String, Parameter> parameters) {
		Parameter parameter = parameters.get(Objects.requireNonNullElse(section.value("name"), ""));
		if (parameter == null || parameter.notBefore() == null) {
			return;
		}
		Parameter other = parameters.get(parameter.notBefore());
		if (other == null || other == parameter) {
			section.problem("not_before", "'not_before' must name another parameter."
					+ FileErrors.didYouMean(parameter.notBefore(), parameters.keySet()));
		}
		else if (parameter.domain() != Domain.UNKNOWN && other.domain() != Domain.UNKNOWN) {
			ValueType type = parameter.domain().type();
			if (!type.isOrdered() || !type.equals(other.domain().type()) || parameter.isList() || other.isList()) {
				section.problem("not_before",
						"'not_before' compares two single values of one type, not of text or boolean.");
			}
			else if (!parameter.defaults().isEmpty() && !other.defaults().isEmpty()
					&& type.compare(parameter.defaults().getFirst(), other.defaults().getFirst()) < 0) {
				section.problem("default", "'default' is before that of '" + other.name() + "'.");
			}
		}
	}

	private static List<Object> readDefaults(Section section, Domain domain, int maxItems) {
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
		List<Object> values = new ArrayList<>();
		for (String text : texts) {
			// the one default that no request can spell: an empty parameter counts as
			// absent
			boolean empty = text.isEmpty() && maxItems == 0 && domain.type() == PlainType.TEXT
					&& domain.values().isEmpty();
			Object value = empty ? text : domain.readValue(section, "default", text);
			if (value != null && !values.contains(value)) {
				values.add(value);
			}
		}
		return List.copyOf(values);
	}

}
