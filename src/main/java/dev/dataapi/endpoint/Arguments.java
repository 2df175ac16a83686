package dev.dataapi.endpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The values of a request's parameters, equal for requests that ask for the same.
 *
 * @param values by name, in the order of the declaration, defaults included; one value,
 * or those of a list, sorted and each once; optional parameters that are absent are
 * absent here
 */
record Arguments(Map<String, List<Object>> values) {

	Arguments {
		values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
	}

	/**
	 * Reads a request's query.
	 * @param parameters the parameters that the endpoint declares
	 * @param query the query, still percent-encoded, or nothing
	 * @return the values
	 * @throws InvalidRequestException that names the parameter which is not accepted
	 */
	static Arguments parse(List<Parameter> parameters, @Nullable String query) throws InvalidRequestException {
		Map<String, String> raw = raw(parameters, (query != null) ? query : "");
		Map<String, List<Object>> values = new LinkedHashMap<>();
		for (Parameter parameter : parameters) {
			String text = raw.getOrDefault(parameter.name(), "");
			List<Object> value = text.isEmpty() ? parameter.defaults() : parse(parameter, text);
			if (value.isEmpty() && !parameter.optional()) {
				throw new InvalidRequestException(parameter.name(),
						"%s is missing: it must be %s.".formatted(parameter.name(), parameter.accepted()));
			}
			if (!value.isEmpty()) {
				values.put(parameter.name(), canonical(parameter, value));
			}
		}
		for (Parameter parameter : parameters) {
			checkNotBefore(parameter, values);
		}
		return new Arguments(values);
	}

	/** The values as sent, by name; an empty one counts as absent. */
	private static Map<String, String> raw(List<Parameter> parameters, String query) throws InvalidRequestException {
		Map<String, String> raw = new HashMap<>();
		for (String pair : query.split("&")) {
			if (pair.isEmpty()) {
				continue;
			}
			int equals = pair.indexOf('=');
			String rawName = (equals < 0) ? pair : pair.substring(0, equals);
			String name = PercentEncoding.decode(rawName, true);
			if (name == null || parameters.stream().noneMatch((each) -> each.name().equals(name))) {
				throw unknown(parameters, (name != null) ? name : rawName);
			}
			if (raw.putIfAbsent(name, (equals < 0) ? "" : pair.substring(equals + 1)) != null) {
				throw new InvalidRequestException(name, name + " is given more than once."
						+ (isList(parameters, name) ? " Its values are separated by commas." : ""));
			}
		}
		return raw;
	}

	private static boolean isList(List<Parameter> parameters, String name) {
		return parameters.stream().anyMatch((each) -> each.name().equals(name) && each.isList());
	}

	private static InvalidRequestException unknown(List<Parameter> parameters, String name) {
		List<String> names = parameters.stream().map(Parameter::name).toList();
		return new InvalidRequestException(name,
				InvalidRequestException.shown(name) + " is not a parameter here: " + (names.isEmpty() ? "there is none."
						: String.join(", ", names) + ((names.size() == 1) ? " is." : " are.")));
	}

	private static List<Object> parse(Parameter parameter, String raw) throws InvalidRequestException {
		// cut before it is decoded: an encoded comma is data
		String[] items = parameter.isList() ? raw.split(",", -1) : new String[] { raw };
		if (parameter.isList() && items.length > parameter.maxItems()) {
			throw new InvalidRequestException(parameter.name(),
					"%s has %d values: at most %d are accepted, separated by commas.".formatted(parameter.name(),
							items.length, parameter.maxItems()));
		}
		List<Object> values = new ArrayList<>(items.length);
		for (String item : items) {
			String text = PercentEncoding.decode(item, true);
			Object value = (text != null && !text.isEmpty()) ? parameter.domain().parse(text) : null;
			if (value == null) {
				throw new InvalidRequestException(parameter.name(), "%s must be %s, not %s.".formatted(parameter.name(),
						parameter.accepted(), InvalidRequestException.shown((text != null) ? text : item)));
			}
			values.add(value);
		}
		return values;
	}

	private static List<Object> canonical(Parameter parameter, List<Object> values) {
		Comparator<Object> order = parameter.domain().type()::compare;
		TreeSet<Object> sorted = new TreeSet<>(order);
		sorted.addAll(values);
		return List.copyOf(sorted);
	}

	private static void checkNotBefore(Parameter parameter, Map<String, List<Object>> values)
			throws InvalidRequestException {
		String start = parameter.notBefore();
		List<Object> value = values.get(parameter.name());
		List<Object> least = (start != null) ? values.get(start) : null;
		ValueType type = parameter.domain().type();
		if (value != null && least != null && type.compare(value.getFirst(), least.getFirst()) < 0) {
			throw new InvalidRequestException(parameter.name(), "%s, %s, must not be before %s, %s."
				.formatted(parameter.name(), type.format(value.getFirst()), start, type.format(least.getFirst())));
		}
	}

	/** The values as a query, from which they can be read back. */
	String format(List<Parameter> parameters) {
		List<String> pairs = new ArrayList<>();
		for (Parameter parameter : parameters) {
			List<Object> value = this.values.get(parameter.name());
			if (value != null) {
				ValueType type = parameter.domain().type();
				pairs.add(parameter.name() + "=" + String.join(",",
						value.stream().map((each) -> PercentEncoding.encode(type.format(each))).toList()));
			}
		}
		return String.join("&", pairs);
	}

}
