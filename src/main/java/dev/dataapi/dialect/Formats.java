package dev.dataapi.dialect;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.dataapi.dialect.Node.Type;
import org.jspecify.annotations.Nullable;

/**
 * Functions that write or read a date, a time, a number or bytes by a format, which is a
 * literal.
 */
final class Formats implements Rewriting {

	private static final Set<String> WRITING = Set.of("TO_CHAR", "TO_VARCHAR");

	private static final Set<String> READING = Set.of("TO_DATE", "DATE", "TRY_TO_DATE", "TO_TIMESTAMP",
			"TO_TIMESTAMP_NTZ", "TRY_TO_TIMESTAMP", "TRY_TO_TIMESTAMP_NTZ", "TO_TIME", "TIME", "TRY_TO_TIME");

	private static final Set<String> BYTES = Set.of("HEX", "BASE64", "UTF-8", "UTF8");

	@Override
	public void rewrite(Nodes nodes) {
		nodes.replaceCalls((i) -> rewritten(nodes.get(i).upper(), nodes.get(i + 1).inside().arguments()));
	}

	/** Whether a function takes a format that is known here, if it takes one at all. */
	static boolean isKnown(String function, List<Nodes> arguments) {
		String format = format(arguments);
		return format == null || !takesFormat(function) || rewritten(function, arguments) != null;
	}

	/** Whether the second argument of a function may be a format. */
	static boolean takesFormat(String function) {
		return WRITING.contains(function) || READING.contains(function) || NumberFormat.isRead(function)
				|| function.startsWith("TO_TIMESTAMP") || function.startsWith("TRY_TO_TIMESTAMP");
	}

	/** The format that is the second argument, or nothing. */
	private static @Nullable String format(List<Nodes> arguments) {
		boolean literal = arguments.size() > 1 && arguments.get(1).size() == 1 && arguments.get(1).is(0, Type.STRING);
		return literal ? Literals.text(arguments.get(1).get(0)) : null;
	}

	private static @Nullable String rewritten(String function, List<Nodes> arguments) {
		String format = format(arguments);
		if (NumberFormat.isRead(function)) {
			return number(function, format, arguments);
		}
		if (format == null || arguments.size() != 2) {
			return null;
		}
		String value = arguments.getFirst().toString();
		if (WRITING.contains(function)) {
			return written(value, format);
		}
		List<String> formats = READING.contains(function) ? DateFormat.reading(format) : null;
		if (formats == null) {
			return null;
		}
		String read = (function.startsWith("TRY_") ? "try_strptime" : "strptime") + "(to_varchar(" + value + "), ["
				+ String.join(", ", formats) + "])";
		return "CAST(" + read + " AS "
				+ (function.endsWith("DATE") ? "DATE)" : function.endsWith("TIME") ? "TIME)" : "TIMESTAMP)");
	}

	private static @Nullable String written(String value, String format) {
		if (BYTES.contains(format.toUpperCase(Locale.ROOT))) {
			return switch (format.toUpperCase(Locale.ROOT)) {
				case "HEX" -> "hex(" + value + ")";
				case "BASE64" -> "to_base64(" + value + ")";
				default -> "system.main.decode(" + value + ")";
			};
		}
		NumberFormat number = NumberFormat.of(format);
		return (number != null) ? number.sql(value) : DateFormat.writing(format, value);
	}

	/** By precision and scale, and without the signs of a format. */
	private static @Nullable String number(String function, @Nullable String format, List<Nodes> arguments) {
		String value = arguments.getFirst().toString();
		if (format != null) {
			if (!NumberFormat.isPlain(format)) {
				return null;
			}
			value = "without_signs(" + value + ")";
		}
		List<Nodes> size = arguments.subList((format != null) ? 2 : 1, arguments.size());
		if (size.stream().anyMatch((each) -> each.size() != 1 || !each.is(0, Type.NUMBER))) {
			return null;
		}
		String cast = (function.startsWith("TRY_") ? "TRY_CAST(" : "CAST(");
		if (function.endsWith("DOUBLE")) {
			return cast + value + " AS DOUBLE)";
		}
		String precision = size.isEmpty() ? "38" : size.getFirst().toString().strip();
		String scale = (size.size() > 1) ? size.get(1).toString().strip() : "0";
		String decimal = cast + value + " AS DECIMAL(" + precision + "," + scale + "))";
		return "HUGEINT".equals(SnowflakeTypes.of("NUMBER", List.of(precision, scale)))
				? "CAST(" + decimal + " AS HUGEINT)" : decimal;
	}

}
