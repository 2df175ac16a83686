package dev.dataapi.report;

import java.sql.Date;
import java.time.DateTimeException;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * The days that a report covers, both ends included.
 *
 * @param start the first day
 * @param end the last day, not before the first
 */
public record DateRange(LocalDate start, LocalDate end) {

	static final String SENTENCE = "Invalid start and/or end dates.";

	private static final LocalDate DEFAULT_START = LocalDate.of(1995, 1, 1);

	private static final LocalDate DEFAULT_END = LocalDate.of(1995, 3, 31);

	public DateRange {
		if (start.isAfter(end)) {
			throw new InvalidParameterException(SENTENCE,
					"start_range %s is after end_range %s.".formatted(start, end));
		}
	}

	/**
	 * Reads the range from query parameters.
	 * @param start {@code start_range}; absent or empty means 1995-01-01
	 * @param end {@code end_range}; absent or empty means 1995-03-31
	 * @return the range
	 * @throws InvalidParameterException if either is not a date, or they are reversed
	 */
	public static DateRange of(@Nullable String start, @Nullable String end) {
		return new DateRange(date("start_range", start, DEFAULT_START), date("end_range", end, DEFAULT_END));
	}

	static DateRange ofYear(int year) {
		return new DateRange(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
	}

	/** The first day as JDBC's type: drivers differ on {@link LocalDate}. */
	public Date sqlStart() {
		return Date.valueOf(this.start);
	}

	/** The last day as JDBC's type: drivers differ on {@link LocalDate}. */
	public Date sqlEnd() {
		return Date.valueOf(this.end);
	}

	/** As Python's {@code %Y-%m-%d}: four digits of year, one or two of month and day. */
	private static LocalDate date(String parameter, @Nullable String text, LocalDate byDefault) {
		if (text == null || text.isEmpty()) {
			return byDefault;
		}
		int dash = text.indexOf('-', 5);
		if (text.length() > 10 || text.indexOf('-') != 4 || dash < 0) {
			throw notADate(parameter);
		}
		try {
			int year = number(text, 0, 4);
			if (year > 0) {
				return LocalDate.of(year, number(text, 5, dash), number(text, dash + 1, text.length()));
			}
		}
		catch (DateTimeException ex) {
			// A day that the calendar lacks, told below
		}
		throw notADate(parameter);
	}

	/** Zero, which is in no date, unless it is one to four digits. */
	private static int number(String text, int start, int end) {
		int number = 0;
		for (int i = start; i < end; i++) {
			char digit = text.charAt(i);
			if (digit < '0' || digit > '9') {
				return 0;
			}
			number = number * 10 + digit - '0';
		}
		return number;
	}

	private static InvalidParameterException notADate(String parameter) {
		return new InvalidParameterException(SENTENCE,
				parameter + " is not a date of the calendar: YYYY-MM-DD is accepted, such as 1995-02-01.");
	}

}
