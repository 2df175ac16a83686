package dev.dataapi.endpoint;

/**
 * Shows the beginning of a text in quotes, as errors do.
 */
public final class Excerpt {

	private static final int LENGTH = 40;

	private Excerpt() {
	}

	public static String of(String text) {
		return (text.codePointCount(0, text.length()) <= LENGTH) ? "'" + text + "'"
				: "'" + text.substring(0, text.offsetByCodePoints(0, LENGTH)) + "...'";
	}

}
