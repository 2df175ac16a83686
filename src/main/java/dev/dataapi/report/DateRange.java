package dev.dataapi.report;

import dev.dataapi.endpoint.BadRequestException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The days that a report covers, both ends included.
 *
 * @param start the first day
 * @param end the last day, not before the first
 */
public record DateRange(LocalDate start, LocalDate end) {

	static final String SENTENCE = "Invalid start and/or end dates.";

	/** As Python's {@code %Y-%m-%d}: four digits of year, one or two of month and day. */
	private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder().appendValue(ChronoField.YEAR_OF_ERA, 4)
		.appendLiteral('-')
		.appendValue(ChronoField.MONTH_OF_YEAR, 1, 2, SignStyle.NOT_NEGATIVE)
		.appendLiteral('-')
		.appendValue(ChronoField.DAY_OF_MONTH, 1, 2, SignStyle.NOT_NEGATIVE)
		.parseDefaulting(ChronoField.ERA, IsoEra.CE.getValue())
		.toFormatter(Locale.ROOT)
		.withResolverStyle(ResolverStyle.STRICT);

	private static final LocalDate DEFAULT_START = LocalDate.of(1995, 1, 1);

	private static final LocalDate DEFAULT_END = LocalDate.of(1995, 3, 31);

	public DateRange {
		if (start.isAfter(end)) {
			throw new BadRequestException(SENTENCE, "start_range %s is after end_range %s.".formatted(start, end));
		}
	}

	/**
	 * Parses the two query parameters.
	 * @param start {@code start_range}; absent or empty means 1995-01-01
	 * @param end {@code end_range}; absent or empty means 1995-03-31
	 * @throws BadRequestException if either is not a date, or they are reversed
	 */
	public static DateRange of(@Nullable String start, @Nullable String end) {
		return new DateRange(date("start_range", start, DEFAULT_START), date("end_range", end, DEFAULT_END));
	}

	static DateRange ofYear(int year) {
		return new DateRange(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
	}

	/**
	 * The first day as text, which a statement casts: {@link java.sql.Date} has no day
	 * that this process's time zone skips, and drivers differ on {@link LocalDate}.
	 */
	public String sqlStart() {
		return this.start.toString();
	}

	/** The last day as text. */
	public String sqlEnd() {
		return this.end.toString();
	}

	private static LocalDate date(String parameter, @Nullable String text, LocalDate byDefault) {
		try {
			return (text == null || text.isEmpty()) ? byDefault : LocalDate.parse(text, DATE);
		}
		catch (DateTimeException ex) {
			throw new BadRequestException(SENTENCE,
					parameter + " is not a date of the calendar: YYYY-MM-DD is accepted, such as 1995-02-01.");
		}
	}

}
