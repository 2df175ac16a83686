package dev.dataapi.declared;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;

import dev.dataapi.declared.type.ValueType;
import dev.dataapi.endpoint.BadRequestException;
import dev.dataapi.endpoint.Excerpt;
import dev.dataapi.endpoint.Format;
import dev.dataapi.endpoint.JsonBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The values of a request's parameters, equal for requests that ask for the same.
 *
 * @param values by name, defaults included; one value, or those of a list, sorted and
 * each once; optional parameters that are absent are absent here
 */
public record Arguments(Map<String, List<Object>> values) {

	/** After the name of a list, as many clients send it. */
	private static final String BRACKETS = "[]";

	public Arguments {
		values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
	}

	/**
	 * Reads a request's query.
	 * @param parameters the parameters that the endpoint declares
	 * @param query the query, still percent-encoded, or nothing
	 * @return the values
	 * @throws BadRequestException that names the parameter which is not accepted
	 */
	public static Arguments parse(List<Parameter> parameters, @Nullable String query) {
		Map<String, List<String>> raw = raw(parameters, (query != null) ? query : "");
		return of(parameters, (parameter) -> parse(parameter, raw.getOrDefault(parameter.name(), List.of())));
	}

	/**
	 * Reads a request's body: an object of the parameters, in which null is absent.
	 * @throws BadRequestException that names the parameter which is not accepted
	 */
	static Arguments read(List<Parameter> parameters, JsonBody body) {
		Map<String, List<Object>> given = new HashMap<>();
		body.object("The body", parameters.stream().map(Parameter::name).toList(),
				(name) -> given.put(name, read(Objects.requireNonNull(named(parameters, name)), body)));
		return of(parameters, (parameter) -> given.getOrDefault(parameter.name(), List.of()));
	}

	/** Together with values that are bound from the caller. */
	Arguments with(Map<String, List<Object>> bound) {
		if (bound.isEmpty()) {
			return this;
		}
		Map<String, List<Object>> all = new LinkedHashMap<>(this.values);
		all.putAll(bound);
		return new Arguments(all);
	}

	private static Arguments of(List<Parameter> parameters, Function<Parameter, List<Object>> given) {
		Map<String, List<Object>> values = new LinkedHashMap<>();
		for (Parameter parameter : parameters) {
			List<Object> value = given.apply(parameter);
			value = value.isEmpty() ? parameter.defaults() : value;
			if (value.isEmpty() && !parameter.optional()) {
				throw BadRequestException.of(parameter.name(),
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

	/**
	 * The values as sent, by name: of a list, all that are given, and otherwise one. An
	 * empty one counts as absent.
	 */
	private static Map<String, List<String>> raw(List<Parameter> parameters, String query) {
		Map<String, List<String>> raw = new HashMap<>();
		for (String pair : query.split("&")) {
			if (pair.isEmpty()) {
				continue;
			}
			int equals = pair.indexOf('=');
			String rawName = (equals < 0) ? pair : pair.substring(0, equals);
			String name = PercentEncoding.decode(rawName, true);
			Parameter parameter = (name != null) ? named(parameters, name) : null;
			if (parameter == null && rawName.equals(Format.PARAMETER)) {
				continue;
			}
			if (parameter == null) {
				throw BadRequestException.unknown(parameters.stream().map(Parameter::name).toList(),
						(name != null) ? name : rawName);
			}
			String value = (equals < 0) ? "" : pair.substring(equals + 1);
			List<String> known = raw.putIfAbsent(parameter.name(), items(parameter, value));
			if (known != null && !parameter.isList()) {
				throw BadRequestException.of(parameter.name(), parameter.name() + " is given more than once.");
			}
			if (known != null) {
				known.addAll(items(parameter, value));
			}
		}
		return raw;
	}

	/** Of a list, {@code p[]} is the same as {@code p}. */
	private static @Nullable Parameter named(List<Parameter> parameters, String name) {
		for (Parameter parameter : parameters) {
			String declared = parameter.name();
			if (name.equals(declared) || (parameter.isList() && name.length() == declared.length() + BRACKETS.length()
					&& name.startsWith(declared) && name.endsWith(BRACKETS))) {
				return parameter;
			}
		}
		return null;
	}

	private static List<String> items(Parameter parameter, String value) {
		if (value.isEmpty()) {
			return new ArrayList<>();
		}
		return parameter.isList() ? new ArrayList<>(Separator.COMMA.cut(value, parameter.commas())) : List.of(value);
	}

	private static List<Object> parse(Parameter parameter, List<String> items) {
		if (parameter.isList() && items.size() > parameter.maxItems()) {
			throw BadRequestException.of(parameter.name(),
					"%s has %d values: at most %d are accepted, separated by commas.".formatted(parameter.name(),
							items.size(), parameter.maxItems()));
		}
		List<Object> values = new ArrayList<>(items.size());
		for (String item : items) {
			String text = PercentEncoding.decode(item, true);
			Object value = (text != null && !text.isEmpty()) ? parameter.domain().parse(text) : null;
			if (value == null) {
				throw BadRequestException.of(parameter.name(), "%s must be %s, not %s.".formatted(parameter.name(),
						parameter.accepted(), Excerpt.of((text != null) ? text : item)));
			}
			values.add(value);
		}
		return values;
	}

	private static List<Object> read(Parameter parameter, JsonBody body) {
		if (body.token() == JsonToken.VALUE_NULL) {
			return List.of();
		}
		if (!parameter.isList()) {
			return List.of(value(parameter, body));
		}
		if (body.token() != JsonToken.START_ARRAY) {
			throw refused(parameter, body);
		}
		List<Object> values = new ArrayList<>();
		body.list(() -> {
			if (values.size() == parameter.maxItems()) {
				throw BadRequestException.of(parameter.name(), "%s has more than %d values, which is its limit."
					.formatted(parameter.name(), parameter.maxItems()));
			}
			values.add(value(parameter, body));
			Separator.COMMA.require(values.getLast(), parameter.commas(), parameter.name());
		});
		return values;
	}

	private static Object value(Parameter parameter, JsonBody body) {
		Object value = parameter.domain().parse(body.token(), body.text());
		if (value == null) {
			throw refused(parameter, body);
		}
		return value;
	}

	private static BadRequestException refused(Parameter parameter, JsonBody body) {
		return BadRequestException.of(parameter.name(),
				"%s must be %s%s, not %s.".formatted(parameter.name(),
						parameter.isList() ? "a list of up to %d values, each ".formatted(parameter.maxItems()) : "",
						parameter.domain().acceptedInJson(), body.shown()));
	}

	private static List<Object> canonical(Parameter parameter, List<Object> values) {
		Comparator<Object> order = parameter.domain().type()::compare;
		TreeSet<Object> sorted = new TreeSet<>(order);
		sorted.addAll(values);
		return List.copyOf(sorted);
	}

	private static void checkNotBefore(Parameter parameter, Map<String, List<Object>> values) {
		String start = parameter.notBefore();
		List<Object> value = values.get(parameter.name());
		List<Object> least = (start != null) ? values.get(start) : null;
		ValueType type = parameter.domain().type();
		if (value != null && least != null && type.compare(value.getFirst(), least.getFirst()) < 0) {
			throw BadRequestException.of(parameter.name(), "%s, %s, must not be before %s, %s."
				.formatted(parameter.name(), type.format(value.getFirst()), start, type.format(least.getFirst())));
		}
	}

	/** The values as a query, from which they can be read back. */
	public String format(List<Parameter> parameters) {
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
