package dev.dataapi.declared.sql;

import dev.dataapi.dialect.SqlLexer;

/**
 * What an endpoint, a parameter or a part of a key may be called. Such a name needs no
 * quotes in a path, in a query and between the braces of a statement.
 */
public final class Name {

	public static final int MAX_LENGTH = 64;

	/** For a sentence. */
	public static final String ACCEPTED = "letters, digits, _ and - are accepted, not - first, up to " + MAX_LENGTH;

	private Name() {
	}

	public static boolean isName(String text) {
		return !text.isEmpty() && text.length() <= MAX_LENGTH && SqlLexer.isNamePart(text.charAt(0), true)
				&& text.chars().allMatch((character) -> SqlLexer.isNamePart((char) character, false));
	}

}
