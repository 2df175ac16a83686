package dev.dataapi.customer;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.dataapi.endpoint.BadRequestException;
import dev.dataapi.endpoint.Excerpt;
import dev.dataapi.endpoint.JsonBody;
import tools.jackson.core.JsonToken;

/**
 * The ids of a request, each once, in the order asked for.
 *
 * @param values the ids; an integer beyond 64 bits is left out, since no customer has it
 */
record CustomerIds(List<Long> values) {

	/** The original service's answer to every list that it cannot read. */
	private static final String ERROR = "Invalid customer IDs.";

	/** The most ids that a request may name, whatever is set. */
	static final int MOST = 10_000;

	/** So many digits always fit into a long. */
	private static final int LONG_DIGITS = 18;

	/**
	 * Parses one integer, or several separated by commas, with or without blanks around.
	 * @param text the path segment, decoded
	 * @param max how many ids are accepted, counting repetitions
	 * @throws BadRequestException naming the part that is not an id
	 */
	static CustomerIds parse(String text, int max) {
		List<String> parts = split(text, max);
		LinkedHashSet<Long> ids = new LinkedHashSet<>();
		for (int i = 0; i < parts.size(); i++) {
			String part = strip(parts.get(i));
			if (!isDigits(part)) {
				throw new BadRequestException(ERROR,
						"Part %d of ids, %s, is not a customer id: one integer or ".formatted(i + 1, Excerpt.of(part))
								+ "several separated by commas are accepted, such as 1885,1.");
			}
			add(part, ids);
		}
		return new CustomerIds(List.copyOf(ids));
	}

	/**
	 * Reads the ids of a request's body, {@code {"keys": [1885, 1]}}.
	 * @param body stands at its begin
	 * @param max how many ids are accepted, counting repetitions
	 * @throws BadRequestException naming the key that is not an id
	 */
	static CustomerIds read(JsonBody body, int max) {
		LinkedHashSet<Long> ids = new LinkedHashSet<>();
		body.keys(max, (number) -> {
			if (body.token() != JsonToken.VALUE_NUMBER_INT || !isDigits(body.text())) {
				throw new BadRequestException(ERROR,
						"Key %d must be a customer id, an integer that is not negative, as a JSON number, not %s."
							.formatted(number, body.shown()));
			}
			add(body.text(), ids);
		});
		return new CustomerIds(List.copyOf(ids));
	}

	private static void add(String digits, Set<Long> ids) {
		if (digits.length() <= LONG_DIGITS) {
			ids.add(Long.valueOf(digits));
		}
		else if (new BigInteger(digits).bitLength() < Long.SIZE) {
			ids.add(new BigInteger(digits).longValue());
		}
	}

	private static List<String> split(String text, int max) {
		List<String> parts = List.of(text.split(",", -1));
		if (parts.size() > max) {
			throw new BadRequestException(ERROR,
					"ids names %d customers: at most %d are accepted in a request, the first too many is %s."
						.formatted(parts.size(), max, Excerpt.of(strip(parts.get(max)))));
		}
		return parts;
	}

	private static String strip(String part) {
		int start = 0;
		int end = part.length();
		while (start < end && isBlank(part.charAt(start))) {
			start++;
		}
		while (end > start && isBlank(part.charAt(end - 1))) {
			end--;
		}
		return part.substring(start, end);
	}

	private static boolean isDigits(String part) {
		for (int i = 0; i < part.length(); i++) {
			if (part.charAt(i) < '0' || part.charAt(i) > '9') {
				return false;
			}
		}
		return !part.isEmpty();
	}

	private static boolean isBlank(char character) {
		return character == ' ' || character == '\t';
	}

}
