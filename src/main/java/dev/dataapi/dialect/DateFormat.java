package dev.dataapi.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Snowflake's formats of dates and times in DuckDB's spelling.
 */
final class DateFormat {

	/** The longer of two that begin alike comes first. */
	private static final Map<String, String> ELEMENTS = new LinkedHashMap<>();

	/** Digits of a second: DuckDB writes six of them, and reads up to six, or nine. */
	private static final String FRACTION = "%f";

	static {
		ELEMENTS.put("YYYY", "%Y");
		ELEMENTS.put("UUUU", "%Y");
		ELEMENTS.put("YY", "%y");
		ELEMENTS.put("MMMM", "%B");
		ELEMENTS.put("MON", "%b");
		ELEMENTS.put("MM", "%m");
		ELEMENTS.put("MI", "%M");
		ELEMENTS.put("DD", "%d");
		ELEMENTS.put("DY", "%a");
		ELEMENTS.put("HH24", "%H");
		ELEMENTS.put("HH12", "%I");
		ELEMENTS.put("SS", "%S");
		ELEMENTS.put("FF", FRACTION);
		ELEMENTS.put("AM", "%p");
		ELEMENTS.put("PM", "%p");
		ELEMENTS.put("TZHTZM", "%z");
		ELEMENTS.put("TZH:TZM", "%z");
	}

	private DateFormat() {
	}

	/** What writes a value; nothing if the format has an element that DuckDB has not. */
	static @Nullable String writing(String format, String value) {
		List<String> parts = parts(format);
		if (parts == null) {
			return null;
		}
		if (parts.size() == 1 && !parts.getFirst().startsWith(FRACTION)) {
			return part(parts.getFirst(), value);
		}
		// a value that is bound cannot stand twice
		return value.contains("?") ? null
				: parts.stream().map((part) -> part(part, value)).collect(Collectors.joining(" || ", "(", ")"));
	}

	private static String part(String part, String value) {
		return part.startsWith(FRACTION)
				? "rpad(system.main.\"left\"(format_moment(%s, '%%f'), %s), %2$s, '0')".formatted(value,
						part.substring(FRACTION.length()))
				: "format_moment(" + value + ", " + Literals.quoted(part) + ")";
	}

	/**
	 * The formats to read a text by, as literals; nothing if the format has an element
	 * that DuckDB has not.
	 */
	static @Nullable List<String> reading(String format) {
		List<String> parts = parts(format);
		if (parts == null || parts.stream().anyMatch((part) -> part.contains("%z"))) {
			return null;
		}
		String joined = parts.stream()
			.map((part) -> part.startsWith(FRACTION) ? FRACTION : part)
			.collect(Collectors.joining());
		return (parts.size() == 1) ? List.of(Literals.quoted(joined))
				: List.of(Literals.quoted(joined), Literals.quoted(joined.replace(FRACTION, "%n")));
	}

	/** Cut at each fraction, which is {@code %f} and the number of its digits. */
	private static @Nullable List<String> parts(String format) {
		String upper = format.toUpperCase(Locale.ROOT);
		List<String> parts = new ArrayList<>();
		StringBuilder part = new StringBuilder();
		int at = 0;
		boolean any = false;
		while (at < format.length()) {
			String element = elementAt(upper, at);
			char character = format.charAt(at);
			if ("FF".equals(element)) {
				boolean digit = at + 2 < format.length() && Character.isDigit(format.charAt(at + 2));
				add(parts, part);
				parts.add(FRACTION + (digit ? format.charAt(at + 2) : '9'));
				at += digit ? 3 : 2;
				any = true;
			}
			else if (element != null) {
				part.append(ELEMENTS.get(element));
				at += element.length();
				any = true;
			}
			else if (character == '"' && format.indexOf('"', at + 1) > 0) {
				int end = format.indexOf('"', at + 1);
				part.append(format.substring(at + 1, end).replace("%", "%%"));
				at = end + 1;
			}
			else if (Character.isDigit(character) || (Character.isLetter(character) && character != 'T')) {
				return null;
			}
			else {
				part.append((character == '%') ? "%%" : character);
				at++;
			}
		}
		add(parts, part);
		return any ? parts : null;
	}

	private static void add(List<String> parts, StringBuilder part) {
		if (!part.isEmpty()) {
			parts.add(part.toString());
			part.setLength(0);
		}
	}

	private static @Nullable String elementAt(String format, int at) {
		return ELEMENTS.keySet().stream().filter((element) -> format.startsWith(element, at)).findFirst().orElse(null);
	}

}
