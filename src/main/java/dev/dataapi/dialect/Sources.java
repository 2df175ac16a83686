package dev.dataapi.dialect;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dataapi.dialect.Node.Type;

/**
 * What stands after FROM and JOIN and is no table: GENERATOR, FLATTEN, VALUES, samples,
 * and ASOF JOIN.
 */
final class Sources implements Rewriting {

	@Override
	public void rewrite(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			if (nodes.isCall(i, "TABLE")) {
				table(nodes, i);
			}
			else if (nodes.isCall(i, "FLATTEN")) {
				boolean lateral = nodes.isWord(i - 1, "LATERAL");
				nodes.replace(i, i + 2, (lateral ? "" : "LATERAL ") + flatten(nodes.get(i + 1).inside()));
			}
			else if (nodes.isWord(i, "VALUES") && nodes.isGroup(i + 1, "(") && isSource(nodes, i)) {
				bareValues(nodes, i);
			}
			else if (nodes.isGroup(i, "(") && nodes.get(i).inside().isWord(0, "VALUES") && isSource(nodes, i)) {
				name(nodes, i, columns(nodes.get(i).inside(), 1));
			}
			else if (nodes.isWord(i, Set.of("SAMPLE", "TABLESAMPLE"))) {
				sample(nodes, i);
			}
			else if (nodes.isWord(i, "ASOF") && nodes.isWord(i + 1, "JOIN")) {
				nodes.replace(i, i + 1, "ASOF LEFT");
			}
			else if (nodes.isCall(i, "MATCH_CONDITION")) {
				nodes.replace(i, i + 1, "ON");
				if (nodes.isWord(i + 2, "ON")) {
					nodes.replace(i + 2, i + 3, "AND");
				}
			}
		}
	}

	private static boolean isSource(Nodes nodes, int index) {
		return nodes.isWord(index - 1, Set.of("FROM", "JOIN")) || (nodes.isSymbol(index - 1, ",")
				&& IntStream.range(0, index).anyMatch((i) -> nodes.isWord(i, "FROM")));
	}

	private static void table(Nodes nodes, int index) {
		Nodes inside = nodes.get(index + 1).inside();
		if (inside.isCall(0, "GENERATOR") && inside.size() == 2) {
			for (Nodes argument : inside.get(1).inside().arguments()) {
				if (argument.isWord(0, "ROWCOUNT")) {
					nodes.replace(index, index + 2,
							"(SELECT range AS generated FROM range(" + value(argument).strip() + "))");
				}
			}
		}
		else if (inside.is(0, Type.SQL) && inside.get(0).text().startsWith("LATERAL ")) {
			nodes.replace(index, index + 2, inside.get(0).text());
		}
	}

	/** What follows the arrow of a named argument, or the argument. */
	private static String value(Nodes argument) {
		boolean named = argument.isSymbol(1, "=") && argument.isSymbol(2, ">");
		return argument.part(named ? 3 : 0, argument.size()).toString();
	}

	private static String flatten(Nodes inside) {
		String input = "";
		String path = "";
		boolean outer = false;
		for (Nodes argument : inside.arguments()) {
			if (argument.isWord(0, "OUTER")) {
				outer = value(argument).strip().equalsIgnoreCase("TRUE");
			}
			else if (argument.isWord(0, "PATH")) {
				path = value(argument);
			}
			else {
				input = value(argument);
			}
		}
		String value = path.isEmpty() ? input : "variant_at(" + input + ", " + path + ")";
		return "(SELECT unnest(" + (outer ? "flattened_outer(" : "flattened(") + value + "), max_depth := 2))";
	}

	private static void bareValues(Nodes nodes, int index) {
		int end = index + 2;
		while (nodes.isSymbol(end, ",") && nodes.isGroup(end + 1, "(")) {
			end += 2;
		}
		String columns = columns(nodes, index + 1);
		nodes.replace(index, end, "(" + nodes.sql(index, end) + ")");
		name(nodes, index, columns);
	}

	private static String columns(Nodes nodes, int firstRow) {
		int width = nodes.get(firstRow).inside().arguments().size();
		return IntStream.rangeClosed(1, width)
			.mapToObj((i) -> "column" + i)
			.collect(Collectors.joining(", ", "(", ")"));
	}

	/** Names the columns after a source and its alias, unless they have names. */
	private static void name(Nodes nodes, int source, String columns) {
		int alias = nodes.isWord(source + 1, "AS") ? source + 2 : source + 1;
		if (!nodes.isName(alias) || nodes.isWord(alias, Selects.CLAUSES)) {
			nodes.replace(source, source + 1, nodes.get(source).sql() + " AS \"values\"" + columns);
		}
		else if (!nodes.isGroup(alias + 1, "(")) {
			nodes.replace(alias, alias + 1, nodes.get(alias).sql() + columns);
		}
	}

	private static void sample(Nodes nodes, int index) {
		int size = index + 1;
		boolean blocks = nodes.isWord(size, Set.of("SYSTEM", "BLOCK"));
		size += (blocks || nodes.isWord(size, Set.of("BERNOULLI", "ROW"))) ? 1 : 0;
		if (!nodes.isGroup(size, "(")) {
			return;
		}
		Nodes inside = nodes.get(size).inside();
		boolean rows = inside.isWord(inside.size() - 1, "ROWS");
		String sample = rows ? "reservoir" + nodes.get(size).sql()
				: (blocks ? "system(" : "bernoulli(") + inside + " PERCENT)";
		nodes.replace(index, size + 1, "TABLESAMPLE " + sample);
		if (nodes.isWord(index + 1, "SEED")) {
			nodes.replace(index + 1, index + 2, "REPEATABLE");
		}
	}

}
