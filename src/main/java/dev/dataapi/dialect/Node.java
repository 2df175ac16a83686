package dev.dataapi.dialect;

import java.util.Locale;
import java.util.Set;

/**
 * A token of a statement, what a pair of brackets encloses, or SQL that has been
 * rewritten.
 *
 * @param before the blanks and comments before it
 * @param type what it is
 * @param text how it goes to the warehouse; of a group the opening bracket
 * @param inside what a group encloses
 * @param end what ends a group: blanks, comments and the closing bracket
 * @param start the index in the statement at which it begins
 */
record Node(String before, Type type, String text, Nodes inside, String end, int start) {

	/** What cannot stand before the bracket of a call, or be the end of a value. */
	private static final Set<String> KEYWORDS = Set.of("SELECT", "DISTINCT", "ALL", "FROM", "WHERE", "AND", "OR", "NOT",
			"ON", "HAVING", "QUALIFY", "BY", "LIKE", "ILIKE", "RLIKE", "REGEXP", "IN", "IS", "CASE", "WHEN", "THEN",
			"ELSE", "JOIN", "USING", "VALUES", "UNION", "INTERSECT", "EXCEPT", "MINUS", "BETWEEN", "ANY", "AS", "LIMIT",
			"OFFSET", "OVER", "WITHIN", "FILTER", "GROUP", "ORDER", "PARTITION", "SETS", "LATERAL", "ASC", "DESC",
			"ESCAPE", "WITH", "RECURSIVE", "EXISTS", "INTERVAL", "ROWS", "RANGE", "TOP");

	static Node of(SqlLexer.Token token, String before) {
		Type type = switch (token.kind()) {
			case WORD -> Character.isDigit(token.text().charAt(0)) ? Type.NUMBER : Type.WORD;
			case STRING -> Type.STRING;
			case QUOTED -> Type.QUOTED;
			case PARAMETER -> Type.PARAMETER;
			default -> Type.SYMBOL;
		};
		boolean sent = type == Type.WORD || type == Type.NUMBER || type == Type.STRING;
		return new Node(before, type, sent ? token.text() : token.source(), Nodes.NONE, "", token.start());
	}

	/** SQL that stands where this node stood. */
	Node with(String sql) {
		return new Node(this.before, Type.SQL, sql, Nodes.NONE, "", this.start);
	}

	boolean isWord(String word) {
		return this.type == Type.WORD && this.text.equalsIgnoreCase(word);
	}

	/** Whether it is one of some words, which are given in capitals. */
	boolean isWord(Set<String> words) {
		return this.type == Type.WORD && words.contains(upper());
	}

	boolean isSymbol(String symbol) {
		return this.type == Type.SYMBOL && this.text.equals(symbol);
	}

	boolean isGroup(String bracket) {
		return this.type == Type.GROUP && this.text.equals(bracket);
	}

	boolean isKeyword() {
		return isWord(KEYWORDS);
	}

	/** Whether it may be, or be part of, the name of a column, a table or a function. */
	boolean isName() {
		return this.type == Type.QUOTED || (this.type == Type.WORD && !isKeyword());
	}

	String upper() {
		return this.text.toUpperCase(Locale.ROOT);
	}

	/** What is written, without the blanks before it. */
	String sql() {
		return this.text + this.inside + this.end;
	}

	@Override
	public String toString() {
		return this.before + sql();
	}

	/**
	 * What a node is.
	 */
	enum Type {

		WORD, NUMBER, STRING, QUOTED, SYMBOL, PARAMETER, GROUP, SQL

	}

}
