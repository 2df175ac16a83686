package dev.dataapi.declared.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.dataapi.dialect.SqlLexer.Kind;
import dev.dataapi.dialect.SqlLexer.Token;
import dev.dataapi.dialect.Tokens;
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

	/**
	 * Functions that take a text for the name of a table or column, or for a statement.
	 */
	private static final Set<String> NAMING = Set.of("IDENTIFIER", "TABLE", "QUERY", "QUERY_TABLE");

	private static final String NOT_IT = " is not the parameter";

	private static final String NO_VALUE = " is a bind variable without a value: declare a parameter and write {{name}}.";

	private final Tokens tokens;

	private final Set<String> parameters;

	private final Set<String> used;

	private final List<Finding> findings = new ArrayList<>();

	private VariableCheck(List<Token> statement, Set<String> parameters) {
		this.tokens = new Tokens(statement);
		this.parameters = parameters;
		this.used = statement.stream()
			.filter((token) -> token.kind() == Kind.PARAMETER)
			.map(Token::text)
			.collect(Collectors.toSet());
	}

	/**
	 * Reads a statement.
	 * @param statement its tokens
	 * @param parameters the names of the declared parameters
	 * @return what was found, in the order of the statement
	 */
	public static List<Finding> findings(List<Token> statement, Set<String> parameters) {
		VariableCheck check = new VariableCheck(statement, parameters);
		for (int i = 0; i < check.tokens.size(); i++) {
			check.read(i);
		}
		return List.copyOf(check.findings);
	}

	private void read(int index) {
		Token token = this.tokens.get(index);
		if (this.tokens.isWord(index, NAMING)) {
			naming(index);
		}
		else if (token.kind() == Kind.SYMBOL) {
			switch (token.text()) {
				case "?" -> add(index, "", "", "?" + NO_VALUE);
				case "$" -> dollar(index);
				case "{" -> brace(index);
				case ":" -> colon(index);
				case "@", "&", "#", "%", "!", "<" -> sign(index);
				default -> {
				}
			}
		}
	}

	private void dollar(int index) {
		boolean braces = this.tokens.isSymbol(index + 1, "{");
		int at = braces ? index + 2 : index + 1;
		String name = name(at);
		String spelled = braces ? "${" + name + "}" : "$" + name;
		add(index, name, spelled + NOT_IT, spelled + (this.tokens.isNumber(at)
				? " is a column to Snowflake and a bind variable to DuckDB: declare a parameter and write {{name}}, or "
						+ "name the column, as in (VALUES (1)) AS t (n)."
				: " is a variable of the session, which nothing sets: declare a parameter and write {{name}}."));
	}

	private void brace(int index) {
		if (this.tokens.is(index + 1, Kind.WORD) && this.tokens.isSymbol(index + 2, "}")
				&& !this.tokens.isSymbol(index - 1, "$")) {
			String name = name(index + 1);
			boolean hash = this.tokens.isSymbol(index - 1, "#") && this.tokens.isAdjacent(index);
			String wrong = (hash ? "#{" : "{") + name + "} is not a parameter";
			add(index, name, wrong, wrong + ": declare one and write {{" + name + "}}.");
		}
	}

	private void colon(int index) {
		if (followsValue(index)) {
			sign(index);
			return;
		}
		String spelled = ":" + name(index + 1);
		add(index, name(index + 1), spelled + NOT_IT,
				this.tokens.isSymbol(index - 1, "[")
						? "[: begins a bind variable in Snowflake: write [1: for a slice from the first element."
						: spelled + NO_VALUE);
	}

	/**
	 * Tells what was meant by a sign before or around a name in other tools, which is an
	 * operator here: only where a parameter of that name is used nowhere.
	 */
	private void sign(int index) {
		boolean around = this.tokens.isSymbol(index, "%") && this.tokens.isSymbol(index + 1, "(");
		boolean path = this.tokens.isSymbol(index, ":") && this.tokens.isAdjacent(index);
		int at = around ? index + 2 : index + 1;
		if (this.tokens.is(at, Kind.WORD) && this.tokens.isAdjacent(at) && !path) {
			String parameter = declared(name(at));
			if (parameter != null && !this.used.contains(parameter)) {
				add(index, parameter, this.tokens.get(index).text() + (around ? "(" : "") + name(at) + NOT_IT, "");
			}
		}
	}

	/** A caller must not choose what is read. */
	private void naming(int index) {
		if (!this.tokens.isSymbol(index + 1, "(") || this.tokens.isSymbol(index - 1, ".")) {
			return;
		}
		int end = this.tokens.afterClosing(index + 1);
		for (int i = index + 2; i < end; i++) {
			if (this.tokens.is(i, Kind.PARAMETER)) {
				String name = this.tokens.get(i).text();
				this.findings.add(new Finding(this.tokens.get(i).start(),
						"{{%s}} is a value, so that it must not stand in %s(): the file says what is read."
							.formatted(name, name(index).toUpperCase(Locale.ROOT)),
						name));
			}
			if (this.tokens.isWord(index, "TABLE") && this.tokens.is(i, Kind.WORD)) {
				// a function, whose arguments are values
				return;
			}
		}
	}

	/** Whether a value ends before a colon, of which the colon reads a part. */
	private boolean followsValue(int colon) {
		int before = colon - 1;
		if (this.tokens.is(before, Kind.WORD)) {
			boolean part = List.of(".", ":", "::").stream().anyMatch((sign) -> this.tokens.isSymbol(before - 1, sign));
			boolean variable = this.tokens.isWord(before, BEFORE_VALUES) && !this.tokens.isAdjacent(colon)
					&& this.tokens.isAdjacent(colon + 1);
			return part || (!this.tokens.isWord(before, RESERVED) && !variable);
		}
		return this.tokens.is(before, Kind.QUOTED) || this.tokens.is(before, Kind.STRING)
				|| this.tokens.is(before, Kind.PARAMETER)
				|| List.of(")", "]", "}").stream().anyMatch((sign) -> this.tokens.isSymbol(before, sign));
	}

	/** The name at an index; empty if none is there. */
	private String name(int index) {
		return this.tokens.is(index, Kind.WORD) || this.tokens.is(index, Kind.QUOTED) ? this.tokens.get(index).text()
				: "";
	}

	/** The declared parameter of a name, case aside. */
	private @Nullable String declared(String name) {
		return this.parameters.stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
	}

	/** Says how to write the declared parameter of that name, or something else. */
	private void add(int index, String name, String wrong, String otherwise) {
		String meant = declared(name);
		this.findings.add(new Finding(this.tokens.get(index).start(),
				(meant != null) ? wrong + ": write {{" + meant + "}}." : otherwise, meant));
	}

	/**
	 * What must not stand in the statement.
	 *
	 * @param offset the index in the statement
	 * @param sentence what is wrong there
	 * @param meant the parameter that is meant, if one is
	 */
	public record Finding(int offset, String sentence, @Nullable String meant) {
	}

}
