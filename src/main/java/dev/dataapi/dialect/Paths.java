package dev.dataapi.dialect;

import dev.dataapi.dialect.Node.Type;

/**
 * Parts of arrays and objects: {@code v:path.to[0]} and {@code a[0]}, counted from 0.
 */
final class Paths implements Rewriting {

	@Override
	public void rewrite(Nodes nodes) {
		for (int i = 1; i < nodes.size(); i++) {
			if (nodes.isSymbol(i, ":") && (nodes.isName(i + 1) || nodes.is(i + 1, Type.WORD))
					&& !nodes.is(i - 1, Type.STRING)) {
				i = path(nodes, i);
			}
			else if (nodes.isGroup(i, "[") && isElement(nodes, i)) {
				int start = nodes.startOfValue(i);
				nodes.replace(start, i + 1, element(nodes.sql(start, i), nodes.get(i).inside()));
				i = start;
			}
		}
	}

	/** Neither an array of its own, nor a slice, nor the type of an array. */
	private static boolean isElement(Nodes nodes, int index) {
		Nodes inside = nodes.get(index).inside();
		int start = nodes.startOfValue(index);
		boolean slice = inside.size() == 0;
		for (int i = 0; i < inside.size(); i++) {
			slice |= inside.isSymbol(i, ":");
		}
		return start < index && !slice && inside.arguments().size() == 1 && !nodes.isWord(index - 1, "ARRAY")
				&& !nodes.isSymbol(start - 1, "::") && !nodes.isSymbol(start - 1, ":");
	}

	private static int path(Nodes nodes, int colon) {
		int start = nodes.startOfValue(colon);
		if (start == colon) {
			return colon;
		}
		String value = key(nodes.sql(start, colon), nodes.get(colon + 1));
		int end = colon + 2;
		while (true) {
			if ((nodes.isSymbol(end, ".") || nodes.isSymbol(end, ":")) && nodes.has(end + 1)) {
				value = key(value, nodes.get(end + 1));
				end += 2;
			}
			else if (nodes.isGroup(end, "[")) {
				value = element(value, nodes.get(end).inside());
				end++;
			}
			else {
				nodes.replace(start, end, value);
				return start;
			}
		}
	}

	private static String key(String value, Node key) {
		String name = (key.type() == Type.QUOTED)
				? key.text().substring(1, key.text().length() - 1).replace("\"\"", "\"") : key.text();
		return "variant_at(" + value + ", " + Literals.quoted(name) + ")";
	}

	private static String element(String value, Nodes index) {
		if (index.size() == 1 && index.is(0, Type.STRING)) {
			return "variant_at(" + value + ", " + index + ")";
		}
		boolean number = index.size() == 1 && index.is(0, Type.NUMBER);
		return number ? "variant_at(" + value + ", CAST(" + index + " AS UINTEGER) + 1)"
				: "variant_get(" + value + ", " + index + ")";
	}

}
