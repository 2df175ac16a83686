package dev.dataapi.declared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.dataapi.declared.LookupDeclaration.KeyPart;
import dev.dataapi.declared.type.Domain;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.endpoint.BadRequestException;
import dev.dataapi.endpoint.Excerpt;
import dev.dataapi.endpoint.JsonBody;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row, equal to that of every other spelling of its values.
 *
 * @param parts the values, in the order of the declaration
 */
public record LookupKey(List<Object> parts) {

	/** More repetitions are not accepted by every engine of regular expressions. */
	private static final int MOST_COUNTED = 1000;

	public LookupKey {
		parts = List.copyOf(parts);
	}

	/**
	 * Reads the keys of a request: parts joined by {@code ~}, keys by commas, each of
	 * them encoded or not.
	 * @param lookup the look-up, which says whether {@code %2C} or {@code %7E} is data
	 * @param raw the path's segment, still percent-encoded
	 * @return the keys in the order asked for, each once
	 * @throws BadRequestException that names the part which is not accepted
	 */
	public static List<LookupKey> parseAll(LookupDeclaration lookup, String raw) {
		List<String> keys = Separator.COMMA.cut(raw, lookup.hasCommas());
		if (keys.size() > lookup.maxKeys()) {
			throw BadRequestException.of(JsonBody.KEYS, "%d keys are asked for: at most %d are accepted in a request."
				.formatted(keys.size(), lookup.maxKeys()));
		}
		LinkedHashSet<LookupKey> parsed = new LinkedHashSet<>();
		for (int i = 0; i < keys.size(); i++) {
			parsed.add(parse(lookup, keys.get(i), i + 1));
		}
		return new ArrayList<>(parsed);
	}

	private static LookupKey parse(LookupDeclaration lookup, String raw, int number) {
		List<KeyPart> declared = lookup.key();
		List<String> parts = lookup.hasTildes() && declared.size() == 1 ? List.of(raw)
				: Separator.TILDE.cut(raw, lookup.hasTildes());
		if (parts.size() != declared.size()) {
			throw BadRequestException.of(JsonBody.KEYS,
					"Key %d, %s, has %d %s: %s is accepted, and a ~ %s.".formatted(number, Excerpt.of(raw),
							parts.size(), (parts.size() == 1) ? "part" : "parts",
							String.join("~", declared.stream().map(KeyPart::name).toList()),
							lookup.hasTildes() ? "within a value is written %7E" : "separates parts"));
		}
		List<Object> values = new ArrayList<>(parts.size());
		for (int i = 0; i < parts.size(); i++) {
			KeyPart part = declared.get(i);
			String text = PercentEncoding.decode(parts.get(i), false);
			Object value = (text != null && !text.isEmpty()) ? part.domain().parse(text) : null;
			if (value == null) {
				String shown = (text != null) ? text : parts.get(i);
				throw BadRequestException.of(part.name(), "Key %d: %s must be %s, not %s.".formatted(number,
						part.name(), part.domain().accepted(), Excerpt.of(shown)));
			}
			values.add(value);
		}
		return new LookupKey(values);
	}

	/**
	 * Reads the keys of a request's body, {@code {"keys": [...]}}: single values, or
	 * objects of several parts.
	 * @return the keys in the order asked for, each once
	 * @throws BadRequestException that names the key and the part which is not accepted
	 */
	static List<LookupKey> readAll(LookupDeclaration lookup, JsonBody body) {
		LinkedHashSet<LookupKey> parsed = new LinkedHashSet<>();
		body.keys(lookup.maxKeys(), (number) -> parsed.add(read(lookup, body, number)));
		return new ArrayList<>(parsed);
	}

	private static LookupKey read(LookupDeclaration lookup, JsonBody body, int number) {
		List<KeyPart> declared = lookup.key();
		if (declared.size() == 1) {
			return new LookupKey(List.of(value(lookup, declared.getFirst(), body, number)));
		}
		Map<String, Object> values = new HashMap<>();
		List<String> names = declared.stream().map(KeyPart::name).toList();
		body.object("Key " + number, names,
				(name) -> values.put(name, value(lookup, declared.get(names.indexOf(name)), body, number)));
		for (String name : names) {
			if (!values.containsKey(name)) {
				throw BadRequestException.of(name,
						"Key %d has no %s: a key has %s.".formatted(number, name, String.join(", ", names)));
			}
		}
		return new LookupKey(names.stream().map(values::get).toList());
	}

	private static Object value(LookupDeclaration lookup, KeyPart part, JsonBody body, int number) {
		Object value = part.domain().parse(body.token(), body.text());
		if (value == null) {
			throw BadRequestException.of(part.name(), "Key %d: %s must be %s, not %s.".formatted(number, part.name(),
					part.domain().acceptedInJson(), body.shown()));
		}
		Separator.COMMA.require(value, lookup.hasCommas(), part.name());
		Separator.TILDE.require(value, lookup.hasTildes(), part.name());
		return value;
	}

	/**
	 * The key of a row where further parts are bound from the caller.
	 * @param bound the values of all parts, with nothing where this key has them
	 */
	LookupKey with(List<@Nullable Object> bound) {
		Iterator<Object> asked = this.parts.iterator();
		return new LookupKey(bound.stream().map((each) -> (each != null) ? each : asked.next()).toList());
	}

	/** The key as a path's segment, from which it can be read back. */
	public String format(LookupDeclaration lookup) {
		List<String> texts = new ArrayList<>(this.parts.size());
		for (int i = 0; i < this.parts.size(); i++) {
			texts.add(PercentEncoding.encode(lookup.key().get(i).domain().type().format(this.parts.get(i))));
		}
		return String.join("~", texts);
	}

	/** The JSON Schema of keys as they stand in a path, decoded. */
	public static Schema<?> schema(LookupDeclaration lookup) {
		String key = lookup.key()
			.stream()
			.map((part) -> keyPattern(part, lookup.key().size() == 1))
			.collect(Collectors.joining("~"));
		Schema<?> schema = new Schema<>(SpecVersion.V31).typesItem("string");
		if (lookup.hasCommas()) {
			schema.setPattern("^" + key + "$");
			Schema<?> keys = new Schema<>(SpecVersion.V31).typesItem("array");
			return keys.items(schema).minItems(1).maxItems(lookup.maxKeys());
		}
		String count = (lookup.maxKeys() <= MOST_COUNTED) ? "{0," + (lookup.maxKeys() - 1) + "}" : "*";
		String more = (lookup.maxKeys() > 1) ? "(," + key + ")" + count : "";
		schema.setPattern("^" + key + more + "$");
		return schema;
	}

	/** What separates is no data; a ~ within one of several parts is encoded. */
	private static String keyPattern(KeyPart part, boolean alone) {
		Domain domain = part.domain();
		String separators = (part.commas() ? "" : ",") + ((part.tildes() && alone) ? "" : "~");
		return (domain.type() instanceof TextType) ? "[^" + separators + "\\x00]{1," + domain.maxLength() + "}"
				: domain.type().pattern(domain.min());
	}

}
