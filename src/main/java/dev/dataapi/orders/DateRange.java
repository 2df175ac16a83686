package dev.dataapi.orders;

import java.sql.Date;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

	/** As Python's {@code %Y-%m-%d}: four digits of year, one or two of month and day. */
	private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})");

	public DateRange {
		if (start.isAfter(end)) {
			throw new InvalidReportParameterException(SENTENCE,
					"start_range %s is after end_range %s.".formatted(start, end));
		}
	}

	/**
	 * Reads the range from query parameters.
	 * @param start {@code start_range}; absent or empty means 1995-01-01
	 * @param end {@code end_range}; absent or empty means 1995-03-31
	 * @return the range
	 * @throws InvalidReportParameterException if either is not a date, or they are
	 * reversed
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

	private static LocalDate date(String parameter, @Nullable String text, LocalDate byDefault) {
		if (text == null || text.isEmpty()) {
			return byDefault;
		}
		Matcher matcher = DATE.matcher(text);
		if (!matcher.matches()) {
			throw notADate(parameter);
		}
		try {
			LocalDate date = LocalDate.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
					Integer.parseInt(matcher.group(3)));
			if (date.getYear() == 0) {
				throw notADate(parameter);
			}
			return date;
		}
		catch (DateTimeException ex) {
			throw notADate(parameter);
		}
	}

	private static InvalidReportParameterException notADate(String parameter) {
		return new InvalidReportParameterException(SENTENCE,
				parameter + " is not a date of the calendar: YYYY-MM-DD is accepted, such as 1995-02-01.");
	}

}
