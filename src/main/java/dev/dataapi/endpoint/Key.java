package dev.dataapi.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import dev.dataapi.endpoint.LookupDeclaration.KeyPart;

/**
 * The key of a row, equal to that of every other spelling of its values.
 *
 * @param parts the values, in the order of the declaration
 */
record Key(List<Object> parts) {

	Key {
		parts = List.copyOf(parts);
	}

	/**
	 * Reads the keys of a request: parts joined by {@code ~}, keys by commas.
	 * @param lookup the look-up
	 * @param raw the path's segment, still percent-encoded, so that {@code %2C} and
	 * {@code %7E} are data
	 * @return the keys in the order asked for, each once
	 * @throws InvalidRequestException that names the part which is not accepted
	 */
	static List<Key> parseAll(LookupDeclaration lookup, String raw) throws InvalidRequestException {
		String[] keys = raw.split(",", -1);
		if (keys.length > lookup.maxKeys()) {
			throw new InvalidRequestException("keys", "%d keys are asked for: at most %d are accepted in a request."
				.formatted(keys.length, lookup.maxKeys()));
		}
		LinkedHashSet<Key> parsed = new LinkedHashSet<>();
		for (int i = 0; i < keys.length; i++) {
			parsed.add(parse(lookup, keys[i], i + 1));
		}
		return new ArrayList<>(parsed);
	}

	private static Key parse(LookupDeclaration lookup, String raw, int number) throws InvalidRequestException {
		List<KeyPart> declared = lookup.key();
		String[] parts = raw.split("~", -1);
		if (parts.length != declared.size()) {
			throw new InvalidRequestException("keys",
					"Key %d, %s, has %d %s: %s is accepted, and a ~ within a value is written %%7E.".formatted(number,
							InvalidRequestException.shown(raw), parts.length, (parts.length == 1) ? "part" : "parts",
							String.join("~", declared.stream().map(KeyPart::name).toList())));
		}
		List<Object> values = new ArrayList<>(parts.length);
		for (int i = 0; i < parts.length; i++) {
			KeyPart part = declared.get(i);
			String text = PercentEncoding.decode(parts[i], false);
			Object value = (text != null && !text.isEmpty()) ? part.domain().parse(text) : null;
			if (value == null) {
				String shown = (text != null) ? text : parts[i];
				throw new InvalidRequestException(part.name(), "Key %d: %s must be %s, not %s.".formatted(number,
						part.name(), part.domain().accepted(), InvalidRequestException.shown(shown)));
			}
			values.add(value);
		}
		return new Key(values);
	}

	/** The key as a path's segment, from which it can be read back. */
	String format(LookupDeclaration lookup) {
		List<String> texts = new ArrayList<>(this.parts.size());
		for (int i = 0; i < this.parts.size(); i++) {
			texts.add(PercentEncoding.encode(lookup.key().get(i).domain().type().format(this.parts.get(i))));
		}
		return String.join("~", texts);
	}

}
