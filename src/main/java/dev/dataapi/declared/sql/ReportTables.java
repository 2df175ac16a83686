package dev.dataapi.declared.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.dataapi.declared.sql.SqlLexer.Kind;
import dev.dataapi.declared.sql.SqlLexer.Token;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables and views that a report reads: the names after FROM and JOIN, without
 * those that WITH defines where they stand.
 */
public final class ReportTables {

	/** Functions in whose parentheses FROM names no table. */
	private static final Set<String> FROM_FUNCTIONS = Set.of("EXTRACT", "TRIM", "SUBSTRING", "OVERLAY", "POSITION");

	/** Functions that take the name of a table as text. */
	private static final Set<String> NAMING = Set.of("TABLE", "IDENTIFIER");

	/** Words that end the list of tables after FROM. */
	private static final Set<String> ENDS = Set.of("SELECT", "WHERE", "GROUP", "HAVING", "QUALIFY", "ORDER", "LIMIT",
			"OFFSET", "FETCH", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "MINUS", "CONNECT", "START");

	private final List<Token> tokens;

	private final List<Table> tables = new ArrayList<>();

	private Level level = new Level(null);

	private ReportTables(List<Token> tokens) {
		this.tokens = tokens;
	}

	/** The tables in the order of the statement, each as often as it is named. */
	public static List<Table> of(SqlTemplate sql) {
		ReportTables reading = new ReportTables(
				sql.parts().stream().map(SqlTemplate.Part::token).filter(Token::isSignificant).toList());
		reading.read();
		return List.copyOf(reading.tables);
	}

	private void read() {
		int i = 0;
		while (i < this.tokens.size()) {
			i = read(i);
		}
	}

	/** Takes what begins at an index; returns where to go on. */
	private int read(int i) {
		Token token = this.tokens.get(i);
		if (token.isSymbol("(")) {
			open(i);
		}
		else if (token.isSymbol(")")) {
			return close(i);
		}
		else if (token.isSymbol(",")) {
			this.level.expected = this.level.list;
		}
		else if (token.isWord("WITH") && (i == 0 || isSymbol(i - 1, "("))) {
			boolean recursive = isWord(i + 1, "RECURSIVE") && !isWord(i + 2, "AS");
			return define(recursive ? i + 2 : i + 1, recursive);
		}
		else if (token.isWord("FROM")) {
			this.level.expected = !this.level.function && !isComparison(i) && !isWindow(i);
			this.level.list |= this.level.expected;
		}
		else if (token.isWord("JOIN")) {
			this.level.expected = true;
		}
		else if (token.isWord("VALUES") && this.level.expected) {
			this.level.expected = false;
			this.level.values = true;
		}
		else if (isOneOf(token, ENDS)) {
			this.level.list = false;
			this.level.expected = false;
		}
		else if (this.level.expected && !token.isWord("LATERAL")) {
			this.level.expected = false;
			return table(i);
		}
		return i + 1;
	}

	private void open(int i) {
		Level inner = new Level(this.level);
		Token before = this.tokens.get(Math.max(i - 1, 0));
		boolean row = this.level.values && (before.isWord("VALUES") || before.isSymbol(",")) && !isWord(i + 1, "SELECT")
				&& !isWord(i + 1, "WITH");
		this.level.values &= row;
		inner.function = i > 0 && isOneOf(before, FROM_FUNCTIONS);
		inner.naming = this.level.table && isOneOf(before, NAMING);
		inner.expected = (this.level.expected && !row) || inner.naming;
		inner.list = this.level.expected && !row;
		this.level.expected = false;
		this.level.table = false;
		this.level = inner;
	}

	private int close(int i) {
		Level closed = this.level;
		if (closed.around != null) {
			this.level = closed.around;
			if (closed.defines != null) {
				this.level.defined.add(closed.defines);
				return isSymbol(i + 1, ",") ? define(i + 2, closed.recursive) : i + 1;
			}
		}
		return i + 1;
	}

	/** Opens {@code a (x, y) AS (...)} of WITH; returns where its query begins. */
	private int define(int name, boolean recursive) {
		int next = isSymbol(name + 1, "(") ? afterClosing(name + 1) : name + 1;
		next += isWord(next + 1, "NOT") ? 2 : 1;
		next += isWord(next, "MATERIALIZED") ? 1 : 0;
		if (!isName(name) || !isSymbol(next, "(")) {
			return name;
		}
		Level query = new Level(this.level);
		query.defines = key(identifier(name));
		query.recursive = recursive;
		if (recursive || isUnion(next)) {
			// Snowflake leaves RECURSIVE to the reader
			query.defined.add(query.defines);
		}
		this.level = query;
		return next + 1;
	}

	private boolean isUnion(int opening) {
		int end = afterClosing(opening);
		for (int i = opening; i < end; i++) {
			if (isWord(i, "UNION")) {
				return true;
			}
		}
		return false;
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

	/** Whether this FROM belongs to IS [NOT] DISTINCT FROM. */
	private boolean isComparison(int from) {
		return isWord(from - 1, "DISTINCT") && (isWord(from - 2, "IS") || isWord(from - 2, "NOT"));
	}

	/** Whether this FROM belongs to NTH_VALUE(...) FROM FIRST OVER (...). */
	private boolean isWindow(int from) {
		return (isWord(from + 1, "FIRST") || isWord(from + 1, "LAST"))
				&& (isWord(from + 2, "OVER") || isWord(from + 2, "IGNORE") || isWord(from + 2, "RESPECT"));
	}

	/** Takes a name, if one begins here; returns where to go on. */
	private int table(int start) {
		Token token = this.tokens.get(start);
		if (this.level.naming && token.kind() == Kind.STRING) {
			add(Identifier.parsePath(token.text().substring(1, token.text().length() - 1)), start);
			return start + 1;
		}
		if (!isName(start)) {
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
		this.level.table = isSymbol(next, "(");
		if (!this.level.table && !(path.size() == 1 && this.level.defines(key(path.getFirst())))) {
			add(path, start);
		}
		return next;
	}

	private void add(List<Identifier> path, int start) {
		if (!path.isEmpty()) {
			this.tables.add(new Table(List.copyOf(path), this.tokens.get(start).start()));
		}
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
	public record Table(List<Identifier> path, int offset) {

		/** The name as it stands in a statement. */
		public String sql() {
			return String.join(".", this.path.stream().map(Identifier::sql).toList());
		}

	}

	/** What is known within a pair of parentheses. */
	private static final class Level {

		private final @Nullable Level around;

		/** The names that WITH defines here. */
		private final Set<String> defined = new HashSet<>();

		/** The name that this query defines, and whether it may read itself. */
		private @Nullable String defines;

		private boolean recursive;

		private boolean function;

		/** Whether a text is the name of a table. */
		private boolean naming;

		/** Whether a comma is followed by a table. */
		private boolean list;

		/** Whether a table is next. */
		private boolean expected;

		/** Whether rows of VALUES are next. */
		private boolean values;

		/** Whether the function before a parenthesis stands for a table. */
		private boolean table;

		Level(@Nullable Level around) {
			this.around = around;
		}

		private boolean defines(String name) {
			for (@Nullable
			Level level = this; level != null; level = level.around) {
				if (level.defined.contains(name)) {
					return true;
				}
			}
			return false;
		}

	}

}
