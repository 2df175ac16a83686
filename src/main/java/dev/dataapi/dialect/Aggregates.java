package dev.dataapi.dialect;

import java.util.List;
import java.util.Set;

/**
 * Aggregates of which a macro would refuse DISTINCT, FILTER, OVER or an order.
 */
final class Aggregates implements Rewriting {

	@Override
	public void rewrite(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			if (!nodes.isGroup(i + 1, "(") || nodes.isSymbol(i - 1, ".")) {
				continue;
			}
			if (nodes.isWord(i, "LISTAGG")) {
				listagg(nodes, i);
			}
			else if (nodes.isWord(i, "ARRAY_AGG")) {
				arrayAgg(nodes, i);
			}
			else if (nodes.isWord(i, "AVG")) {
				avg(nodes, i);
			}
			else if (nodes.isWord(i, "RATIO_TO_REPORT")) {
				ratio(nodes, i);
			}
			else if (nodes.isWord(i, "COUNT")) {
				count(nodes, i);
			}
			else if (nodes.isWord(i, "PERCENTILE_DISC") && isOrder(nodes, i + 2) && nodes.isWord(i + 5, "OVER")) {
				Nodes order = nodes.get(i + 4).inside();
				nodes.replace(i, i + 5,
						"quantile_disc(" + order.part(2, order.size()) + ", " + nodes.get(i + 1).inside() + ")");
			}
			else if (nodes.isWord(i, "MEDIAN")) {
				nodes.replace(i + 1, i + 2, "(" + exact(nodes.get(i + 1).inside()) + ")");
			}
			else if (nodes.isWord(i, "PERCENTILE_CONT") && isOrder(nodes, i + 2)) {
				Nodes order = nodes.get(i + 4).inside();
				nodes.replace(i + 4, i + 5, "(ORDER BY " + exact(order.part(2, order.size())) + ")");
			}
		}
	}

	/** With three more decimals, and before the direction of an order. */
	private static String exact(Nodes nodes) {
		int end = nodes.size();
		while (nodes.isWord(end - 1, Set.of("ASC", "DESC", "NULLS", "FIRST", "LAST"))) {
			end--;
		}
		return "(" + nodes.sql(0, end) + ") * 1.000" + nodes.part(end, nodes.size());
	}

	private static boolean isOrder(Nodes nodes, int index) {
		return nodes.isWord(index, "WITHIN") && nodes.isWord(index + 1, "GROUP") && nodes.isGroup(index + 2, "(");
	}

	private static String order(Nodes nodes, int index) {
		return isOrder(nodes, index) ? " " + nodes.get(index + 2).inside() : "";
	}

	/** The index after FILTER (...) and OVER (...). */
	private static int endOfTail(Nodes nodes, int start) {
		int end = start;
		if (nodes.isWord(end, "FILTER") && nodes.isGroup(end + 1, "(")) {
			end += 2;
		}
		return (nodes.isWord(end, "OVER") && nodes.has(end + 1)) ? end + 2 : end;
	}

	private static String tail(Nodes nodes, int start, int end) {
		return (end > start) ? " " + nodes.sql(start, end) : "";
	}

	/** Of no rows it is the empty text, and without a separator it has none. */
	private static void listagg(Nodes nodes, int index) {
		List<Nodes> arguments = nodes.get(index + 1).inside().arguments();
		if (arguments.isEmpty()) {
			return;
		}
		int start = isOrder(nodes, index + 2) ? index + 5 : index + 2;
		int end = endOfTail(nodes, start);
		Nodes value = arguments.getFirst();
		// what DISTINCT is ordered by must be its argument
		String text = value.isWord(0, "DISTINCT") ? value.toString() : "to_varchar(" + value + ")";
		String separator = (arguments.size() > 1) ? arguments.get(1).toString().strip() : "''";
		nodes.replace(index, end, "coalesce(string_agg(" + text + ", " + separator + order(nodes, index + 2) + ")"
				+ tail(nodes, start, end) + ", '')");
	}

	/** Leaves out NULL; of no rows it is the empty array. */
	private static void arrayAgg(Nodes nodes, int index) {
		int start = isOrder(nodes, index + 2) ? index + 5 : index + 2;
		int end = endOfTail(nodes, start);
		nodes.replace(index, end, "without_nulls(list(" + nodes.get(index + 1).inside() + order(nodes, index + 2) + ")"
				+ tail(nodes, start, end) + ")");
	}

	/** The exact quotient of the sum and the count, with Snowflake's decimals. */
	private static void avg(Nodes nodes, int index) {
		int end = endOfTail(nodes, index + 2);
		String call = nodes.get(index + 1).sql();
		String tail = tail(nodes, index + 2, end);
		if (!hasParameter(nodes, index + 1, end)) {
			nodes.replace(index, end, "average(SUM" + call + tail + ", COUNT" + call + tail + ")");
		}
		else if (end == index + 2 && !nodes.get(index + 1).inside().isWord(0, "DISTINCT")) {
			nodes.replace(index, end, "average_of" + call);
		}
	}

	private static void ratio(Nodes nodes, int index) {
		int end = endOfTail(nodes, index + 2);
		if (end > index + 2 && !hasParameter(nodes, index + 1, end)) {
			String call = nodes.get(index + 1).sql();
			nodes.replace(index, end, "ratio(" + call + ", SUM" + call + tail(nodes, index + 2, end) + ")");
		}
	}

	/** Rows with a NULL among several columns are not counted. */
	private static void count(Nodes nodes, int index) {
		Nodes inside = nodes.get(index + 1).inside();
		List<Nodes> arguments = inside.arguments();
		if (inside.isWord(0, "DISTINCT") && arguments.size() > 1) {
			nodes.replace(index + 1, index + 2,
					"(DISTINCT whole_row([" + String.join(", ",
							inside.part(1, inside.size())
								.arguments()
								.stream()
								.map((argument) -> "to_varchar(" + argument + ")")
								.toList())
							+ "]))");
		}
	}

	/** A bind variable cannot stand twice. */
	private static boolean hasParameter(Nodes nodes, int from, int to) {
		return nodes.sql(from, to).contains("?");
	}

}
