package dev.dataapi.declared.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.dataapi.declared.sql.SqlLexer.Kind;
import dev.dataapi.declared.sql.SqlLexer.Token;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a warehouse would take for a variable or a bind variable of its own, and
 * parameters in the spelling of some other tool. Nothing gives these a value, or the
 * values of other parameters end up in them.
 */
public final class VariableCheck {

	/** After these words a colon begins a variable; no column can be called so. */
	private static final Set<String> RESERVED = Set.of("SELECT", "DISTINCT", "ALL", "WHERE", "AND", "OR", "NOT", "ON",
			"HAVING", "QUALIFY", "BY", "LIKE", "ILIKE", "RLIKE", "REGEXP", "IN", "IS", "CASE", "WHEN", "THEN", "ELSE",
			"FROM", "JOIN", "USING", "VALUES", "UNION", "INTERSECT", "MINUS", "BETWEEN", "ANY", "SOME", "AS", "TO");

	/**
	 * As {@link #RESERVED}, but a column may be called so: then the colon follows at
	 * once.
	 */
	private static final Set<String> BEFORE_VALUES = Set.of("LIMIT", "OFFSET", "FETCH", "FIRST", "NEXT", "TOP",
			"ESCAPE", "DATE", "TIME", "TIMESTAMP", "INTERVAL", "RETURN");

	/** Signs before or around names in other tools, which are operators here. */
	private static final Set<String> SIGNS = Set.of(":", "@", "&", "#", "%", "!", "<");

	/**
	 * Functions that take a text for the name of a table or column, or for a statement.
	 */
	private static final Set<String> NAMING = Set.of("IDENTIFIER", "TABLE", "QUERY", "QUERY_TABLE");

	private final String sql;

	private final List<Token> tokens;

	private final Set<String> parameters;

	private final Set<String> used = new HashSet<>();

	private final List<Finding> findings = new ArrayList<>();

	/**
	 * Reads a statement.
	 * @param sql the statement as declared
	 * @param tokens its tokens
	 * @param parameters the names of the declared parameters
	 */
	public VariableCheck(String sql, List<Token> tokens, Set<String> parameters) {
		this.sql = sql;
		this.tokens = tokens.stream().filter(Token::isSignificant).toList();
		this.parameters = parameters;
		tokens.stream().filter((token) -> token.kind() == Kind.PARAMETER).map(Token::text).forEach(this.used::add);
	}

	/** What was found, in the order of the statement. */
	public List<Finding> findings() {
		for (int i = 0; i < this.tokens.size(); i++) {
			Token token = this.tokens.get(i);
			if (token.isSymbol("?")) {
				add(i, "? is a bind variable without a value: declare a parameter and write {{name}}.", null);
			}
			else if (token.isSymbol("$")) {
				dollar(i);
			}
			else if (token.isSymbol("{") && isWord(i + 1) && isSymbol(i + 2, "}")) {
				brace(i);
			}
			else if (token.isSymbol(":") && isNext(i, ":")) {
				// a cast
				i++;
			}
			else if (token.isSymbol(":") && !followsValue(i)) {
				colon(i);
			}
			else if (token.kind() == Kind.SYMBOL && SIGNS.contains(token.text())) {
				sign(i);
			}
			else if (token.kind() == Kind.WORD && NAMING.contains(token.text().toUpperCase(Locale.ROOT))) {
				naming(i);
			}
		}
		return List.copyOf(this.findings);
	}

