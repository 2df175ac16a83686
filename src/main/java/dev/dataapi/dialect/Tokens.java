package dev.dataapi.dialect;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.dataapi.dialect.SqlLexer.Kind;
import dev.dataapi.dialect.SqlLexer.Token;

/**
 * The tokens of a statement that say something to the warehouse. Nothing is before the
 * first of them and after the last, so that any index may be asked for.
 */
public final class Tokens {

	private final List<Token> tokens;

	public Tokens(List<Token> statement) {
		this.tokens = statement.stream().filter(Token::isSignificant).toList();
	}

	public int size() {
		return this.tokens.size();
	}

	public Token get(int index) {
		return this.tokens.get(index);
	}

	public boolean is(int index, Kind kind) {
		return index >= 0 && index < this.tokens.size() && this.tokens.get(index).kind() == kind;
	}

	public boolean isSymbol(int index, String symbol) {
		return is(index, Kind.SYMBOL) && this.tokens.get(index).isSymbol(symbol);
	}

	public boolean isWord(int index, String word) {
		return is(index, Kind.WORD) && this.tokens.get(index).isWord(word);
	}

	/** Whether there is one of some words, which are given in capitals. */
	public boolean isWord(int index, Set<String> words) {
		return is(index, Kind.WORD) && words.contains(this.tokens.get(index).text().toUpperCase(Locale.ROOT));
	}

	public boolean isNumber(int index) {
		return is(index, Kind.WORD) && Character.isDigit(this.tokens.get(index).text().charAt(0));
	}

	public boolean isName(int index) {
		return is(index, Kind.QUOTED) || (is(index, Kind.WORD) && !isNumber(index));
	}

	/** Whether a token follows the one before it without a blank or a comment. */
	public boolean isAdjacent(int index) {
		return index > 0 && index < this.tokens.size()
				&& this.tokens.get(index - 1).end() == this.tokens.get(index).start();
	}

	/** The index after what a parenthesis encloses. */
	public int afterClosing(int opening) {
		int depth = 0;
		int index = opening;
		do {
			depth += isSymbol(index, "(") ? 1 : isSymbol(index, ")") ? -1 : 0;
			index++;
		}
		while (depth > 0 && index < this.tokens.size());
		return index;
	}

	/** The index after parentheses that open one after the other. */
	public int afterOpening(int start) {
		int index = start;
		while (isSymbol(index, "(")) {
			index++;
		}
		return index;
	}

}
