package dev.dataapi.report;

import java.util.Optional;

/**
 * A clerk and the year whose sales are asked for.
 *
 * @param clerk the clerk as the orders name it, such as {@code Clerk#000000002}
 * @param year the year, or zero in {@link #NONE}
 */
public record ClerkYear(String clerk, int year) {

	/** Stands for all that cannot have orders, so that they are one cache entry. */
	static final ClerkYear NONE = new ClerkYear("", 0);

	/** As in {@code Clerk#000000002}; TPC-H, section 4.2.3. */
	private static final int CLERK_DIGITS = 9;

	private static final int LAST_YEAR = 9999;

	/**
	 * Reads the two path parameters.
	 * @param clerkId digits, used as typed: {@code 2} is not {@code 000000002}
	 * @param year an integer
	 * @return the clerk and year
	 * @throws InvalidParameterException if either has another form
	 */
	public static ClerkYear of(String clerkId, String year) {
		if (!isDigits(clerkId, 0)) {
			throw new InvalidParameterException("Clerk ID can only contain numbers.",
					"clerkId accepts the digits 0 to 9 only, such as 000000002.");
		}
		boolean signed = year.startsWith("+") || year.startsWith("-");
		if (!isDigits(year, signed ? 1 : 0)) {
			throw new InvalidParameterException("Invalid year.", "year accepts an integer, such as 1995.");
		}
		int number = year.startsWith("-") ? 0 : calendarYear(year, signed ? 1 : 0);
		return (number == 0 || clerkId.length() > CLERK_DIGITS) ? NONE : new ClerkYear("Clerk#" + clerkId, number);
	}

	private static boolean isDigits(String text, int start) {
		for (int i = start; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return text.length() > start;
	}

	/** Zero for a year after the last that the orders' calendar holds. */
	private static int calendarYear(String digits, int start) {
		int year = 0;
		for (int i = start; i < digits.length(); i++) {
			year = year * 10 + digits.charAt(i) - '0';
			if (year > LAST_YEAR) {
				return 0;
			}
		}
		return year;
	}

	/**
	 * The days of the year.
	 * @return the range, empty if there can be no orders
	 */
	public Optional<DateRange> days() {
		return (this.year == 0) ? Optional.empty() : Optional.of(DateRange.ofYear(this.year));
	}

}
