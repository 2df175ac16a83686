package dev.dataapi.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

import dev.dataapi.dialect.Node.Type;
import org.jspecify.annotations.Nullable;

/**
 * {@code INTERVAL '2 years, 3 months'}: with commas and short units, and a date stays a
 * date if days are added to it.
 */
final class Intervals implements Rewriting {

	@Override
	public void rewrite(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			if (nodes.isWord(i, "INTERVAL") && nodes.is(i + 1, Type.STRING)) {
				List<String> units = new ArrayList<>();
				String interval = parse(Literals.text(nodes.get(i + 1)), units);
				if (interval != null) {
					nodes.replace(i, i + 2, "INTERVAL '" + interval + "'");
					i = add(nodes, i, units.stream().noneMatch(DatePart::isTime));
				}
			}
		}
	}

	/** Returns the index of what was rewritten. */
	private static int add(Nodes nodes, int interval, boolean days) {
		boolean plus = nodes.isSymbol(interval - 1, "+");
		if (!days || !(plus || nodes.isSymbol(interval - 1, "-"))) {
			return interval;
		}
		int start = nodes.startOfTerm(interval - 1);
		if (start == interval - 1) {
			return interval;
		}
		nodes.replace(start, interval + 1, (plus ? "date_plus(" : "date_minus(") + nodes.sql(start, interval - 1) + ", "
				+ nodes.get(interval).sql() + ")");
		return start;
	}

	/** The interval as DuckDB reads it; nothing if it is not a number and a unit each. */
	private static @Nullable String parse(String text, List<String> units) {
		StringTokenizer words = new StringTokenizer(text, " ,");
		StringBuilder interval = new StringBuilder();
		while (words.hasMoreTokens()) {
			String number = words.nextToken();
			String unit = words.hasMoreTokens() ? DatePart.canonical(words.nextToken()) : null;
			if (unit == null) {
				return null;
			}
			units.add(unit);
			interval.append(interval.isEmpty() ? "" : " ").append(number).append(' ').append(unit);
		}
		return interval.isEmpty() ? null : interval.toString();
	}

}
