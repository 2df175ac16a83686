package dev.dataapi.declared.sql;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.dataapi.dialect.SqlLexer;
import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.SqlLexer.Token;

/**
 * Refuses a text that is more than the rest of an ORDER BY.
 */
public final class SortCheck {

	private static final String BEFORE = "SELECT 1 ORDER BY ";

	private SortCheck() {
	}

	/**
	 * Checks a text.
	 * @param text what stands after ORDER BY
	 * @return the text as it goes to the warehouse
	 * @throws InvalidSqlException if it is anything else
	 */
	public static String check(String text) throws InvalidSqlException {
		List<Token> tokens = SqlLexer.tokens(text);
		if (tokens.stream().noneMatch(Token::isSignificant)) {
			throw new InvalidSqlException(0, "The text is empty: it is what stands after ORDER BY.");
		}
		for (Token token : tokens) {
			String refused = switch (token.kind()) {
				case COMMENT -> "A comment";
				case PARAMETER -> "A parameter";
				case OPEN, CLOSE -> token.source();
				default -> token.isSymbol(";") || token.isWord("SELECT") ? token.text() : null;
			};
			if (refused != null) {
				throw new InvalidSqlException(token.start(),
						refused + " must not stand here: the text is what stands after ORDER BY.");
			}
		}
		List<Token> statement = SqlLexer.tokens(BEFORE + text);
		try {
			QueryCheck.check(statement);
		}
		catch (InvalidSqlException ex) {
			throw new InvalidSqlException(Math.max(0, ex.offset() - BEFORE.length()), ex.sentence());
		}
		for (VariableCheck.Finding finding : VariableCheck.findings(statement, Set.of())) {
			throw new InvalidSqlException(finding.offset() - BEFORE.length(), finding.sentence());
		}
		return tokens.stream().map(Token::text).collect(Collectors.joining()).strip();
	}

}
