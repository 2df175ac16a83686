package dev.dataapi.dialect;

import java.util.List;
import java.util.Locale;

import dev.dataapi.dialect.SqlLexer.Kind;
import dev.dataapi.dialect.SqlLexer.Token;
import org.jspecify.annotations.Nullable;

/**
 * Finds what DuckDB refuses in the statement as it was written for Snowflake.
 */
final class Failures {

	/** What stands before the name of a function that is called with other arguments. */
	private static final List<String> BEFORE_CALL = List.of("Macro ", "function call \"", "argument types '",
			"Function \"");

	private static final List<String> BEFORE_FORM = List.of("syntax error at or near \"");

	private static final List<String> BEFORE_UNKNOWN = List.of("Function with name ");

	private Failures() {
	}

	/**
	 * Explains a failure.
	 * @return what is refused, or nothing if it is none of the functions that the
	 * statement calls
	 */
	static @Nullable Remark explain(List<Token> statement, String message) {
		Token unknown = call(statement, name(message, BEFORE_UNKNOWN));
		if (unknown != null) {
			String function = unknown.text().toUpperCase(Locale.ROOT);
			return Calls.isKnown(function) ? Remark.refused(unknown.start(), function + " with these arguments")
					: Remark.unknown(unknown.start(), function);
		}
		Token call = call(statement, name(message, BEFORE_CALL));
		if (call != null) {
			return Remark.refused(call.start(), call.text().toUpperCase(Locale.ROOT) + " with these arguments");
		}
		return message.startsWith("Parser Error") ? form(statement, name(message, BEFORE_FORM)) : null;
	}

	/** A form that DuckDB's grammar does not have, at the word that it stumbles over. */
	private static Remark form(List<Token> statement, String near) {
		return statement.stream()
			.filter((token) -> token.kind() == Kind.WORD && token.text().equalsIgnoreCase(near))
			.findFirst()
			.map((token) -> Remark.unknown(token.start(), "The form at " + token.text()))
			.orElseGet(() -> Remark.unknown(statement.getFirst().start(), "A form of the statement"));
	}

	private static String name(String message, List<String> markers) {
		for (String marker : markers) {
			int start = message.indexOf(marker) + marker.length();
			if (start >= marker.length()) {
				int end = start;
				while (end < message.length() && (Character.isLetterOrDigit(message.charAt(end))
						|| message.charAt(end) == '_' || message.charAt(end) == '$')) {
					end++;
				}
				return message.substring(start, end);
			}
		}
		return "";
	}

	/** The first call of a function, by its own name or by that it is rewritten to. */
	private static @Nullable Token call(List<Token> statement, String name) {
		Tokens tokens = new Tokens(statement);
		for (int i = 0; i < tokens.size(); i++) {
			if (!name.isEmpty() && tokens.is(i, Kind.WORD) && tokens.isSymbol(i + 1, "(")
					&& Calls.nameOf(tokens.get(i).text()).equalsIgnoreCase(name)) {
				return tokens.get(i);
			}
		}
		return null;
	}

}
