package dev.dataapi.declared.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

import dev.dataapi.dialect.SqlLexer.Kind;
import dev.dataapi.dialect.SqlLexer.Token;
import dev.dataapi.dialect.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables and views that a report reads: the names after FROM and JOIN, without
 * those that WITH defines where they stand.
 */
public final class ReportTables {

	/** Functions in whose parentheses FROM names no table. */
	private static final Set<String> FROM_FUNCTIONS = Set.of("EXTRACT", "TRIM", "SUBSTRING", "OVERLAY", "POSITION");

	private static final Set<String> QUERIES = Set.of("SELECT", "WITH");

	/** Functions that take the name of a table as text. */
	private static final Set<String> NAMING = Set.of("TABLE", "IDENTIFIER");

	/** Words that end the list of tables after FROM. */
	private static final Set<String> ENDS = Set.of("SELECT", "WHERE", "GROUP", "HAVING", "QUALIFY", "ORDER", "LIMIT",
			"OFFSET", "FETCH", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "MINUS", "CONNECT", "START");

	private final Tokens tokens;

	private final List<Table> tables = new ArrayList<>();

	private Level level = new Level(null);

	private ReportTables(SqlTemplate sql) {
		this.tokens = new Tokens(sql.parts().stream().map(SqlTemplate.Part::token).toList());
	}

	/** The tables in the order of the statement, each as often as it is named. */
	public static List<Table> of(SqlTemplate sql) {
		ReportTables reading = new ReportTables(sql);
		int i = 0;
		while (i < reading.tokens.size()) {
			i = reading.read(i);
		}
		return List.copyOf(reading.tables);
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
		else if (token.isWord("WITH") && (i == 0 || this.tokens.isSymbol(i - 1, "("))) {
			boolean recursive = this.tokens.isWord(i + 1, "RECURSIVE") && !this.tokens.isWord(i + 2, "AS");
			return define(recursive ? i + 2 : i + 1);
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
		else if (this.tokens.isWord(i, ENDS)) {
			this.level.list = false;
			this.level.expected = false;
		}
		else if (this.level.expected && !token.isWord("LATERAL")) {
			return table(i);
		}
		return i + 1;
	}

	private void open(int i) {
		Level inner = new Level(this.level);
		this.level.values &= (this.tokens.isWord(i - 1, "VALUES") || this.tokens.isSymbol(i - 1, ","))
				&& !this.tokens.isWord(i + 1, QUERIES);
		inner.function = this.tokens.isWord(i - 1, FROM_FUNCTIONS);
		inner.expected = this.level.expected && !this.level.values;
		inner.list = inner.expected;
		this.level.expected = false;
		this.level = inner;
	}

	private int close(int i) {
		Level closed = this.level;
		if (closed.around != null) {
			this.level = closed.around;
			if (closed.defines != null) {
				this.level.defined.add(closed.defines);
				return this.tokens.isSymbol(i + 1, ",") ? define(i + 2) : i + 1;
			}
		}
		return i + 1;
	}

	/** Opens {@code a (x, y) AS (...)} of WITH; returns where its query begins. */
	private int define(int name) {
		int next = this.tokens.isSymbol(name + 1, "(") ? this.tokens.afterClosing(name + 1) : name + 1;
		next += this.tokens.isWord(next + 1, "NOT") ? 2 : 1;
		next += this.tokens.isWord(next, "MATERIALIZED") ? 1 : 0;
		if (!this.tokens.isName(name) || !this.tokens.isSymbol(next, "(")) {
			return name;
		}
		Level query = new Level(this.level);
		query.defines = key(identifier(name));
		// such a query may read itself, with RECURSIVE or without
		if (IntStream.range(next, this.tokens.afterClosing(next)).anyMatch((i) -> this.tokens.isWord(i, "UNION"))) {
			query.defined.add(query.defines);
		}
		this.level = query;
		return next + 1;
	}

	/** Whether this FROM belongs to IS [NOT] DISTINCT FROM. */
	private boolean isComparison(int from) {
		return this.tokens.isWord(from - 1, "DISTINCT") && this.tokens.isWord(from - 2, Set.of("IS", "NOT"));
	}

	/** Whether this FROM belongs to NTH_VALUE(...) FROM FIRST OVER (...). */
	private boolean isWindow(int from) {
		return this.tokens.isWord(from + 1, Set.of("FIRST", "LAST"))
				&& this.tokens.isWord(from + 2, Set.of("OVER", "IGNORE", "RESPECT"));
	}

	/** Takes a name, if one begins here; returns where to go on. */
	private int table(int start) {
		this.level.expected = false;
		if (this.tokens.is(start, Kind.STRING) && this.tokens.isSymbol(start - 1, "(")
				&& this.tokens.isWord(start - 2, NAMING)) {
			String text = this.tokens.get(start).text();
			add(Identifier.parsePath(text.substring(1, text.length() - 1)), start);
		}
		if (!this.tokens.isName(start)) {
			return start + 1;
		}
		List<Identifier> path = new ArrayList<>(List.of(identifier(start)));
		int next = start + 1;
		while (this.tokens.isSymbol(next, ".")
				&& (this.tokens.isName(next + 1) || this.tokens.isSymbol(next + 1, "."))) {
			// a..b leaves the schema out
			boolean named = this.tokens.isName(next + 1);
			path.add(named ? identifier(next + 1) : new Identifier("PUBLIC"));
			next += named ? 2 : 1;
		}
		if (this.tokens.isSymbol(next, "(")) {
			// a function, or the name of a table follows
			this.level.expected = this.tokens.isWord(next - 1, NAMING);
		}
		else if (path.size() > 1 || !this.level.defines(key(path.getFirst()))) {
			add(path, start);
		}
		return next;
	}

	private void add(List<Identifier> path, int start) {
		if (!path.isEmpty()) {
			this.tables.add(new Table(List.copyOf(path), this.tokens.get(start).start()));
		}
	}

	private Identifier identifier(int index) {
		return new Identifier(this.tokens.get(index).text());
	}

	private static String key(Identifier name) {
		return name.name().toLowerCase(Locale.ROOT);
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

		/** The name that this query defines. */
		private @Nullable String defines;

		/** Whether FROM names no table. */
		private boolean function;

		/** Whether a comma is followed by a table. */
		private boolean list;

		/** Whether a table is next. */
		private boolean expected;

		/** Whether rows of VALUES are next. */
		private boolean values;

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
