package dev.dataapi.warehouse;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

import net.snowflake.client.api.resultset.SnowflakeResultSet;
import net.snowflake.client.internal.core.ResultUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads days and times as the warehouse holds them. {@link java.sql.Date} and
 * {@link Timestamp} follow the time zone of this process, and before 1582 the Julian
 * calendar: they have no 2011-12-30 in Samoa, and two days more in the year 1. Neither
 * driver reads all of {@code java.time}, so each is asked for what it has exactly.
 */
public final class TimeColumns {

	/** Snowflake's name of the format in which {@link #time} reads its times of day. */
	public static final String OUTPUT_FORMAT = "HH24:MI:SS.FF9";

	private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSS", Locale.ROOT);

	private static final long DAY_MILLIS = 86_400_000L;

	/** 1582-10-15, before which Snowflake's driver moves a time by some days. */
	private static final long MOVED_BEFORE_MILLIS = LocalDate.of(1582, 10, 15).toEpochDay() * DAY_MILLIS;

	/**
	 * Days between the calendars: two one way in the year 0, ten the other in 1582; the
	 * driver takes them for fourteen where this process counts years as Thailand does.
	 */
	private static final int LEAST_MOVE = -2;

	private static final int GREATEST_MOVE = 14;

	/** DuckDB's infinity and minus infinity, if the column counts nanoseconds. */
	private static final LocalDateTime NANOS_INFINITY = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)
		.plusNanos(Long.MAX_VALUE);

	private static final LocalDateTime NANOS_MINUS_INFINITY = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)
		.minusNanos(Long.MAX_VALUE);

	private TimeColumns() {
	}

	/**
	 * Reads a column of days.
	 * @param row the row at which the result stands
	 * @param column counted from 1
	 * @return the day, or nothing for NULL
	 * @throws UnreadableValueException if its year has no four digits
	 */
	public static @Nullable LocalDate date(ResultSet row, int column) throws SQLException {
		LocalDate day;
		if (isSnowflake(row)) {
			// in both formats of results, days since 1970
			long number = row.getLong(column);
			day = row.wasNull() ? null : LocalDate.ofEpochDay(number);
		}
		else {
			day = (LocalDate) row.getObject(column);
		}
		if (day != null && !isShown(day.getYear())) {
			throw outside("date", row, column);
		}
		return day;
	}

	/**
	 * Reads a column of times without zone.
	 * @param row the row at which the result stands
	 * @param column counted from 1
	 * @return the time, or nothing for NULL
	 * @throws UnreadableValueException if its year has no four digits, or the driver does
	 * not tell its day
	 */
	public static @Nullable LocalDateTime timestamp(ResultSet row, int column) throws SQLException {
		if (isSnowflake(row)) {
			Timestamp moved = row.getTimestamp(column, new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC)));
			Instant time = (moved != null) ? instant(moved, row, column) : null;
			return (time != null) ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : null;
		}
		try {
			LocalDateTime time = row.getObject(column, LocalDateTime.class);
			if (time == null
					|| isShown(time.getYear()) && !time.equals(NANOS_INFINITY) && !time.equals(NANOS_MINUS_INFINITY)) {
				return time;
			}
		}
		catch (DateTimeException | ArithmeticException ex) {
			// infinity, if the column counts seconds or milliseconds
		}
		throw outside("time", row, column);
	}

	/**
	 * Reads a column of times with zone.
	 * @param row the row at which the result stands
	 * @param column counted from 1
	 * @return the instant, or nothing for NULL
	 * @throws UnreadableValueException if its year in UTC has no four digits, or the
	 * driver does not tell its day
	 */
	public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
		if (isSnowflake(row)) {
			Timestamp moved = row.getTimestamp(column);
			return (moved != null) ? instant(moved, row, column) : null;
		}
		long micros = row.getLong(column);
		return row.wasNull() ? null : shown(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), row, column);
	}

	/**
	 * Reads a column of times of day. Snowflake's driver gives no more than milliseconds
	 * but in text, whose format must be {@link #OUTPUT_FORMAT}.
	 * @param row the row at which the result stands
	 * @param column counted from 1
	 * @return the time, or nothing for NULL
	 * @throws UnreadableValueException if it is DuckDB's end of a day, or text in another
	 * format
	 */
	public static @Nullable LocalTime time(ResultSet row, int column) throws SQLException {
		String text = row.getString(column);
		try {
			return (text == null) ? null
					: isSnowflake(row) ? LocalTime.parse(text, TIME_OF_DAY) : LocalTime.parse(text);
		}
		catch (DateTimeException ex) {
			throw new UnreadableValueException(row, column, "a time that is not from 00:00:00 to 23:59:59.999999999");
		}
	}

	private static boolean isSnowflake(ResultSet row) throws SQLException {
		return row.isWrapperFor(SnowflakeResultSet.class);
	}

	/** Undoes what Snowflake's driver does to times before 1582-10-15. */
	private static Instant instant(Timestamp moved, ResultSet row, int column) throws SQLException {
		long millis = moved.getTime();
		if (millis < MOVED_BEFORE_MILLIS) {
			millis = original(millis, row, column);
		}
		return shown(Instant.ofEpochSecond(Math.floorDiv(millis, 1000L), moved.getNanos()), row, column);
	}

	/** The only time that the driver would have moved to this one. */
	private static long original(long moved, ResultSet row, int column) throws SQLException {
		long original = 0;
		int found = 0;
		for (int days = LEAST_MOVE; days <= GREATEST_MOVE; days++) {
			long candidate = moved - days * DAY_MILLIS;
			if (ResultUtil.msDiffJulianToGregorian(new Date(candidate)) == days * DAY_MILLIS) {
				original = candidate;
				found++;
			}
		}
		if (found != 1) {
			throw new UnreadableValueException(row, column,
					(found > 1) ? "a time between 1582-09-25 and 1582-10-14, whose day Snowflake's driver does not tell"
							: "a time whose day Snowflake's driver does not tell");
		}
		return original;
	}

	private static Instant shown(Instant time, ResultSet row, int column) throws SQLException {
		if (!isShown(time.atOffset(ZoneOffset.UTC).getYear())) {
			throw outside("time", row, column);
		}
		return time;
	}

	/** RFC 3339 writes four digits. */
	private static boolean isShown(int year) {
		return year >= 0 && year <= 9999;
	}

	private static UnreadableValueException outside(String what, ResultSet row, int column) throws SQLException {
		return new UnreadableValueException(row, column, "a " + what + " that is not in the years 0000 to 9999");
	}

}
