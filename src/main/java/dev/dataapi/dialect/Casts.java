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
		nodes.replace(start, type.end(), type.cast(value, plainness(nodes, start, index), "CAST"));
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
					type.cast(inside.sql(0, as), plainness(inside, 0, as), nodes.get(index).upper()));
		}
	}

	private static Value plainness(Nodes nodes, int from, int to) {
		if (to - from != 1) {
			return Value.ANY;
		}
		if (nodes.isSymbol(from, "?") || nodes.is(from, Type.PARAMETER)) {
			return Value.BOUND;
		}
		if (nodes.is(from, Type.STRING)) {
			return Literals.text(nodes.get(from)).contains("-") ? Value.TEXT : Value.ANY;
		}
		return Literals.isInteger(nodes, from) ? Value.INTEGER : Value.ANY;
	}

	/**
	 * What is cast: whether its type is not known, or there is nothing to round or to
	 * find out.
	 */
	private enum Value {

		BOUND, INTEGER, TEXT, ANY

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
			String length = ("VARCHAR".equals(type) && !parameters.isEmpty()) ? parameters.getFirst() : null;
			return (type != null) ? new DuckType(type, length, end) : null;
		}

		/** Numbers are rounded half away from zero, as only decimals are in DuckDB. */
		String cast(String value, Value kind, String function) {
			boolean tries = !"CAST".equals(function);
			boolean bound = kind == Value.BOUND;
			boolean plain = bound || kind == Value.INTEGER;
			String macro = switch (this.name) {
				case "VARCHAR" -> plain ? null : "to_varchar";
				case "BIGINT" -> plain ? null : tries ? "integer_if" : "integer_of";
				case "HUGEINT" -> plain ? null : tries ? "try_to_number" : "to_number";
				case "DATE" -> (bound || kind == Value.TEXT) ? null : tries ? "try_to_date" : "to_date";
				case "TIMESTAMP" -> (bound || kind == Value.TEXT) ? null : tries ? "try_to_timestamp" : "to_timestamp";
				case "TIMESTAMPTZ" -> bound ? null : tries ? "try_to_timestamp_tz" : "to_timestamp_tz";
				case "BLOB" -> bound ? null : tries ? "try_binary_cast" : "binary_cast";
				case "VARIANT[]" -> "to_array";
				default -> null;
			};
			String cast = ((macro != null) ? macro + "(" + value : function + "(" + value + " AS " + this.name) + ")";
			return (this.length != null) ? "system.main.\"left\"(" + cast + ", " + this.length + ")" : cast;
		}

	}

}
