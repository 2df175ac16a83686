package dev.dataapi.declared.sql;

import java.util.List;

import dev.dataapi.declared.sql.SqlLexer.InvalidSqlException;
import dev.dataapi.declared.sql.SqlLexer.Kind;
import dev.dataapi.declared.sql.SqlLexer.Token;

/**
 * Refuses a statement that is not one query. Whether the query itself is right, only the
 * warehouse can tell.
 */
public final class QueryCheck {

	private static final List<String> CHANGES = List.of("INSERT", "UPDATE", "DELETE", "MERGE");

	private final List<Token> tokens;

	private QueryCheck(List<Token> tokens) {
		this.tokens = tokens;
	}

	/**
	 * Checks a statement.
	 * @param tokens those of the statement that say something to the warehouse
	 * @throws InvalidSqlException if it is not a query, or more than one
	 */
	public static void check(List<Token> tokens) throws InvalidSqlException {
		QueryCheck check = new QueryCheck(tokens);
		check.checkSigns();
		check.checkParentheses();
		check.checkStart();
	}

	private void checkSigns() throws InvalidSqlException {
		for (int i = 0; i < this.tokens.size(); i++) {
			Token token = this.tokens.get(i);
			if (token.isSymbol(";") && i + 1 < this.tokens.size()) {
				throw new InvalidSqlException(this.tokens.get(i + 1).start(),
						"A second statement begins here: a report is one.");
			}
			if (token.isSymbol("-") && isNext(i, ">") && isNext(i + 1, ">") && !isPath(i + 3)) {
				throw new InvalidSqlException(token.start(), "->> chains statements: a report is one.");
			}
			boolean change = i > 0 && this.tokens.get(i - 1).isSymbol("(") && isNext(i, Kind.WORD)
					&& CHANGES.stream().anyMatch(token::isWord);
			if (change) {
				throw new InvalidSqlException(token.start(), "A report only reads: it must not " + token.text() + ".");
			}
		}
	}

	/** Whether a symbol follows without a blank. */
	private boolean isNext(int index, String symbol) {
		return index + 1 < this.tokens.size() && this.tokens.get(index + 1).isSymbol(symbol)
				&& this.tokens.get(index + 1).start() == this.tokens.get(index).start() + 1;
	}

	/**
	 * Whether {@code ->>} is followed by what it reads from JSON, as DuckDB writes it.
	 */
	private boolean isPath(int index) {
		return index < this.tokens.size() && switch (this.tokens.get(index).kind()) {
			case STRING, PARAMETER -> true;
			case WORD -> Character.isDigit(this.tokens.get(index).text().charAt(0));
			default -> false;
		};
	}

	private boolean isNext(int index, Kind kind) {
		return index + 1 < this.tokens.size() && this.tokens.get(index + 1).kind() == kind;
	}

	private void checkParentheses() throws InvalidSqlException {
		int depth = 0;
		int outermost = 0;
		for (Token token : this.tokens) {
			if (token.isSymbol("(")) {
				outermost = (depth == 0) ? token.start() : outermost;
				depth++;
			}
			else if (token.isSymbol(")")) {
				depth--;
			}
			if (depth < 0) {
				throw new InvalidSqlException(token.start(), ") closes nothing.");
			}
		}
		if (depth > 0) {
			throw new InvalidSqlException(outermost, "( is not closed.");
		}
	}

	private void checkStart() throws InvalidSqlException {
		int start = afterOpening(0);
		if (start == this.tokens.size()) {
			throw new InvalidSqlException(0, "The statement is empty.");
		}
		if (this.tokens.get(start).isWord("WITH")) {
			start = afterOpening(afterCommonTables(start + 1));
		}
		if (!is(start, "SELECT")) {
			throw new InvalidSqlException(this.tokens.get(Math.min(start, this.tokens.size() - 1)).start(),
					"A report is a query: SELECT, or WITH ... SELECT.");
		}
	}

	private int afterOpening(int start) {
		int index = start;
		while (index < this.tokens.size() && this.tokens.get(index).isSymbol("(")) {
			index++;
		}
		return index;
	}

	/** The index behind {@code a AS (...), b (x, y) AS (...)}. */
	private int afterCommonTables(int start) throws InvalidSqlException {
		int index = start;
		if (is(index, "RECURSIVE") && !is(index + 1, "AS")) {
			index++;
		}
		while (true) {
			index++;
			if (isOpening(index)) {
				index = afterClosing(index);
			}
			if (!is(index, "AS")) {
				throw notCommonTable(index);
			}
			index++;
			index += is(index, "NOT") ? 1 : 0;
			index += is(index, "MATERIALIZED") ? 1 : 0;
			if (!isOpening(index)) {
				throw notCommonTable(index);
			}
			index = afterClosing(index);
			if (index == this.tokens.size() || !this.tokens.get(index).isSymbol(",")) {
				return index;
			}
			index++;
		}
	}

	private InvalidSqlException notCommonTable(int index) {
		return new InvalidSqlException(this.tokens.get(Math.min(index, this.tokens.size() - 1)).start(),
				"After WITH, name AS (SELECT ...) is expected.");
	}

	private boolean is(int index, String word) {
		return index < this.tokens.size() && this.tokens.get(index).isWord(word);
	}

	private boolean isOpening(int index) {
		return index < this.tokens.size() && this.tokens.get(index).isSymbol("(");
	}

	/** The index behind what a parenthesis encloses; all are known to be closed. */
	private int afterClosing(int opening) {
		int depth = 0;
		int index = opening;
		do {
			depth += this.tokens.get(index).isSymbol("(") ? 1 : this.tokens.get(index).isSymbol(")") ? -1 : 0;
			index++;
		}
		while (depth > 0);
		return index;
	}

}
