package dev.dataapi.report;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Parameters written as the query of a request, as an operator names a report's answer.
 */
final class QueryText {

	private QueryText() {
	}

	/**
	 * Reads parameters such as {@code start_range=1995-01-01&end_range=1995-03-31}, by
	 * name, decoded.
	 * @throws IllegalArgumentException whose message says what is accepted
	 */
	static Map<String, String> parse(String query, List<String> names) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String pair : query.split("&")) {
			int equals = pair.indexOf('=');
			String name = (equals < 0) ? pair : pair.substring(0, equals);
			if (pair.isEmpty()) {
				continue;
			}
			if (!names.contains(name)) {
				throw new IllegalArgumentException("Only " + String.join(", ", names) + " are parameters here.");
			}
			if (values.putIfAbsent(name, decode(name, (equals < 0) ? "" : pair.substring(equals + 1))) != null) {
				throw new IllegalArgumentException(name + " is given more than once.");
			}
		}
		return values;
	}

	private static String decode(String name, String value) {
		try {
			return URLDecoder.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(name + " has a % that does not begin two hexadecimal digits.", ex);
		}
	}

	/** Writes parameters so that {@link #parse} reads them back. */
	static String format(Map<String, String> values) {
		return values.entrySet()
			.stream()
			.map((value) -> value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

}
