package dev.dataapi.dialect;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

import dev.dataapi.dialect.Node.Type;
import dev.dataapi.dialect.SqlLexer.Token;
import org.jspecify.annotations.Nullable;

/**
 * What stands next to each other in a statement, or in one pair of brackets of it.
 * Nothing is before the first node and after the last, so that any index may be asked
 * for.
 */
final class Nodes {

	static final Nodes NONE = new Nodes(List.of(), "");

	private final List<Node> nodes;

	/** Blanks and comments after the last node. */
	private final String after;

	private Nodes(List<Node> nodes, String after) {
		this.nodes = nodes;
		this.after = after;
	}

	/** Reads the tokens of a statement; brackets that do not match are symbols. */
	static Nodes of(List<Token> tokens) {
		return new Reader(tokens.iterator()).read("");
	}

	/** Some of the nodes, which may be changed alone. */
	Nodes part(int from, int to) {
		return new Nodes(new ArrayList<>(this.nodes.subList(from, to)), "");
	}

	int size() {
		return this.nodes.size();
	}

	Node get(int index) {
		return this.nodes.get(index);
	}

	boolean has(int index) {
		return index >= 0 && index < this.nodes.size();
	}

	boolean is(int index, Type type) {
		return has(index) && get(index).type() == type;
	}

	boolean isWord(int index, String word) {
		return has(index) && get(index).isWord(word);
	}

	boolean isWord(int index, Set<String> words) {
		return has(index) && get(index).isWord(words);
	}

	boolean isSymbol(int index, String symbol) {
		return has(index) && get(index).isSymbol(symbol);
	}

	boolean isGroup(int index, String bracket) {
		return has(index) && get(index).isGroup(bracket);
	}

	boolean isName(int index) {
		return has(index) && get(index).isName();
	}

	/** Whether a function of one of some names is called here. */
	boolean isCall(int index, Set<String> names) {
		return isWord(index, names) && isGroup(index + 1, "(") && !isSymbol(index - 1, ".");
	}

	boolean isCall(int index, String name) {
		return isCall(index, Set.of(name));
	}

	/** Whether any function is called here. */
	boolean isCall(int index) {
		return is(index, Type.WORD) && isGroup(index + 1, "(") && !isSymbol(index - 1, ".");
	}

	/** Whether this is an argument with its name, as in {@code SCALE => 2}. */
	boolean isNamed() {
		return isSymbol(1, "=") && isSymbol(2, ">");
	}

	/** Whether one of the nodes is a word. */
	boolean hasWord(String word) {
		return this.nodes.stream().anyMatch((node) -> node.isWord(word));
	}

	/** Replaces each call of a function for which something else is made. */
	void replaceCalls(IntFunction<@Nullable String> rewritten) {
		for (int i = 0; i < size(); i++) {
			String sql = isCall(i) ? rewritten.apply(i) : null;
			if (sql != null) {
				replace(i, i + 2, sql);
			}
		}
	}

	/** Puts SQL in the place of the nodes from one index up to another. */
	void replace(int from, int to, String sql) {
		Node node = get(from).with(sql);
		this.nodes.subList(from, to).clear();
		this.nodes.add(from, node);
	}

	void remove(int from, int to) {
		this.nodes.subList(from, to).clear();
	}

	/** The nodes from one index up to another, without the blanks before them. */
	String sql(int from, int to) {
		StringBuilder sql = new StringBuilder();
		for (int i = from; i < to; i++) {
			sql.append((i > from) ? get(i) : get(i).sql());
		}
		return sql.toString();
	}

	/** What stands between commas, none if there is nothing. */
	List<Nodes> arguments() {
		List<Nodes> arguments = new ArrayList<>();
		int from = 0;
		for (int i = 0; i <= size() && size() > 0; i++) {
			if (i == size() || isSymbol(i, ",")) {
				arguments.add(part(from, i));
				from = i + 1;
			}
		}
		return arguments;
	}

	/**
	 * Where a value begins that ends before an index: a name or a call with what follows
	 * it, a literal, CASE to END, or what stands in parentheses.
	 * @return the index itself if no value ends there
	 */
	int startOfValue(int end) {
		int last = end - 1;
		if (isGroup(last, "[")) {
			int start = startOfValue(last);
			return (start < last) ? start : last;
		}
		if (isGroup(last, "(")) {
			if (isWord(last - 1, Set.of("OVER", "FILTER"))) {
				return startOfValue(last - 1);
			}
			if (isWord(last - 2, "WITHIN") && isWord(last - 1, "GROUP")) {
				return startOfValue(last - 2);
			}
			return (isName(last - 1) || isWord(last - 1, Set.of("LEFT", "RIGHT"))) ? startOfName(last - 1) : last;
		}
		if (isWord(last, "END")) {
			return startOfCase(last);
		}
		if (isWord(last, Set.of("NULLS")) && isWord(last - 1, Set.of("IGNORE", "RESPECT"))) {
			return startOfValue(last - 1);
		}
		if (is(last, Type.STRING)) {
			return isWord(last - 1, Set.of("DATE", "TIME", "TIMESTAMP", "INTERVAL", "TIMESTAMP_NTZ", "TIMESTAMPTZ"))
					? last - 1 : last;
		}
		if (isName(last)) {
			return startOfName(last);
		}
		return (is(last, Type.NUMBER) || is(last, Type.SQL) || is(last, Type.PARAMETER) || isSymbol(last, "?")) ? last
				: end;
	}

