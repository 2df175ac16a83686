package dev.dataapi.endpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.dataapi.endpoint.SqlLexer.Kind;
import dev.dataapi.endpoint.SqlLexer.Token;

/**
 * Finds the tables and views that a report reads: the names after FROM and JOIN, without
 * those that WITH defines.
 */
final class ReportTables {

	/** Functions in whose parentheses FROM names no table. */
	private static final Set<String> FROM_FUNCTIONS = Set.of("EXTRACT", "TRIM", "SUBSTRING", "OVERLAY", "POSITION");

	/** Words that end the list of tables after FROM. */
	private static final Set<String> ENDS = Set.of("WHERE", "GROUP", "HAVING", "QUALIFY", "ORDER", "LIMIT", "OFFSET",
			"FETCH", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "MINUS", "CONNECT", "START");

	private final List<Token> tokens;

	private final Set<String> defined = new HashSet<>();

	private final List<Table> tables = new ArrayList<>();

	private ReportTables(List<Token> tokens) {
		this.tokens = tokens;
	}

	/** The tables in the order of the statement, each as often as it is named. */
	static List<Table> of(SqlTemplate sql) {
		ReportTables reading = new ReportTables(
				sql.parts().stream().map(SqlTemplate.Part::token).filter(Token::isSignificant).toList());
		reading.define();
		reading.read();
		return List.copyOf(reading.tables);
	}

	/** Collects the names of {@code WITH a AS (...), b (x, y) AS (...)}. */
	private void define() {
		for (int i = 1; i < this.tokens.size(); i++) {
			Token before = this.tokens.get(i - 1);
			boolean first = before.isWord("WITH") || before.isWord("RECURSIVE") || before.isSymbol(",");
			int next = isSymbol(i + 1, "(") ? afterClosing(i + 1) : i + 1;
			if (first && isName(i) && isWord(next, "AS")) {
				next += isWord(next + 1, "NOT") ? 2 : 1;
				next += isWord(next, "MATERIALIZED") ? 1 : 0;
				if (isSymbol(next, "(")) {
					this.defined.add(key(identifier(i)));
				}
			}
		}
	}

	private int afterClosing(int opening) {
		int depth = 0;
		int index = opening;
		do {
			depth += isSymbol(index, "(") ? 1 : isSymbol(index, ")") ? -1 : 0;
			index++;
		}
		while (depth > 0 && index < this.tokens.size());
		return index;
	}

	private void read() {
		Deque<Level> levels = new ArrayDeque<>();
		Level level = new Level(false);
		int i = 0;
		while (i < this.tokens.size()) {
			Token token = this.tokens.get(i);
			if (token.isSymbol("(")) {
				Level inner = new Level(i > 0 && isOneOf(this.tokens.get(i - 1), FROM_FUNCTIONS));
				inner.expected = level.expected;
				inner.list = level.expected;
				level.expected = false;
				levels.push(level);
				level = inner;
			}
			else if (token.isSymbol(")")) {
				level = levels.isEmpty() ? level : levels.pop();
			}
			else if (token.isSymbol(",")) {
				level.expected = level.list;
			}
			else if (token.isWord("FROM")) {
				level.expected = !level.function && !isComparison(i);
				level.list |= level.expected;
			}
			else if (token.isWord("JOIN")) {
				level.expected = true;
			}
			else if (isOneOf(token, ENDS)) {
				level.list = false;
				level.expected = false;
			}
			else if (level.expected && !token.isWord("LATERAL")) {
				level.expected = false;
				i = table(i);
				continue;
			}
			i++;
		}
	}

	/** Whether this FROM belongs to IS [NOT] DISTINCT FROM. */
	private boolean isComparison(int from) {
		return isWord(from - 1, "DISTINCT") && (isWord(from - 2, "IS") || isWord(from - 2, "NOT"));
	}

	/** Takes a name, if one begins here; returns where to go on. */
	private int table(int start) {
		if (!isName(start) || isWord(start, "SELECT") || isWord(start, "WITH")) {
			return start + 1;
		}
		List<Identifier> path = new ArrayList<>(List.of(identifier(start)));
		int next = start + 1;
		while (isSymbol(next, ".") && (isName(next + 1) || isSymbol(next + 1, "."))) {
			if (isSymbol(next + 1, ".")) {
				// a..b leaves the schema out
				path.add(new Identifier("PUBLIC"));
				next++;
			}
			else {
				path.add(identifier(next + 1));
				next += 2;
			}
		}
		boolean function = isSymbol(next, "(");
		if (!function && !(path.size() == 1 && this.defined.contains(key(path.getFirst())))) {
			this.tables.add(new Table(List.copyOf(path), this.tokens.get(start).start()));
		}
		return next;
	}

	private boolean isName(int index) {
		return index < this.tokens.size() && switch (this.tokens.get(index).kind()) {
			case WORD -> !Character.isDigit(this.tokens.get(index).text().charAt(0));
			case QUOTED -> true;
			default -> false;
		};
	}

	private Identifier identifier(int index) {
		return new Identifier(this.tokens.get(index).text());
	}

	private static String key(Identifier name) {
		return name.name().toLowerCase(Locale.ROOT);
	}

	private boolean isWord(int index, String word) {
		return index >= 0 && index < this.tokens.size() && this.tokens.get(index).isWord(word);
	}

	private boolean isSymbol(int index, String symbol) {
		return index < this.tokens.size() && this.tokens.get(index).isSymbol(symbol);
	}

	private static boolean isOneOf(Token token, Set<String> words) {
		return token.kind() == Kind.WORD && words.contains(token.text().toUpperCase(Locale.ROOT));
	}

	/**
	 * A table or view.
	 *
	 * @param path its name, one to three identifiers
	 * @param offset the index in the statement at which it begins
	 */
	record Table(List<Identifier> path, int offset) {

		/** The name as it stands in a statement. */
		String sql() {
			return String.join(".", this.path.stream().map(Identifier::sql).toList());
		}

	}

	/** What is known within a pair of parentheses. */
	private static final class Level {

		private final boolean function;

		/** Whether a comma is followed by a table. */
		private boolean list;

		/** Whether a table is next. */
		private boolean expected;

		Level(boolean function) {
			this.function = function;
		}

	}

}
