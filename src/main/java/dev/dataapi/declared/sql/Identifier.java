package dev.dataapi.declared.sql;

import java.util.ArrayList;
import java.util.List;

import dev.dataapi.dialect.SqlLexer;
import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.SqlLexer.Token;
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

	/** What {@link #isBare} takes, for a sentence. */
	public static final String BARE = "letters, digits, _ and $ are accepted, not a digit first";

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

	/** Whether a text is a name without quotes. */
	public static boolean isBare(String text) {
		return text.matches("[A-Za-z_][A-Za-z0-9_$]{0," + (MAX_LENGTH - 1) + "}");
	}

	/** Reads one name, or nothing if the text is none. */
	public static @Nullable Identifier parse(String text) {
		List<Identifier> path = parsePath(text);
		return (path.size() == 1) ? path.getFirst() : null;
	}

	/** Reads names joined by dots; an empty list if the text is none. */
	public static List<Identifier> parsePath(String text) {
		try {
			return parsePath(SqlLexer.tokens(text));
		}
		catch (InvalidSqlException ex) {
			return List.of();
		}
	}

	/** Reads names joined by dots; an empty list if the tokens are none. */
	public static List<Identifier> parsePath(List<Token> tokens) {
		List<Identifier> path = new ArrayList<>();
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			if ((i % 2 == 0) ? !isName(token) : !token.isSymbol(".")) {
				return List.of();
			}
			if (i % 2 == 0) {
				path.add(new Identifier(token.text()));
			}
		}
		return (tokens.size() % 2 == 1) ? List.copyOf(path) : List.of();
	}

	private static boolean isName(Token token) {
		String text = token.text();
		return switch (token.kind()) {
			case WORD -> text.length() <= MAX_LENGTH && !Character.isDigit(text.charAt(0))
					&& text.chars().allMatch((character) -> character < 128);
			case QUOTED ->
				text.length() > 2 && text.length() <= MAX_LENGTH + 2 && text.chars().noneMatch(Character::isISOControl);
			default -> false;
		};
	}

}
