package dev.dataapi.customer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The ids of a request, each once, in the order asked for.
 *
 * @param values the ids; an integer beyond 64 bits is left out, since no customer has it
 */
record CustomerIds(List<Long> values) {

	private static final Pattern DIGITS = Pattern.compile("[0-9]+");

	private static final int SHOWN = 40;

	CustomerIds {
		values = List.copyOf(values);
	}

	/**
	 * Reads one integer or several separated by commas, with or without blanks around.
	 * @param text the path segment, decoded
	 * @param max how many ids are accepted, repetitions counted
	 * @return the ids
	 * @throws InvalidCustomerIdsException that names the part which is not an id
	 */
	static CustomerIds parse(String text, int max) {
		List<String> parts = split(text, max);
		LinkedHashSet<Long> ids = new LinkedHashSet<>();
		for (int i = 0; i < parts.size(); i++) {
			String part = strip(parts.get(i));
			if (!DIGITS.matcher(part).matches()) {
				throw new InvalidCustomerIdsException(
						"Part %d of ids, '%s', is not a customer id: one integer or ".formatted(i + 1, shorten(part))
								+ "several separated by commas are accepted, such as 1885,1.");
			}
			BigInteger id = new BigInteger(part);
			if (id.bitLength() < Long.SIZE) {
				ids.add(id.longValue());
			}
		}
		return new CustomerIds(new ArrayList<>(ids));
	}

	private static List<String> split(String text, int max) {
		List<String> parts = List.of(text.split(",", -1));
		if (parts.size() > max) {
			throw new InvalidCustomerIdsException(
					"ids names %d customers: at most %d are accepted in a request, the first too many is '%s'."
						.formatted(parts.size(), max, shorten(strip(parts.get(max)))));
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

	private static boolean isBlank(char character) {
		return character == ' ' || character == '\t';
	}

	private static String shorten(String part) {
		return (part.length() <= SHOWN) ? part : part.substring(0, SHOWN) + "...";
	}

}
