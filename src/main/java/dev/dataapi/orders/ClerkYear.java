package dev.dataapi.orders;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A clerk and the year whose sales are asked for.
 *
 * @param clerk the clerk as the orders name it, such as {@code Clerk#000000002}
 * @param year the year; zero stands for every year that the calendar of the orders cannot
 * hold, since all those have the same answer
 */
public record ClerkYear(String clerk, int year) {

	private static final Pattern DIGITS = Pattern.compile("[0-9]+");

	private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

	private static final BigInteger LAST_YEAR = BigInteger.valueOf(9999);

	/**
	 * Reads the two path parameters.
	 * @param clerkId digits, used as typed: {@code 2} is not {@code 000000002}
	 * @param year an integer
	 * @return the clerk and year
	 * @throws InvalidReportParameterException if either has another form
	 */
	public static ClerkYear of(String clerkId, String year) {
		if (!DIGITS.matcher(clerkId).matches()) {
			throw new InvalidReportParameterException("Clerk ID can only contain numbers.",
					"clerkId accepts the digits 0 to 9 only, such as 000000002.");
		}
		if (!INTEGER.matcher(year).matches()) {
			throw new InvalidReportParameterException("Invalid year.", "year accepts an integer, such as 1995.");
		}
		BigInteger number = new BigInteger(year);
		boolean held = number.signum() > 0 && number.compareTo(LAST_YEAR) <= 0;
		return new ClerkYear("Clerk#" + clerkId, held ? number.intValue() : 0);
	}

	/**
	 * The days of the year.
	 * @return the range, empty for a year that cannot have orders
	 */
	public Optional<DateRange> days() {
		return (this.year == 0) ? Optional.empty() : Optional.of(DateRange.ofYear(this.year));
	}

}
