package dev.dataapi.dialect;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dataapi.dialect.Node.Type;
import org.jspecify.annotations.Nullable;

/**
 * Calls of functions that take any number of arguments, whose names DuckDB's grammar has
 * for something else, or whose formats it writes in another way.
 */
final class Calls implements Rewriting {

	private static final Map<String, String> NAMES = Map.of("INSERT", "insert_text", "POSITION", "charindex", "TYPEOF",
			"kind_of", "GET", "variant_get", "REGEXP", "regexp_like");

	private static final Set<String> SEQUENCES = Set.of("SEQ1", "SEQ2", "SEQ4", "SEQ8");

	@Override
	public void rewrite(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			if (nodes.is(i, Type.WORD) && nodes.isGroup(i + 1, "(") && !nodes.isSymbol(i - 1, ".")) {
				String sql = rewritten(nodes.get(i), nodes.get(i + 1).inside());
				if (sql != null) {
					nodes.replace(i, i + 2, sql);
				}
			}
		}
	}

	private static @Nullable String rewritten(Node name, Nodes inside) {
		List<Nodes> arguments = inside.arguments();
		if (name.isWord(SEQUENCES)) {
			return "(row_number() OVER () - 1)";
		}
		String other = NAMES.get(name.upper());
		if (other != null && !(name.isWord("POSITION") && arguments.size() == 1)) {
			return other + "(" + inside + ")";
		}
		return switch (name.upper()) {
			case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_TIME", "LOCALTIME" -> name.text();
			case "GREATEST" -> "greatest_of([" + inside + "])";
			case "LEAST" -> "least_of([" + inside + "])";
			case "GREATEST_IGNORE_NULLS" -> "system.main.greatest(" + inside + ")";
			case "LEAST_IGNORE_NULLS" -> "system.main.least(" + inside + ")";
			case "CONCAT" -> arguments.isEmpty() ? null : "(" + joined(arguments, " || ") + ")";
			case "CONCAT_WS" -> (arguments.size() < 2) ? null : "joined(" + arguments.getFirst() + ", ["
					+ joined(arguments.subList(1, arguments.size()), ", ") + "])";
			case "ARRAY_CONSTRUCT" -> "[" + inside + "]";
			case "OBJECT_CONSTRUCT" -> "without_nulls_of(json_object(" + inside + "))";
			case "DECODE" -> (arguments.size() < 3) ? null : decode(arguments);
			default -> formatted(name.upper(), arguments);
		};
	}

	private static String joined(List<Nodes> arguments, String separator) {
		return arguments.stream()
			.map((argument) -> "to_varchar(" + argument + ")")
			.collect(Collectors.joining(separator));
	}

	/** In a subquery, so that the value stands once: NULL equals NULL here. */
	private static String decode(List<Nodes> arguments) {
		String whens = IntStream.iterate(1, (i) -> i + 1 < arguments.size(), (i) -> i + 2)
			.mapToObj((i) -> " WHEN decoded(" + arguments.get(i) + ") THEN " + arguments.get(i + 1))
			.collect(Collectors.joining());
		boolean otherwise = arguments.size() % 2 == 0;
		String value = arguments.getFirst().toString();
		String head = value.contains("?") ? "CASE " + value : "CASE";
		String test = value.contains("?") ? "(" : value + " IS NOT DISTINCT FROM (";
		return head + whens.replace("decoded(", test) + (otherwise ? " ELSE " + arguments.getLast() : "") + " END";
	}

	private static @Nullable String formatted(String function, List<Nodes> arguments) {
		if (arguments.size() != 2 || arguments.get(1).size() != 1 || !arguments.get(1).is(0, Type.STRING)) {
			return null;
		}
		String format = DateFormat.translate(Literals.text(arguments.get(1).get(0)));
		String value = arguments.getFirst().toString();
		if (format == null) {
			return null;
		}
		String quoted = Literals.quoted(format);
		return switch (function) {
			case "TO_CHAR", "TO_VARCHAR" -> "strftime(" + value + ", " + quoted + ")";
			case "TO_DATE", "DATE" -> "CAST(strptime(to_varchar(" + value + "), " + quoted + ") AS DATE)";
			case "TRY_TO_DATE" -> "CAST(try_strptime(to_varchar(" + value + "), " + quoted + ") AS DATE)";
			case "TO_TIMESTAMP", "TO_TIMESTAMP_NTZ" -> "strptime(to_varchar(" + value + "), " + quoted + ")";
			case "TRY_TO_TIMESTAMP", "TRY_TO_TIMESTAMP_NTZ" ->
				"try_strptime(to_varchar(" + value + "), " + quoted + ")";
			case "TO_TIME" -> "CAST(strptime(to_varchar(" + value + "), " + quoted + ") AS TIME)";
			default -> null;
		};
	}

}
