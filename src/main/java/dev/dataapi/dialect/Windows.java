package dev.dataapi.dialect;

import java.util.Set;
import java.util.stream.Stream;

/**
 * Window functions: where IGNORE NULLS stands, and the frame of LAST_VALUE, NTH_VALUE and
 * FIRST_VALUE, which is all of the partition in Snowflake.
 */
final class Windows implements Rewriting {

	private static final Set<String> FRAMED = Set.of("FIRST_VALUE", "LAST_VALUE", "NTH_VALUE");

	private static final String ALL = " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)";

	@Override
	public void rewrite(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			if (nodes.isGroup(i, "(") && nodes.isWord(i + 1, Set.of("IGNORE", "RESPECT"))
					&& nodes.isWord(i + 2, "NULLS")) {
				Node group = nodes.get(i);
				nodes.replace(i, i + 3, "(" + group.inside() + " " + nodes.sql(i + 1, i + 3) + ")");
			}
			if (nodes.isWord(i, FRAMED) && nodes.has(i + 1)) {
				if (nodes.isWord(i + 2, "FROM") && nodes.isWord(i + 3, "FIRST")) {
					nodes.remove(i + 2, i + 4);
				}
				int over = nodes.isWord(i + 2, Set.of("IGNORE", "RESPECT")) ? i + 4 : i + 2;
				frame(nodes, over);
			}
			if (nodes.isCall(i, "CONDITIONAL_TRUE_EVENT")) {
				nodes.replace(i, i + 1, "count_if");
			}
		}
	}

	private static void frame(Nodes nodes, int over) {
		if (!nodes.isWord(over, "OVER") || !nodes.isGroup(over + 1, "(")) {
			return;
		}
		Nodes window = nodes.get(over + 1).inside();
		if (window.hasWord("ORDER") && Stream.of("ROWS", "RANGE", "GROUPS").noneMatch(window::hasWord)) {
			nodes.replace(over + 1, over + 2, "(" + window + ALL);
		}
	}

}