	private void dollar(int index) {
		boolean braces = isSymbol(index + 1, "{");
		int at = braces ? index + 2 : index + 1;
		String name = isWord(at) || isQuoted(at) ? this.tokens.get(at).text() : "";
		String spelled = braces ? "${" + name + "}" : "$" + name;
		String parameter = declared(name);
		if (parameter != null) {
			add(index, spelled + " is not the parameter: write {{" + parameter + "}}.", parameter);
		}
		else if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
			add(index,
					spelled + " is a column to Snowflake and a bind variable to DuckDB: declare a parameter and write "
							+ "{{name}}, or name the column, as in (VALUES (1)) AS t (n).",
					null);
		}
		else {
			add(index, spelled + " is a variable of the session, which nothing sets: declare a parameter and write "
					+ "{{name}}.", null);
		}
	}

	private void brace(int index) {
		if (index > 0 && this.tokens.get(index - 1).isSymbol("$")) {
			return;
		}
		String name = this.tokens.get(index + 1).text();
		String parameter = declared(name);
		String sign = (index > 0 && isNext(index - 1, "{") && this.tokens.get(index - 1).isSymbol("#")) ? "#" : "";
		add(index, "%s{%s} is not a parameter: ".formatted(sign, name)
				+ ((parameter != null) ? "write {{" + parameter + "}}." : "declare one and write {{" + name + "}}."),
				parameter);
	}

	private void colon(int index) {
		String name = isWord(index + 1) || isQuoted(index + 1) ? this.tokens.get(index + 1).text() : "";
		String parameter = declared(name);
		if (parameter != null) {
			add(index, ":" + name + " is not the parameter: write {{" + parameter + "}}.", parameter);
		}
		else if (index > 0 && this.tokens.get(index - 1).isSymbol("[")) {
			add(index, "[: begins a bind variable in Snowflake: write [1: for a slice from the first element.", null);
		}
		else {
			add(index, ":" + name + " is a bind variable without a value: declare a parameter and write {{name}}.",
					null);
		}
	}

	/**
	 * Tells what was meant only where a parameter is used nowhere: signs are operators.
	 */
	private void sign(int index) {
		int at = isSymbol(index, "%") && isSymbol(index + 1, "(") ? index + 2 : index + 1;
		String name = isWord(at) && isAdjacent(at) ? this.tokens.get(at).text() : "";
		String parameter = declared(name);
		boolean path = isSymbol(index, ":") && index > 0 && isAdjacent(index);
		if (parameter != null && !this.used.contains(parameter) && !path) {
			add(index, this.sql.substring(this.tokens.get(index).start(), this.tokens.get(at).start()) + name
					+ " is not the parameter: write {{" + parameter + "}}.", parameter);
		}
	}

	/** A caller must not choose what is read. */
	private void naming(int index) {
		if (!isSymbol(index + 1, "(") || (index > 0 && this.tokens.get(index - 1).isSymbol("."))) {
			return;
		}
		boolean table = this.tokens.get(index).isWord("TABLE");
		int depth = 1;
		for (int i = index + 2; i < this.tokens.size() && depth > 0; i++) {
			Token token = this.tokens.get(i);
			if (token.kind() == Kind.PARAMETER) {
				add(i, "{{%s}} is a value, so that it must not stand in %s(): the file says what is read."
					.formatted(token.text(), this.tokens.get(index).text().toUpperCase(Locale.ROOT)), token.text());
			}
			if (table && token.kind() == Kind.WORD) {
				// a function, whose arguments are values
				return;
			}
			depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
		}
	}

	/** Whether a value ends before a colon, of which the colon reads a part. */
	private boolean followsValue(int index) {
		if (index == 0) {
			return false;
		}
		Token before = this.tokens.get(index - 1);
		return switch (before.kind()) {
			case QUOTED, STRING, PARAMETER -> true;
			case WORD -> {
				String word = before.text().toUpperCase(Locale.ROOT);
				boolean part = index > 1
						&& (this.tokens.get(index - 2).isSymbol(".") || this.tokens.get(index - 2).isSymbol(":"));
				boolean variable = BEFORE_VALUES.contains(word) && !isAdjacent(index) && isAdjacent(index + 1);
				yield part || (!RESERVED.contains(word) && !variable);
			}
			case SYMBOL -> before.isSymbol(")") || before.isSymbol("]") || before.isSymbol("}");
			default -> false;
		};
	}

	/** The declared parameter of a name, case aside. */
	private @Nullable String declared(String name) {
		return this.parameters.stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
	}

	private void add(int index, String sentence, @Nullable String meant) {
		this.findings
			.add(new Finding(this.tokens.get(index).start(), sentence, (meant != null) ? List.of(meant) : List.of()));
	}

	private boolean isWord(int index) {
		return index < this.tokens.size() && this.tokens.get(index).kind() == Kind.WORD;
	}

	private boolean isQuoted(int index) {
		return index < this.tokens.size() && this.tokens.get(index).kind() == Kind.QUOTED;
	}

	private boolean isSymbol(int index, String symbol) {
		return index < this.tokens.size() && this.tokens.get(index).isSymbol(symbol);
	}

	/** Whether a symbol follows without a blank. */
	private boolean isNext(int index, String symbol) {
		return isSymbol(index + 1, symbol) && isAdjacent(index + 1);
	}

	/** Whether a token follows that before it without a blank or comment. */
	private boolean isAdjacent(int index) {
		if (index >= this.tokens.size()) {
			return false;
		}
		int start = this.tokens.get(index).start();
		return start > 0 && !Character.isWhitespace(this.sql.charAt(start - 1))
				&& !this.sql.startsWith("*/", start - 2);
	}

	/**
	 * What must not stand in the statement.
	 *
	 * @param offset the index in the statement
	 * @param sentence what is wrong there
	 * @param meant the parameter that is meant, if one is
	 */
	public record Finding(int offset, String sentence, List<String> meant) {
	}

}
