package dev.dataapi.dialect;

import java.util.List;
import java.util.Locale;
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
			else if (nodes.isCall(i, Set.of("SPLIT_TO_TABLE", "STRTOK_SPLIT_TO_TABLE"))) {
				nodes.replace(i, i + 2, split(nodes, i));
			}
			else if (nodes.isCall(i, "IDENTIFIER") && nodes.get(i + 1).inside().is(0, Type.STRING)) {
				nodes.replace(i, i + 2, Literals.text(nodes.get(i + 1).inside().get(0)));
			}
			else if (nodes.isSymbol(i, "$") && nodes.is(i + 1, Type.NUMBER)) {
				nodes.replace(i, i + 2, "#" + nodes.get(i + 1).text());
			}
			else if (nodes.isWord(i, "DIRECTED") && nodes.isWord(i + 1, "JOIN")) {
				nodes.remove(i, i + 1);
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
			List<Nodes> arguments = inside.get(1).inside().arguments();
			String rows = named(arguments, "ROWCOUNT",
					arguments.isEmpty() || arguments.getFirst().isNamed() ? "" : arguments.getFirst().toString());
			if (!rows.isEmpty()) {
				nodes.replace(index, index + 2, "(SELECT range FROM range(" + rows.strip() + "))");
			}
		}
		else if (inside.is(0, Type.SQL) && inside.get(0).text().startsWith("LATERAL ")) {
			nodes.replace(index, index + 2, inside.get(0).text());
		}
		else if (inside.size() == 1 && inside.is(0, Type.STRING)) {
			nodes.replace(index, index + 2, Literals.text(inside.get(0)));
		}
	}

	/** The value of a named argument, which follows an arrow. */
	private static String named(List<Nodes> arguments, String name, String otherwise) {
		return arguments.stream()
			.filter((argument) -> argument.isNamed() && argument.isWord(0, name))
			.map((argument) -> argument.part(3, argument.size()).toString())
			.findFirst()
			.orElse(otherwise);
	}

	private static String flatten(Nodes inside) {
		List<Nodes> arguments = inside.arguments();
		String input = named(arguments, "INPUT", arguments.isEmpty() ? "" : arguments.getFirst().toString());
		String path = named(arguments, "PATH", "''").strip();
		if (!path.equals("''")) {
			input = "get_path(" + input + ", " + path + ")";
		}
		String mode = named(arguments, "MODE", "'BOTH'").strip().toUpperCase(Locale.ROOT);
		if (!mode.equals("'BOTH'")) {
			input = "only_kind(" + input + ", " + mode + ")";
		}
		String rows = isTrue(named(arguments, "OUTER", "")) ? "flattened_outer(" : "flattened(";
		return isTrue(named(arguments, "RECURSIVE", "")) ? recursive(input, path)
				: "(SELECT unnest(" + rows + input + ", " + path + "), max_depth := 2))";
	}

	private static boolean isTrue(String value) {
		return value.strip().equalsIgnoreCase("TRUE");
	}

	/** All below an array or object, in the order of the text. */
	private static String recursive(String input, String path) {
		return "(SELECT 1 AS seq, CASE WHEN is_object(container) THEN \"key\" END AS \"key\", recursive_path(fullkey, "
				+ path + ") AS path, CASE WHEN is_array(container) THEN CAST(\"key\" AS BIGINT) END AS \"index\","
				+ " CAST(\"value\" AS VARIANT) AS \"value\", container AS this FROM (SELECT *, CAST(json_extract(json_of("
				+ input
				+ "), parent_path) AS VARIANT) AS container FROM (SELECT *, \"path\" AS parent_path FROM json_tree(json_of("
				+ input + ")) WHERE id > 0)) ORDER BY id)";
	}

	/** SPLIT_TO_TABLE and STRTOK_SPLIT_TO_TABLE. */
	private static String split(Nodes nodes, int index) {
		Nodes inside = nodes.get(index + 1).inside();
		String parts = nodes.isWord(index, "SPLIT_TO_TABLE") ? "split(" : "strtok_to_array(";
		return "LATERAL (SELECT unnest(split_rows(" + parts + inside + ")), max_depth := 2))";
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
