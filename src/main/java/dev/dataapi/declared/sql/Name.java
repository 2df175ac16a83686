package dev.dataapi.declared.sql;

/**
 * What an endpoint, a parameter or a part of a key may be called. Such a name needs no
 * quotes in a path, in a query and between the braces of a statement.
 */
public final class Name {

	private static final int MAX_LENGTH = 64;

	/** For a sentence. */
	public static final String ACCEPTED = "letters, digits, _ and - are accepted, not - first, up to " + MAX_LENGTH;

	private Name() {
	}

	public static boolean isName(String text) {
		return !text.isEmpty() && text.length() <= MAX_LENGTH && isPart(text.charAt(0), true)
				&& text.chars().allMatch((character) -> isPart((char) character, false));
	}

	/** Whether a name may have a character, as its first or behind that. */
	static boolean isPart(char character, boolean first) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || character == '_' || (character == '-' && !first);
	}

}
