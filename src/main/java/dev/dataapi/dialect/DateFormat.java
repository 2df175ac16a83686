package dev.dataapi.dialect;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Snowflake's formats of dates and times in DuckDB's spelling.
 */
final class DateFormat {

	/** The longer of two that begin alike comes first. */
	private static final Map<String, String> ELEMENTS = new LinkedHashMap<>();

	static {
		ELEMENTS.put("YYYY", "%Y");
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
		ELEMENTS.put("FF3", "%g");
		ELEMENTS.put("FF6", "%f");
		ELEMENTS.put("FF9", "%n");
		ELEMENTS.put("FF", "%n");
		ELEMENTS.put("AM", "%p");
		ELEMENTS.put("PM", "%p");
		ELEMENTS.put("TZHTZM", "%z");
		ELEMENTS.put("TZH:TZM", "%z");
	}

	private DateFormat() {
	}

	/** The format, or nothing if it has an element that DuckDB does not have. */
	static @Nullable String translate(String format) {
		String upper = format.toUpperCase(Locale.ROOT);
		StringBuilder translated = new StringBuilder();
		int at = 0;
		boolean any = false;
		while (at < format.length()) {
			String element = elementAt(upper, at);
			char character = format.charAt(at);
			if (element != null) {
				translated.append(ELEMENTS.get(element));
				at += element.length();
				any = true;
			}
			else if (character == '"' && format.indexOf('"', at + 1) > 0) {
				int end = format.indexOf('"', at + 1);
				translated.append(format, at + 1, end);
				at = end + 1;
			}
			else if (Character.isDigit(character) || (Character.isLetter(character) && character != 'T')) {
				return null;
			}
			else {
				translated.append((character == '%') ? "%%" : character);
				at++;
			}
		}
		return any ? translated.toString() : null;
	}

	private static @Nullable String elementAt(String format, int at) {
		return ELEMENTS.keySet().stream().filter((element) -> format.startsWith(element, at)).findFirst().orElse(null);
	}

}
