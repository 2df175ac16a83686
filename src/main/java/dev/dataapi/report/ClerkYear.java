package dev.dataapi.report;

import java.math.BigInteger;
import java.util.Optional;

import dev.dataapi.endpoint.BadRequestException;

/**
 * A clerk and the year whose sales are asked for.
 *
 * @param clerk the clerk as the orders name it, such as {@code Clerk#000000002}
 * @param year the year, or zero in {@link #NONE}
 */
public record ClerkYear(String clerk, int year) {

	/** Stands for every clerk and year that cannot have orders: one cache entry. */
	static final ClerkYear NONE = new ClerkYear("", 0);

	private static final String CLERK = "Clerk#";

	/** As in {@code Clerk#000000002}; TPC-H, section 4.2.3. */
	private static final int CLERK_DIGITS = 9;

	private static final BigInteger LAST_YEAR = BigInteger.valueOf(9999);

	/**
	 * Parses the two path parameters.
	 * @param clerkId digits, used as typed: {@code 2} is not {@code 000000002}
	 * @param year an integer
	 * @throws BadRequestException if either has another form
	 */
	public static ClerkYear of(String clerkId, String year) {
		if (!isDigits(clerkId, 0)) {
			throw new BadRequestException("Clerk ID can only contain numbers.",
					"clerkId accepts the digits 0 to 9 only, such as 000000002.");
		}
		boolean signed = year.startsWith("+") || year.startsWith("-");
		if (!isDigits(year, signed ? 1 : 0)) {
			throw new BadRequestException("Invalid year.", "year accepts an integer, such as 1995.");
		}
		BigInteger number = new BigInteger(year);
		boolean possible = number.signum() > 0 && number.compareTo(LAST_YEAR) <= 0 && clerkId.length() <= CLERK_DIGITS;
		return possible ? new ClerkYear(CLERK + clerkId, number.intValue()) : NONE;
	}

	private static boolean isDigits(String text, int start) {
		for (int i = start; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return text.length() > start;
	}

	/** The digits, from which the clerk can be read back; also of {@link #NONE}. */
	String clerkId() {
		return this.clerk.isEmpty() ? "0" : this.clerk.substring(CLERK.length());
	}

	/** The days of the year; empty if there can be no orders. */
	public Optional<DateRange> days() {
		return (this.year == 0) ? Optional.empty() : Optional.of(DateRange.ofYear(this.year));
	}

}
