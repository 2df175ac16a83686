package dev.dataapi.declared.sql;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A name of the warehouse, written as in SQL: bare, or in double quotes where case or
 * other characters matter.
 *
 * @param sql the name as it stands in a statement, quotes included
 */
public record Identifier(String sql) {

	public static final int MAX_LENGTH = 255;

	/** What {@link #parse} takes, for a sentence. */
	public static final String ACCEPTED = "letters, digits, _ and $, not a digit first, or anything in double quotes";

	/** The name without quotes: the property's name in JSON. */
	public String name() {
		return isQuoted() ? this.sql.substring(1, this.sql.length() - 1).replace("\"\"", "\"") : this.sql;
	}

	/** Whether a result's column of this label is meant: case counts only in quotes. */
	public boolean matches(String label) {
		return isQuoted() ? name().equals(label) : this.sql.equalsIgnoreCase(label);
	}

	private boolean isQuoted() {
		return this.sql.startsWith("\"");
	}

	/** Reads one name, or nothing if the text is none. */
	public static @Nullable Identifier parse(String text) {
		List<Identifier> path = parsePath(text);
		return (path.size() == 1) ? path.getFirst() : null;
	}

	/** Reads names joined by dots; an empty list if the text is none. */
	public static List<Identifier> parsePath(String text) {
		List<Identifier> path = new ArrayList<>();
		int at = 0;
		while (true) {
			int end = end(text, at);
			if (end < 0) {
				return List.of();
			}
			path.add(new Identifier(text.substring(at, end)));
			if (end == text.length()) {
				return List.copyOf(path);
			}
			if (text.charAt(end) != '.') {
				return List.of();
			}
			at = end + 1;
		}
	}

	/** Where the name that begins at an index ends, or -1 if none begins there. */
	private static int end(String text, int start) {
		boolean quoted = start < text.length() && text.charAt(start) == '"';
		int end = quoted ? endOfQuoted(text, start) : endOfBare(text, start);
		int length = end - start - (quoted ? 2 : 0);
		return (length >= 1 && length <= MAX_LENGTH) ? end : -1;
	}

	private static int endOfBare(String text, int start) {
		int end = start;
		while (end < text.length() && isPart(text.charAt(end), end == start)) {
			end++;
		}
		return end;
	}

	private static boolean isPart(char character, boolean first) {
		boolean letter = (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z')
				|| character == '_';
		return letter || (!first && ((character >= '0' && character <= '9') || character == '$'));
	}

	private static int endOfQuoted(String text, int start) {
		for (int i = start + 1; i < text.length(); i++) {
			char character = text.charAt(i);
			if (Character.isISOControl(character)) {
				return -1;
			}
			if (character == '"') {
				if (i + 1 == text.length() || text.charAt(i + 1) != '"') {
					return i + 1;
				}
				i++;
			}
		}
		return -1;
	}

}
