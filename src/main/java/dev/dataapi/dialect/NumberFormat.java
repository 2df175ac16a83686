package dev.dataapi.dialect;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Snowflake's format of a number, as {@code FM$9,990.00}.
 *
 * @param whole the positions before the point, of 0 and 9, without the commas
 * @param fraction the positions after it
 * @param commas whether thousands are separated
 * @param dollar the sign before the number, or nothing
 * @param blank whether a zero before the point is left out
 * @param width how long the text is, with blanks before it; 0 if there are none
 */
record NumberFormat(String whole, String fraction, boolean commas, String dollar, boolean blank, int width) {

	/** What takes a number's signs for no more than that. */
	private static final String SIGNS = "$,G.D90";

	/** What DuckDB's numbers have no room for. */
	private static final int MOST_DECIMALS = 12;

	private static final Set<String> FUNCTIONS = Set.of("TO_NUMBER", "TO_DECIMAL", "TO_NUMERIC", "TRY_TO_NUMBER",
			"TRY_TO_DECIMAL", "TRY_TO_NUMERIC", "TO_DOUBLE", "TRY_TO_DOUBLE");

	/** Whether a function reads a number from a text. */
	static boolean isRead(String function) {
		return FUNCTIONS.contains(function);
	}

	/** Whether a text may be read by a format: without its signs it is a number. */
	static boolean isPlain(String format) {
		return !format.isEmpty() && format.chars().allMatch((character) -> SIGNS.indexOf(character) >= 0);
	}

	/** Reads a format; nothing if it has what is not known here. */
	static @Nullable NumberFormat of(String format) {
		String rest = format.toUpperCase(Locale.ROOT).replace('G', ',').replace('D', '.');
		boolean fill = !rest.startsWith("FM");
		rest = fill ? rest : rest.substring(2);
		String dollar = rest.startsWith("$") ? "$" : "";
		rest = rest.substring(dollar.length());
		boolean blank = rest.startsWith("B");
		rest = blank ? rest.substring(1) : rest;
		int point = rest.indexOf('.');
		String whole = (point < 0) ? rest : rest.substring(0, point);
		String fraction = (point < 0) ? "" : rest.substring(point + 1);
		String positions = whole.replace(",", "");
		boolean commas = whole.contains(",");
		if (positions.isEmpty() || !isDigits(positions) || !isDigits(fraction) || fraction.length() > MOST_DECIMALS
				|| (commas && !isGrouped(whole)) || positions.length() + MOST_DECIMALS > 38) {
			return null;
		}
		int width = 1 + dollar.length() + rest.length();
		return new NumberFormat(positions, fraction, commas, dollar, blank, fill ? width : 0);
	}

	private static boolean isDigits(String positions) {
		return positions.chars().allMatch((position) -> position == '0' || position == '9');
	}

	private static boolean isGrouped(String whole) {
		for (int i = 1; i <= whole.length(); i++) {
			if ((whole.charAt(whole.length() - i) == ',') != (i % 4 == 0)) {
				return false;
			}
		}
		return true;
	}

	/** What writes a number in the format. */
	String sql(String value) {
		int zero = this.whole.indexOf('0');
		int least = (zero < 0) ? (this.blank ? 0 : 1) : this.whole.length() - zero;
		return "format_number(%s, %d, %d, %s, '%s', %d, %d, %d)".formatted(value, this.blank ? 0 : least,
				this.whole.length(), this.commas, this.dollar, this.fraction.lastIndexOf('0') + 1,
				this.fraction.length(), this.width);
	}

}
