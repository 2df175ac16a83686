package dev.dataapi.dialect;

import java.util.Set;

import dev.dataapi.dialect.Node.Type;

/**
 * A part of an object or array that is computed with is a number: DuckDB would make it
 * one of the other operand's type, and round it if that is an integer.
 */
final class Variants implements Rewriting {

	private static final Set<String> NUMERIC = Set.of("SUM", "AVG", "ABS", "ROUND", "CEIL", "FLOOR", "TRUNC", "SQRT",
			"MEDIAN", "STDDEV", "STDDEV_SAMP", "STDDEV_POP", "VARIANCE", "VAR_SAMP", "VAR_POP", "SIGN", "MOD", "POWER",
			"DIV0", "DIV0NULL", "ZEROIFNULL", "NULLIFZERO");

	@Override
	public void rewrite(Nodes nodes) {
		boolean flattens = isFlattened(nodes);
		for (int i = 0; i < nodes.size(); i++) {
			if (isVariant(nodes, i, flattens) && (isComputed(nodes, i, i + 1))) {
				int start = (nodes.is(i, Type.WORD)) ? nodes.startOfValue(i + 1) : i;
				nodes.replace(start, i + 1, "CAST(" + nodes.sql(start, i + 1) + " AS DOUBLE)");
				i = start;
			}
			else if (nodes.isCall(i, NUMERIC)) {
				argument(nodes.get(i + 1).inside(), flattens);
			}
		}
	}

	private static void argument(Nodes inside, boolean flattens) {
		int end = 0;
		while (end < inside.size() && !inside.isSymbol(end, ",")) {
			end++;
		}
		int start = inside.startOfValue(end);
		if (end > 0 && isVariant(inside, end - 1, flattens) && (start == 0 || inside.isWord(start - 1, "DISTINCT"))) {
			inside.replace(start, end, "CAST(" + inside.sql(start, end) + " AS DOUBLE)");
		}
	}

	private static boolean isFlattened(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			if (nodes.isCall(i, "FLATTEN") || (nodes.isCall(i, "TABLE") && nodes.get(i + 1).inside().is(0, Type.SQL))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isVariant(Nodes nodes, int index, boolean flattens) {
		return (nodes.is(index, Type.SQL) && nodes.get(index).text().startsWith("variant_"))
				|| (flattens && nodes.isWord(index, "VALUE") && !nodes.isSymbol(index + 1, "."));
	}

	private static boolean isComputed(Nodes nodes, int index, int end) {
		int start = nodes.startOfValue(end);
		return isArithmetic(nodes, start - 1) || isArithmetic(nodes, end);
	}

	private static boolean isArithmetic(Nodes nodes, int index) {
		return nodes.is(index, Type.SYMBOL) && "+-*/%".contains(nodes.get(index).text());
	}

}
