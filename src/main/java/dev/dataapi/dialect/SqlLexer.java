package dev.dataapi.dialect;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a declared statement into tokens, in one pass, as Snowflake reads it: nothing
 * within strings, quoted identifiers and comments has a meaning. Comments and escaped
 * quotes are rewritten so that DuckDB takes them for the same: there {@code //} divides,
 * {@code /*} nests, and a backslash does not keep a string from ending.
 */
public final class SqlLexer {

	private final String sql;

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
	 * @return its tokens, whose sources joined are the statement
	 * @throws InvalidSqlException where something does not end, or a sign is malformed
	 */
	public static List<Token> tokens(String sql) throws InvalidSqlException {
		for (int i = 0; i < sql.length(); i++) {
			if (Character.isISOControl(sql.charAt(i)) && !isBlank(sql.charAt(i))) {
				throw new InvalidSqlException(i, "A control character stands in the statement.");
			}
		}
		SqlLexer lexer = new SqlLexer(sql);
		List<Token> tokens = new ArrayList<>();
		while (lexer.at < sql.length()) {
			tokens.add(lexer.next());
		}
		return tokens;
	}

	private Token next() throws InvalidSqlException {
		char character = this.sql.charAt(this.at);
		if (isBlank(character)) {
			return until(Kind.BLANK, endOfBlanks(this.at));
		}
		if (isWordPart(character) || character == '_') {
			return until(Kind.WORD, endOfWord());
		}
		return switch (character) {
			case '\'' -> string();
			case '"' -> until(Kind.QUOTED, endOfQuotes('"', "The quoted name"));
			case '$' -> startsWith("$$") ? until(Kind.STRING, endOf("$$", "The string")) : symbol(1);
			case '-' -> startsWith("--") ? lineComment() : symbol(startsWith("->>") ? 3 : 1);
			case ':' -> symbol(startsWith("::") ? 2 : 1);
			case '/' -> startsWith("//") ? lineComment() : startsWith("/*") ? blockComment() : symbol(1);
			case '{' -> startsWith("{{") ? parameter() : symbol(1);
			case '[' -> startsWith("[[") ? open() : bracket(1);
			case ']' -> (this.brackets > 0) ? bracket(-1) : startsWith("]]") ? close() : symbol(1);
			default -> symbol(1);
		};
	}

	private Token until(Kind kind, int end) {
		return until(kind, end, null);
	}

	/** Without a text, it is sent as it stands. */
	private Token until(Kind kind, int end, @Nullable String text) {
		String source = this.sql.substring(this.at, end);
		Token token = new Token(kind, this.at, source, (text != null) ? text : source);
		this.at = end;
		return token;
	}

	private Token symbol(int length) {
		return until(Kind.SYMBOL, this.at + length);
	}

	private Token bracket(int change) {
		this.brackets += change;
		return symbol(1);
	}

	private Token open() {
		this.bracketsAround = this.brackets;
		this.brackets = 0;
		return until(Kind.OPEN, this.at + 2, "");
	}

	private Token close() {
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
		int end = endOfQuotes('\'', "The string");
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

	/** A quote within is written twice; in a string also after a backslash. */
	private int endOfQuotes(char quote, String what) throws InvalidSqlException {
		for (int i = this.at + 1; i < this.sql.length(); i++) {
			char character = this.sql.charAt(i);
			if (character == quote) {
				if (i + 1 == this.sql.length() || this.sql.charAt(i + 1) != quote) {
					return i + 1;
				}
				i++;
			}
			else if (character == '\\' && quote == '\'') {
				i++;
			}
		}
		throw endless(what);
	}

	private int endOf(String end, String what) throws InvalidSqlException {
		int found = this.sql.indexOf(end, this.at + 2);
		if (found < 0) {
			throw endless(what);
		}
		return found + 2;
	}

	private InvalidSqlException endless(String what) {
		return new InvalidSqlException(this.at, what + " that begins here does not end.");
	}

	private Token lineComment() {
		int end = this.sql.indexOf('\n', this.at);
		end = (end < 0) ? this.sql.length() : end;
		return until(Kind.COMMENT, end, "--" + this.sql.substring(this.at + 2, end));
	}

	private Token blockComment() throws InvalidSqlException {
		int end = endOf("*/", "The comment");
		return until(Kind.COMMENT, end, "/*" + this.sql.substring(this.at + 2, end).replace("/*", "/ *"));
	}

	/**
	 * Whether the name of a parameter may have a character, as its first or behind that.
	 */
	public static boolean isNamePart(char character, boolean first) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || character == '_' || (character == '-' && !first);
	}

	private Token parameter() throws InvalidSqlException {
		int start = endOfBlanks(this.at + 2);
		int end = start;
		while (end < this.sql.length() && isNamePart(this.sql.charAt(end), end == start)) {
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
	 * @param source how it stands in the statement
	 * @param text how it goes to the warehouse; of a parameter the name, of {@code [[}
	 * and {@code ]]} nothing
	 */
	public record Token(Kind kind, int start, String source, String text) {

		/** The index in the statement at which it ends. */
		public int end() {
			return this.start + this.source.length();
		}

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
