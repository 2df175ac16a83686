package dev.dataapi.declared.sql;

import java.util.List;
import java.util.Set;

import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.SqlLexer.Kind;
import dev.dataapi.dialect.SqlLexer.Token;
import dev.dataapi.dialect.Tokens;

/**
 * Refuses a statement that could do more than read. Whether a query is right, only the
 * warehouse can tell.
 */
public final class QueryCheck {

	private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

	private QueryCheck() {
	}

	/**
	 * Checks a statement.
	 * @param statement its tokens
	 * @throws InvalidSqlException if it is not a query, or more than one
	 */
	public static void check(List<Token> statement) throws InvalidSqlException {
		Tokens tokens = new Tokens(statement);
		int depth = 0;
		int outermost = 0;
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			if (tokens.isSymbol(i - 1, ";")) {
				throw new InvalidSqlException(token.start(), "A second statement begins here: a report is one.");
			}
			if (token.isSymbol("->>") && !isPath(tokens, i + 1)) {
				throw new InvalidSqlException(token.start(), "->> chains statements: a report is one.");
			}
			if (tokens.isWord(i, CHANGES) && tokens.isSymbol(i - 1, "(") && tokens.is(i + 1, Kind.WORD)) {
				throw new InvalidSqlException(token.start(), "A report only reads: it must not " + token.text() + ".");
			}
			if (token.isSymbol("(") && depth++ == 0) {
				outermost = token.start();
			}
			if (token.isSymbol(")") && --depth < 0) {
				throw new InvalidSqlException(token.start(), ") closes nothing.");
			}
		}
		if (depth > 0) {
			throw new InvalidSqlException(outermost, "( is not closed.");
		}
		checkStart(tokens);
	}

	/**
	 * Whether {@code ->>} is followed by what it reads from JSON, as DuckDB writes it.
	 */
	private static boolean isPath(Tokens tokens, int index) {
		return tokens.is(index, Kind.STRING) || tokens.is(index, Kind.PARAMETER) || tokens.isNumber(index);
	}

	private static void checkStart(Tokens tokens) throws InvalidSqlException {
		if (tokens.size() == 0) {
			throw new InvalidSqlException(0, "The statement is empty.");
		}
		int start = tokens.afterOpening(0);
		if (tokens.isWord(start, "WITH")) {
			start = tokens.afterOpening(afterCommonTables(tokens, start));
		}
		if (!tokens.isWord(start, "SELECT")) {
			throw new InvalidSqlException(tokens.get(Math.min(start, tokens.size() - 1)).start(),
					"A report is a query: SELECT, or WITH ... SELECT.");
		}
	}

	/**
	 * The index after {@code a AS (...), b (x, y) AS (...)}: after the first parentheses
	 * that neither AS nor a comma follows.
	 */
	private static int afterCommonTables(Tokens tokens, int with) throws InvalidSqlException {
		for (int i = with; i < tokens.size(); i++) {
			if (tokens.isSymbol(i, "(")) {
				i = tokens.afterClosing(i);
				if (!tokens.isSymbol(i, ",") && !tokens.isWord(i, "AS")) {
					return i;
				}
			}
		}
		throw new InvalidSqlException(tokens.get(with).start(), "After WITH, name AS (SELECT ...) is expected.");
	}

}
