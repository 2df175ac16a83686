package dev.dataapi.declared.type;

import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A type of days or times, written as in ISO 8601, and bound as text that the statement
 * converts: {@link java.sql.Date} and {@link java.sql.Timestamp} depend on the time zones
 * of this process and of the session.
 */
abstract class TimeText extends ValueType {

	/** From 0001 to 9999. */
	static final String YEAR_PATTERN = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])";

	/** Lets February 29 through in any year. */
	static final String DATE_PATTERN = YEAR_PATTERN
			+ "-((0[1-9]|1[0-2])-(0[1-9]|[12][0-9])|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)";

	static final String DATE_TIME_PATTERN = DATE_PATTERN
			+ "T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?";

	private static final int DATE_LENGTH = "1995-01-01".length();

	private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendPattern("HH:mm[:ss")
		.optionalStart()
		.appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
		.toFormatter(Locale.ROOT)
		.withResolverStyle(ResolverStyle.STRICT);

	private final int shortest;

	TimeText(String typeName, String accepted, String sqlType, Object sample, int shortest, String format) {
		super(typeName, accepted, sqlType, Types.VARCHAR, sample, "string", format);
		this.shortest = shortest;
	}

	@Override
	public final int shortest() {
		return this.shortest;
	}

	@Override
	public final String placeholder() {
		return "CAST(? AS " + sqlType() + ")";
	}

	@Override
	public Object toJdbc(Object value) {
		return format(value);
	}

	/** By hand, since keys are often days: ten times as fast as a formatter. */
	static @Nullable LocalDate date(String text) {
		LocalDate day = day(text);
		return (day != null && isAccepted(day)) ? day : null;
	}

	/** The same in the year 0 too, which columns show. */
	static @Nullable LocalDate day(String text) {
		if (text.length() != DATE_LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
			return null;
		}
		try {
			return LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/** SQL has no year 0. */
	static boolean isAccepted(LocalDate date) {
		return date.getYear() >= 1 && date.getYear() <= 9999;
	}

	/** The digits between two indexes as a number, -1 if any is not a digit. */
	private static int number(String text, int start, int end) {
		return (endOfDigits(text, start) >= end) ? Integer.parseInt(text, start, end, 10) : -1;
	}

	static @Nullable LocalDateTime dateTime(String text) {
		LocalDateTime time = time(text);
		return (time != null && isAccepted(time.toLocalDate())) ? time : null;
	}

	/** The same in the year 0 too, which columns show. */
	static @Nullable LocalDateTime time(String text) {
		LocalDate date = (text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == 'T')
				? day(text.substring(0, DATE_LENGTH)) : null;
		if (date == null) {
			return null;
		}
		try {
			return date.atTime(LocalTime.parse(text.substring(DATE_LENGTH + 1), TIME));
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
