package dev.dataapi.dialect;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code LIKE ANY (...)} and {@code LIKE ALL (...)}, and RLIKE between two values.
 */
final class Comparisons implements Rewriting {

	@Override
	public void rewrite(Nodes nodes) {
		for (int i = 1; i < nodes.size(); i++) {
			if (nodes.isWord(i, Set.of("LIKE", "ILIKE")) && nodes.isWord(i + 1, Set.of("ANY", "ALL"))
					&& nodes.isGroup(i + 2, "(")) {
				i = likeAny(nodes, i);
			}
			else if (nodes.isWord(i, Set.of("RLIKE", "REGEXP")) && !nodes.isGroup(i + 1, "(")) {
				i = rlike(nodes, i);
			}
		}
	}

	private static int likeAny(Nodes nodes, int like) {
		boolean not = nodes.isWord(like - 1, "NOT");
		int end = not ? like - 1 : like;
		int start = nodes.startOfTerm(end);
		if (start == end) {
			return like;
		}
		boolean lower = nodes.isWord(like, "ILIKE");
		List<String> patterns = nodes.get(like + 2)
			.inside()
			.arguments()
			.stream()
			.map((pattern) -> lower ? "lower(" + pattern + ")" : pattern.toString())
			.toList();
		String value = nodes.sql(start, end);
		int last = like + 3;
		String escape = "";
		if (nodes.isWord(last, "ESCAPE") && nodes.has(last + 1)) {
			escape = ", " + nodes.get(last + 1).sql();
			last += 2;
		}
		nodes.replace(start, last,
				(not ? "NOT " : "") + "like_" + nodes.get(like + 1).text().toLowerCase(Locale.ROOT) + "("
						+ (lower ? "lower(" + value + ")" : value) + ", [" + String.join(", ", patterns) + "]" + escape
						+ ")");
		return start;
	}

	private static int rlike(Nodes nodes, int operator) {
		boolean not = nodes.isWord(operator - 1, "NOT");
		int end = not ? operator - 1 : operator;
		int start = nodes.startOfTerm(end);
		int last = nodes.endOfTerm(operator + 1);
		if (start == end || last == operator + 1) {
			return operator;
		}
		nodes.replace(start, last, (not ? "NOT " : "") + "regexp_like(" + nodes.sql(start, end) + ", "
				+ nodes.sql(operator + 1, last) + ")");
		return start;
	}

}
