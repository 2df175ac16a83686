package dev.dataapi.dialect;

import java.util.List;
import java.util.Set;

import dev.dataapi.dialect.Node.Type;
import org.jspecify.annotations.Nullable;

/**
 * Functions that take a part of a date, in quotes or bare. Each value is of the type that
 * it has in Snowflake: a date stays a date unless hours are added to it.
 */
final class DateParts implements Rewriting {

	private static final Set<String> ADDING = Set.of("DATEADD", "TIMEADD", "TIMESTAMPADD");

	private static final Set<String> COUNTING = Set.of("DATEDIFF", "TIMEDIFF", "TIMESTAMPDIFF");

	private static final Set<String> TRUNCATING = Set.of("TRUNC", "TRUNCATE");

	/** Macros take a text for a date, but these take times as well. */
	private static final Set<String> CLOCK = Set.of("HOUR", "MINUTE", "SECOND");

	@Override
	public void rewrite(Nodes nodes) {
		nodes.replaceCalls((i) -> rewritten(nodes, i));
	}

	private static @Nullable String rewritten(Nodes nodes, int index) {
		Nodes inside = nodes.get(index + 1).inside();
		if (nodes.isWord(index, Set.of("EXTRACT", "DATE_PART")) && inside.isWord(1, "FROM")) {
			return extract(inside);
		}
		if (nodes.isWord(index, CLOCK) && inside.size() == 1) {
			return inside.is(0, Type.STRING) ? nodes.get(index).text() + "(" + moment(inside) + ")" : null;
		}
		List<Nodes> arguments = inside.arguments();
		String first = part(arguments, 0);
		if (nodes.isWord(index, ADDING) && arguments.size() == 3 && first != null) {
			return (DatePart.isTime(first) ? "time_added(" : "date_added(")
					+ DatePart.interval(first, arguments.get(1).toString()) + ", " + moment(arguments.get(2)) + ")";
		}
		if (nodes.isWord(index, COUNTING) && arguments.size() == 3 && first != null) {
			String between = moment(arguments.get(1)) + ", " + moment(arguments.get(2)) + ")";
			return switch (first) {
				case "week" -> "weeks_between(" + between;
				case "nanosecond" -> "1000 * parts_between('microsecond', " + between;
				default -> "parts_between('" + first + "', " + between;
			};
		}
		if (nodes.isWord(index, "DATE_TRUNC") && arguments.size() == 2 && first != null) {
			return "truncated('" + first + "', " + moment(arguments.get(1)) + ")";
		}
		if (nodes.isWord(index, Set.of("DATE_PART", "EXTRACT")) && arguments.size() == 2 && first != null) {
			return DatePart.extract(first, moment(arguments.get(1)));
		}
		String second = part(arguments, 1);
		if (nodes.isWord(index, TRUNCATING) && second != null) {
			return "truncated_to(" + moment(arguments.get(0)) + ", '" + second + "')";
		}
		if (nodes.isWord(index, "LAST_DAY") && second != null) {
			return "last_day(" + moment(arguments.get(0)) + ", '" + second + "')";
		}
		String third = part(arguments, 2);
		if (nodes.isWord(index, "TIME_SLICE") && third != null) {
			return "time_slice(" + moment(arguments.get(0)) + ", " + arguments.get(1) + ", '" + third + "'"
					+ ((arguments.size() > 3) ? ", " + arguments.get(3) : "") + ")";
		}
		return null;
	}

	private static @Nullable String extract(Nodes inside) {
		String part = part(List.of(inside.part(0, 1)), 0);
		return (part != null) ? DatePart.extract(part, moment(inside.part(2, inside.size()))) : null;
	}

	/** The part that an argument is, or nothing. */
	private static @Nullable String part(List<Nodes> arguments, int index) {
		if (index >= arguments.size() || arguments.get(index).size() != 1) {
			return null;
		}
		Node node = arguments.get(index).get(0);
		return switch (node.type()) {
			case WORD -> DatePart.canonical(node.text());
			case STRING -> DatePart.canonical(Literals.text(node));
			default -> null;
		};
	}

	/** A text and a value that is bound are timestamps. */
	private static String moment(Nodes argument) {
		boolean typed = argument.size() != 1 || !(argument.is(0, Type.STRING) || argument.isSymbol(0, "?"));
		return typed ? argument.toString() : "CAST(" + argument.get(0).sql() + " AS TIMESTAMP)";
	}

}