	private int startOfName(int last) {
		int start = last;
		while (isSymbol(start - 1, ".") && has(start - 2)) {
			int before = startOfValue(start - 1);
			if (before == start - 1) {
				break;
			}
			start = before;
		}
		return start;
	}

	private int startOfCase(int end) {
		int depth = 0;
		for (int i = end; i >= 0; i--) {
			depth += isWord(i, "END") ? 1 : isWord(i, "CASE") ? -1 : 0;
			if (depth == 0) {
				return i;
			}
		}
		return end;
	}

	/** As {@link #startOfValue}, with what is computed with the value. */
	int startOfTerm(int end) {
		int start = startOfValue(end);
		while (start < end && isOperator(start - 1)) {
			int operator = start - 1;
			while (isOperator(operator - 1)) {
				operator--;
			}
			int before = startOfValue(operator);
			if (before == operator) {
				return isSymbol(operator, "-") ? operator : start;
			}
			start = before;
		}
		return start;
	}

	/** The index after a value, and what is computed with it, that begins at an index. */
	int endOfTerm(int start) {
		int end = start;
		while (true) {
			while (isOperator(end)) {
				end++;
			}
			int value = endOfValue(end);
			if (value == end) {
				return end;
			}
			end = value;
			if (!isOperator(end)) {
				return end;
			}
		}
	}

	private int endOfValue(int start) {
		if (!has(start) || (get(start).isKeyword() && !isWord(start, Set.of("CASE", "INTERVAL")))) {
			return start;
		}
		int end = start + 1;
		while (isGroup(end, "(") || isGroup(end, "[") || (isSymbol(end, ".") && has(end + 1))) {
			end += isSymbol(end, ".") ? 2 : 1;
		}
		return end;
	}

	private boolean isOperator(int index) {
		return is(index, Type.SYMBOL) && "+-*/|%".contains(get(index).text());
	}

	@Override
	public String toString() {
		StringBuilder sql = new StringBuilder();
		this.nodes.forEach(sql::append);
		return sql.append(this.after).toString();
	}

	/** Reads tokens up to a closing bracket. */
	private static final class Reader {

		private static final Map<String, String> CLOSING = Map.of("(", ")", "[", "]", "{", "}");

		private final Iterator<Token> tokens;

		/** What the last bracket was closed with. */
		private String closed = "";

		Reader(Iterator<Token> tokens) {
			this.tokens = tokens;
		}

		Nodes read(String closing) {
			List<Node> nodes = new ArrayList<>();
			StringBuilder before = new StringBuilder();
			this.closed = "";
			while (this.tokens.hasNext()) {
				Token token = this.tokens.next();
				if (!closing.isEmpty() && token.isSymbol(closing)) {
					this.closed = token.text();
					return new Nodes(nodes, before.toString());
				}
				if (!token.isSignificant()) {
					before.append(token.text().isEmpty() ? token.source() : token.text());
					continue;
				}
				Node node = Node.of(token, before.toString());
				before.setLength(0);
				String closed = CLOSING.get(token.text());
				if (closed != null && token.kind() == SqlLexer.Kind.SYMBOL) {
					Nodes inside = read(closed);
					node = new Node(node.before(), Type.GROUP, node.text(), inside, this.closed, node.start());
				}
				if (!continues(nodes, node)) {
					nodes.add(node);
				}
			}
			this.closed = "";
			return new Nodes(nodes, before.toString());
		}

		/**
		 * Adds what continues a number to it: 1.5, .5, 1e-5 and x'AB' are several tokens.
		 */
		private static boolean continues(List<Node> nodes, Node node) {
			if (nodes.isEmpty() || !node.before().isEmpty()) {
				return false;
			}
			Node last = nodes.getLast();
			if (node.type() == Type.STRING && last.isWord("X")) {
				nodes.removeLast();
				nodes.add(new Node(last.before(), Type.SQL, last.text() + node.text(), NONE, "", last.start()));
				return true;
			}
			boolean number = last.type() == Type.NUMBER;
			boolean exponent = number && last.upper().endsWith("E") && !last.upper().startsWith("0X");
			boolean goesOn = (number && node.isSymbol(".") && !last.text().contains("."))
					|| (number && node.type() == Type.NUMBER)
					|| (number && node.type() == Type.WORD && node.upper().startsWith("E") && last.text().endsWith("."))
					|| (exponent && (node.isSymbol("-") || node.isSymbol("+")))
					|| (last.isSymbol(".") && node.type() == Type.NUMBER
							&& (nodes.size() == 1 || !nodes.get(nodes.size() - 2).isName()));
			if (goesOn) {
				nodes.removeLast();
				nodes.add(new Node(last.before(), Type.NUMBER, last.text() + node.text(), NONE, "", last.start()));
			}
			return goesOn;
		}

	}

}
