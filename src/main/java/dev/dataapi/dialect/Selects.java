package dev.dataapi.dialect;

import java.util.Locale;
import java.util.Set;

import dev.dataapi.dialect.Node.Type;

/**
 * {@code SELECT TOP n}, MINUS, and common tables that read themselves without RECURSIVE.
 */
final class Selects implements Rewriting {

	/** Words that end a source of rows. */
	static final Set<String> CLAUSES = Set.of("WHERE", "GROUP", "HAVING", "QUALIFY", "ORDER", "LIMIT", "OFFSET",
			"FETCH", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "MINUS", "JOIN", "LEFT", "RIGHT", "FULL", "INNER",
			"CROSS", "NATURAL", "ASOF", "ON", "USING", "SAMPLE", "TABLESAMPLE", "PIVOT", "UNPIVOT", "LATERAL",
			"MATCH_CONDITION");

	@Override
	public void rewrite(Nodes nodes) {
		if (nodes.isWord(0, "WITH") && !nodes.isWord(1, "RECURSIVE") && readsItself(nodes)) {
			nodes.replace(0, 1, "WITH RECURSIVE");
		}
		for (int i = 0; i < nodes.size(); i++) {
			if (nodes.isWord(i, "TOP") && nodes.is(i + 1, Type.NUMBER)
					&& nodes.isWord(i - 1, Set.of("SELECT", "DISTINCT", "ALL"))) {
				top(nodes, i);
			}
			else if (nodes.isWord(i, "MINUS")) {
				nodes.replace(i, i + 1, "EXCEPT");
			}
		}
	}

	private static void top(Nodes nodes, int top) {
		String limit = " LIMIT " + nodes.get(top + 1).text();
		int last = nodes.size() - 1;
		last -= nodes.isSymbol(last, ";") ? 1 : 0;
		nodes.replace(last, last + 1, nodes.get(last).sql() + limit);
		nodes.remove(top, top + 2);
	}

	private static boolean readsItself(Nodes nodes) {
		for (int i = 1; i < nodes.size(); i++) {
			if (nodes.isWord(i, "AS") && nodes.isGroup(i + 1, "(")) {
				int name = nodes.isGroup(i - 1, "(") ? i - 2 : i - 1;
				Nodes query = nodes.get(i + 1).inside();
				if (nodes.isName(name) && query.hasWord("UNION")
						&& query.toString()
							.toLowerCase(Locale.ROOT)
							.contains(nodes.get(name).text().toLowerCase(Locale.ROOT))) {
					return true;
				}
			}
		}
		return false;
	}

}
