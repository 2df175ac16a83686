package dev.dataapi.declared.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a declared statement into tokens, in one pass, as Snowflake reads it: nothing
 * within strings, quoted identifiers and comments has a meaning. Comments and escaped
 * quotes are rewritten so that DuckDB takes them for the same: there {@code //} divides,
 * {@code /*} nests, and a backslash does not keep a string from ending.
 */
public final class SqlLexer {

	private final String sql;

	private final List<Token> tokens = new ArrayList<>();

	private int at;

	/** How many single brackets are open, in this part and in that around it. */
	private int brackets;

	private int bracketsAround;

	private SqlLexer(String sql) {
		this.sql = sql;
	}

	/**
	 * Cuts a statement.
	 * @param sql the statement as declared
	 * @return its tokens; their texts joined are the statement, comments and signs aside
	 * @throws InvalidSqlException where something does not end, or a sign is malformed
	 */
	public static List<Token> tokens(String sql) throws InvalidSqlException {
		SqlLexer lexer = new SqlLexer(sql);
		while (lexer.at < sql.length()) {
			lexer.tokens.add(lexer.next());
		}
		return lexer.tokens;
	}

	private Token next() throws InvalidSqlException {
		char character = this.sql.charAt(this.at);
		if (isBlank(character)) {
			return until(Kind.BLANK, endOfBlanks(this.at));
		}
		if (Character.isISOControl(character)) {
			throw new InvalidSqlException(this.at, "A control character stands in the statement.");
		}
		if (isWordPart(character) || character == '_') {
			return until(Kind.WORD, endOfWord());
		}
		return switch (character) {
			case '\'' -> string();
			case '"' -> until(Kind.QUOTED, endOfQuoted());
			case '$' -> startsWith("$$") ? until(Kind.STRING, endOf("$$", "The string that begins here")) : symbol();
			case '-' -> startsWith("--") ? lineComment() : symbol();
			case '/' -> startsWith("//") ? lineComment() : startsWith("/*") ? blockComment() : symbol();
			case '{' -> startsWith("{{") ? parameter() : symbol();
			case '[' -> startsWith("[[") ? open() : bracket(1);
			case ']' -> (this.brackets > 0) ? bracket(-1) : startsWith("]]") ? close() : symbol();
			default -> symbol();
		};
	}

	private Token until(Kind kind, int end) throws InvalidSqlException {
		return until(kind, end, this.sql.substring(this.at, end));
	}

	private Token until(Kind kind, int end, String text) throws InvalidSqlException {
		Token token = new Token(kind, this.at, text);
		if (kind != Kind.BLANK) {
			for (int i = this.at; i < end; i++) {
				if (Character.isISOControl(this.sql.charAt(i)) && !isBlank(this.sql.charAt(i))) {
					throw new InvalidSqlException(i, "A control character stands in the statement.");
				}
			}
		}
		this.at = end;
		return token;
	}

	private Token symbol() throws InvalidSqlException {
		return until(Kind.SYMBOL, this.at + 1);
	}

	private Token bracket(int change) throws InvalidSqlException {
		this.brackets += change;
		return symbol();
	}

	private Token open() throws InvalidSqlException {
		this.bracketsAround = this.brackets;
		this.brackets = 0;
		return until(Kind.OPEN, this.at + 2, "");
	}

	private Token close() throws InvalidSqlException {
		this.brackets = this.bracketsAround;
		this.bracketsAround = 0;
		return until(Kind.CLOSE, this.at + 2, "");
	}

	private boolean startsWith(String text) {
		return this.sql.startsWith(text, this.at);
	}

	private static boolean isBlank(char character) {
		return character == ' ' || character == '\t' || character == '\n';
	}

	private static boolean isWordPart(char character) {
		return Character.isLetterOrDigit(character) || Character.isSurrogate(character);
	}

	private int endOfBlanks(int start) {
		int end = start;
		while (end < this.sql.length() && isBlank(this.sql.charAt(end))) {
			end++;
		}
		return end;
	}

	/** A dollar sign belongs to a name, but not to a number. */
	private int endOfWord() {
		boolean name = !Character.isDigit(this.sql.charAt(this.at));
		int end = this.at;
		while (end < this.sql.length() && (isWordPart(this.sql.charAt(end)) || this.sql.charAt(end) == '_'
				|| (name && this.sql.charAt(end) == '$'))) {
			end++;
		}
		return end;
	}

	/** A quote after a backslash is sent as two, which both warehouses read alike. */
	private Token string() throws InvalidSqlException {
		int end = endOfString();
		StringBuilder text = new StringBuilder(end - this.at);
		for (int i = this.at; i < end; i++) {
			char character = this.sql.charAt(i);
			if (character == '\\') {
				i++;
				text.append((this.sql.charAt(i) == '\'') ? '\'' : character).append(this.sql.charAt(i));
			}
			else {
				text.append(character);
			}
		}
		return until(Kind.STRING, end, text.toString());
	}

	/** A quote within is written twice or after a backslash. */
	private int endOfString() throws InvalidSqlException {
		for (int i = this.at + 1; i < this.sql.length(); i++) {
			if (this.sql.charAt(i) == '\\') {
				i++;
			}
			else if (this.sql.charAt(i) == '\'') {
				if (!this.sql.startsWith("''", i)) {
					return i + 1;
				}
				i++;
			}
		}
		throw new InvalidSqlException(this.at, "The string that begins here does not end.");
	}

	private int endOfQuoted() throws InvalidSqlException {
		for (int i = this.at + 1; i < this.sql.length(); i++) {
			if (this.sql.charAt(i) == '"') {
				if (!this.sql.startsWith("\"\"", i)) {
					return i + 1;
				}
				i++;
			}
		}
		throw new InvalidSqlException(this.at, "The quoted name that begins here does not end.");
	}

	private int endOf(String end, String what) throws InvalidSqlException {
		int found = this.sql.indexOf(end, this.at + 2);
		if (found < 0) {
			throw new InvalidSqlException(this.at, what + " does not end.");
		}
		return found + 2;
	}

	private Token lineComment() throws InvalidSqlException {
		int end = this.sql.indexOf('\n', this.at);
		end = (end < 0) ? this.sql.length() : end;
		return until(Kind.COMMENT, end, "--" + this.sql.substring(this.at + 2, end));
	}

	private Token blockComment() throws InvalidSqlException {
		int end = endOf("*/", "The comment that begins here");
		return until(Kind.COMMENT, end, "/*" + this.sql.substring(this.at + 2, end).replace("/*", "/ *"));
	}

	private Token parameter() throws InvalidSqlException {
		int start = endOfBlanks(this.at + 2);
		int end = start;
		while (end < this.sql.length() && Name.isPart(this.sql.charAt(end), end == start)) {
			end++;
		}
		int close = endOfBlanks(end);
		if (end == start || !this.sql.startsWith("}}", close)) {
			throw new InvalidSqlException(this.at, "{{ begins a parameter: a name and }} must follow.");
		}
		return until(Kind.PARAMETER, close + 2, this.sql.substring(start, end));
	}

	/**
	 * What a token is.
	 */
	public enum Kind {

		BLANK, COMMENT, WORD, STRING, QUOTED, SYMBOL, PARAMETER, OPEN, CLOSE

	}

	/**
	 * A piece of the statement.
	 *
	 * @param kind what it is
	 * @param start the index in the statement at which it begins
	 * @param text how it goes to the warehouse; of a parameter the name, of {@code [[}
	 * and {@code ]]} nothing
	 */
	public record Token(Kind kind, int start, String text) {

		/** Whether it says anything to the warehouse. */
		public boolean isSignificant() {
			return switch (this.kind) {
				case BLANK, COMMENT, OPEN, CLOSE -> false;
				default -> true;
			};
		}

		public boolean isSymbol(String symbol) {
			return this.kind == Kind.SYMBOL && this.text.equals(symbol);
		}

		public boolean isWord(String word) {
			return this.kind == Kind.WORD && this.text.equalsIgnoreCase(word);
		}

	}

	/**
	 * A statement that is not accepted.
	 */
	public static final class InvalidSqlException extends Exception {

		private static final long serialVersionUID = 1L;

		private final int offset;

		/**
		 * Creates the exception.
		 * @param offset the index in the statement
		 * @param sentence what is wrong there
		 */
		public InvalidSqlException(int offset, String sentence) {
			super(sentence);
			this.offset = offset;
		}

		public int offset() {
			return this.offset;
		}

		public String sentence() {
			return String.valueOf(getMessage());
		}

	}

}
