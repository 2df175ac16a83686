package dev.dataapi.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dataapi.dialect.Node.Type;
import org.jspecify.annotations.Nullable;

/**
 * Arrays and objects that a statement writes, whose elements may have several types.
 */
final class SemiStructured implements Rewriting {

	private static final Set<String> OBJECTS = Set.of("OBJECT_CONSTRUCT", "OBJECT_CONSTRUCT_KEEP_NULL");

	private static final Set<String> ARRAYS = Set.of("ARRAY_CONSTRUCT", "ARRAY_CONSTRUCT_COMPACT");

	@Override
	public void rewrite(Nodes nodes) {
		for (int i = 0; i < nodes.size(); i++) {
			if (nodes.isGroup(i, "[") && nodes.startOfValue(i) == i && !nodes.isWord(i - 1, "ARRAY")) {
				nodes.replace(i, i + 1, array(nodes.get(i).inside().arguments()));
			}
			else if (nodes.isGroup(i, "{")) {
				String object = literal(nodes.get(i).inside());
				if (object != null) {
					nodes.replace(i, i + 1, object);
				}
			}
		}
		nodes.replaceCalls((i) -> rewritten(nodes.get(i), nodes.get(i + 1).inside().arguments()));
	}

	private static @Nullable String rewritten(Node name, List<Nodes> arguments) {
		if (name.isWord(OBJECTS) && arguments.size() % 2 == 0) {
			return object(every(arguments, 0), every(arguments, 1),
					name.isWord("OBJECT_CONSTRUCT") ? "text_of(" : "text_or_null(");
		}
		if (name.isWord(ARRAYS)) {
			String array = array(arguments);
			return name.isWord("ARRAY_CONSTRUCT") ? array : "array_compact(" + array + ")";
		}
		boolean delete = name.isWord("OBJECT_DELETE");
		if ((delete || name.isWord("OBJECT_PICK")) && arguments.size() > 1) {
			return (delete ? "object_without(" : "object_with(") + arguments.getFirst() + ", ["
					+ joined(arguments.subList(1, arguments.size())) + "])";
		}
		return null;
	}

	private static String joined(List<Nodes> values) {
		return values.stream().map(Nodes::toString).collect(Collectors.joining(","));
	}

	private static List<String> every(List<Nodes> arguments, int first) {
		return IntStream.iterate(first, (i) -> i < arguments.size(), (i) -> i + 2)
			.mapToObj((i) -> arguments.get(i).toString())
			.toList();
	}

	private static String object(List<String> keys, List<String> values, String text) {
		return "object_of([" + String.join(", ", keys) + "], ["
				+ values.stream().map((value) -> text + value + ")").collect(Collectors.joining(", ")) + "])";
	}

	/** What makes {@code {'a': 1}}, or nothing if it is none. */
	static @Nullable String literal(Nodes inside) {
		List<String> keys = new ArrayList<>();
		List<String> values = new ArrayList<>();
		for (Nodes pair : inside.arguments()) {
			if (!pair.is(0, Type.STRING) || !pair.isSymbol(1, ":")) {
				return null;
			}
			keys.add(pair.get(0).sql());
			values.add(pair.part(2, pair.size()).toString());
		}
		return object(keys, values, "text_of(");
	}

	/** Of one type if all are integers, or texts, and otherwise of VARIANT. */
	private static String array(List<Nodes> values) {
		boolean plain = all(values, (value) -> value.is(0, Type.STRING))
				|| all(values, (value) -> Literals.isInteger(value, 0));
		return plain ? "[" + joined(values) + "]"
				: values.stream()
					.map((value) -> "CAST(" + value + " AS VARIANT)")
					.collect(Collectors.joining(", ", "[", "]"));
	}

	private static boolean all(List<Nodes> values, Predicate<Nodes> test) {
		return values.stream().allMatch((value) -> value.size() == 1 && test.test(value));
	}

}
