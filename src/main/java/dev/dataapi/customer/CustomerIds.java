package dev.dataapi.customer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import dev.dataapi.report.InvalidParameterException;

/**
 * The ids of a request, each once, in the order asked for.
 *
 * @param values the ids; an integer beyond 64 bits is left out, since no customer has it
 */
record CustomerIds(List<Long> values) {

	/** The original service answers so to every list that it cannot read. */
	private static final String ERROR = "Invalid customer IDs.";

	private static final int SHOWN = 40;

	CustomerIds {
		values = List.copyOf(values);
	}

	/**
	 * Reads one integer or several separated by commas, with or without blanks around.
	 * @param text the path segment, decoded
	 * @param max how many ids are accepted, repetitions counted
	 * @return the ids
	 * @throws InvalidParameterException that names the part which is not an id
	 */
	static CustomerIds parse(String text, int max) {
		List<String> parts = split(text, max);
		LinkedHashSet<Long> ids = new LinkedHashSet<>();
		for (int i = 0; i < parts.size(); i++) {
			String part = strip(parts.get(i));
			if (!part.chars().allMatch((character) -> character >= '0' && character <= '9') || part.isEmpty()) {
				throw new InvalidParameterException(ERROR,
						"Part %d of ids, '%s', is not a customer id: one integer or ".formatted(i + 1, shorten(part))
								+ "several separated by commas are accepted, such as 1885,1.");
			}
			long id = number(part);
			if (id >= 0) {
				ids.add(id);
			}
		}
		return new CustomerIds(new ArrayList<>(ids));
	}

	/** Returns -1 for a number beyond 64 bits. */
	private static long number(String digits) {
		long number = 0;
		for (int i = 0; i < digits.length(); i++) {
			int digit = digits.charAt(i) - '0';
			if (number > (Long.MAX_VALUE - digit) / 10) {
				return -1;
			}
			number = number * 10 + digit;
		}
		return number;
	}

	private static List<String> split(String text, int max) {
		List<String> parts = List.of(text.split(",", -1));
		if (parts.size() > max) {
			throw new InvalidParameterException(ERROR,
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
