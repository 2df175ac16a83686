package dev.dataapi.dialect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds what is Snowflake's alone, and what is known to give another value than there.
 */
final class Remarks {

	/** Functions whose value is another, and how. */
	private static final Map<String, String> DIFFERING = Map.ofEntries(Map.entry("HASH", "gives other hashes"),
			Map.entry("RANDOM", "gives other numbers, and takes no seed"),
			Map.entry("UNIFORM", "gives other numbers, and takes no seed"),
			Map.entry("APPROX_COUNT_DISTINCT", "estimates in another way"),
			Map.entry("APPROXIMATE_COUNT_DISTINCT", "estimates in another way"),
			Map.entry("HLL", "estimates in another way"), Map.entry("APPROX_PERCENTILE", "is exact"),
			Map.entry("TYPEOF", "is NULL of a null that the JSON has"),
			Map.entry("MODE", "may choose another of several values"),
			Map.entry("ANY_VALUE", "may choose another value"), Map.entry("CURRENT_USER", "names another user"),
			Map.entry("CURRENT_DATABASE", "names another database"),
			Map.entry("CURRENT_SCHEMA", "names another schema"), Map.entry("JAROWINKLER_SIMILARITY", "may differ by 1"),
			Map.entry("INITCAP", "takes other characters for the end of a word"));

	private static final Set<String> REFUSED = Dialect.words("/snowflake-refused.txt");

	private final List<Remark> remarks = new ArrayList<>();

	private Remarks() {
	}

	static List<Remark> of(Nodes statement) {
		Remarks reading = new Remarks();
		reading.read(statement);
		return reading.remarks.stream().sorted(Comparator.comparing(Remark::offset)).toList();
	}

	private void read(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			read(nodes.get(i).inside());
			if (nodes.isCall(i)) {
				call(nodes.get(i), nodes.get(i + 1).inside());
			}
			Forms.find(nodes, i, this.remarks);
		}
	}

	private void call(Node name, Nodes inside) {
		String difference = DIFFERING.get(name.upper());
		if (isRefused(name.upper()) && !(name.isWord("FILTER") && inside.isWord(0, "WHERE"))) {
			refuse(name, name.upper());
		}
		else if (difference != null) {
			this.remarks.add(Remark.differs(name.start(), name.upper(), difference));
		}
		else if (name.isWord("OBJECT_CONSTRUCT") && inside.isSymbol(0, "*")) {
			refuse(name, "OBJECT_CONSTRUCT(*)");
		}
		else if (!Formats.isKnown(name.upper(), inside.arguments())) {
			Node format = inside.arguments().get(1).get(0);
			refuse(format, "The format '" + Literals.text(format) + "' of " + name.upper());
		}
	}

	/** By its name, or by the family that it is of, whose name ends with a star. */
	static boolean isRefused(String function) {
		return REFUSED.contains(function) || IntStream.rangeClosed(1, function.length())
			.anyMatch((end) -> REFUSED.contains(function.substring(0, end) + "*"));
	}

	private void refuse(Node node, String form) {
		this.remarks.add(Remark.refused(node.start(), form));
	}

}
