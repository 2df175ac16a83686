package dev.dataapi.dialect;

import java.util.List;
import java.util.Set;

import dev.dataapi.dialect.Node.Type;
import org.jspecify.annotations.Nullable;

/**
 * Casts, whose types have other names, parameters and defaults: FLOAT has 64 bits, NUMBER
 * no decimals, and VARCHAR(n) cuts.
 */
final class Casts implements Rewriting {

	@Override
	public void rewrite(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			if (nodes.isSymbol(i, "::")) {
				i = colons(nodes, i);
			}
			else if (nodes.isCall(i, Set.of("CAST", "TRY_CAST"))) {
				call(nodes, i);
			}
		}
	}

	private static int colons(Nodes nodes, int index) {
		int start = nodes.startOfValue(index);
		DuckType type = DuckType.read(nodes, index + 1);
		if (start == index || type == null) {
			return index;
		}
		String value = nodes.sql(start, index);
		nodes.replace(start, type.end(), type.cast(value, isPlain(nodes, start, index), "CAST"));
		return start;
	}

	private static void call(Nodes nodes, int index) {
		Nodes inside = nodes.get(index + 1).inside();
		int as = inside.size() - 1;
		while (as > 0 && !inside.isWord(as, "AS")) {
			as--;
		}
		DuckType type = DuckType.read(inside, as + 1);
		if (as > 0 && type != null && type.end() == inside.size()) {
			nodes.replace(index, index + 2,
					type.cast(inside.sql(0, as), isPlain(inside, 0, as), nodes.get(index).upper()));
		}
	}

	/** Whether the type of a value is not known, or it is a number: nothing to round. */
	private static boolean isPlain(Nodes nodes, int from, int to) {
		return to - from == 1 && (nodes.isSymbol(from, "?") || nodes.is(from, Type.PARAMETER)
				|| (nodes.is(from, Type.NUMBER) && nodes.get(from).text().chars().allMatch(Character::isDigit)));
	}

	/**
	 * A type as DuckDB has it.
	 *
	 * @param name its name
	 * @param length how long a text may be, or nothing
	 * @param end the index after the type
	 */
	private record DuckType(String name, @Nullable String length, int end) {

		static @Nullable DuckType read(Nodes nodes, int start) {
			if (!nodes.is(start, Type.WORD)) {
				return null;
			}
			int end = start + 1;
			String name = nodes.get(start).upper();
			while (nodes.isWord(end, SnowflakeTypes.LATER_WORDS) && (end == start + 1 || name.contains(" "))) {
				name += " " + nodes.get(end).upper();
				end++;
			}
			List<String> parameters = List.of();
			if (nodes.isGroup(end, "(")) {
				parameters = nodes.get(end)
					.inside()
					.arguments()
					.stream()
					.map((parameter) -> parameter.toString().strip())
					.toList();
				end++;
			}
			String type = nodes.isGroup(end, "[") ? null : SnowflakeTypes.of(name, parameters);
			return (type != null) ? new DuckType(type, parameters.isEmpty() ? null : parameters.getFirst(), end) : null;
		}

		/** Numbers are rounded half away from zero, as only decimals are in DuckDB. */
		String cast(String value, boolean plain, String function) {
			return switch (this.name) {
				case "VARCHAR" -> (this.length == null) ? text(value, plain)
						: "system.main.\"left\"(" + text(value, plain) + ", " + this.length + ")";
				case "BIGINT" -> plain ? function + "(" + value + " AS BIGINT)"
						: ("CAST".equals(function) ? "integer_of(" : "integer_if(") + value + ")";
				case "HUGEINT" ->
					function + "(" + (plain ? value : function + "(" + value + " AS DECIMAL(38,0))") + " AS HUGEINT)";
				default -> function + "(" + value + " AS " + this.name + ")";
			};
		}

		private static String text(String value, boolean plain) {
			return plain ? "CAST(" + value + " AS VARCHAR)" : "to_varchar(" + value + ")";
		}

	}

}
