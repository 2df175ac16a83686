package dev.dataapi.token;

import java.util.regex.Pattern;

/** The path, with its query if it has one, of one route behind the endpoint. */
record EndpointPath(String text) {

	private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7E]*");

	EndpointPath {
		if (!PRINTABLE.matcher(text).matches()) {
			throw new IllegalArgumentException("a URL's path has blanks and letters beyond ASCII percent-encoded.");
		}
		text = text.startsWith("/") ? text : "/" + text;
	}

}
