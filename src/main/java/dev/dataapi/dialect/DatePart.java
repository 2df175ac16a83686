package dev.dataapi.dialect;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The parts of dates and times, and the many names that Snowflake has for them.
 */
final class DatePart {

	private static final Set<String> TIMES = Set.of("hour", "minute", "second", "millisecond", "microsecond",
			"nanosecond");

	private static final Map<String, String> NAMES = new HashMap<>();

	static {
		name("year", "y", "yy", "yyy", "yyyy", "yr", "years", "yrs");
		name("quarter", "q", "qtr", "qtrs", "quarters");
		name("month", "mm", "mon", "mons", "months");
		name("week", "w", "wk", "weekofyear", "woy", "wy", "weeks");
		name("weekiso", "week_iso", "weekofyeariso", "weekofyear_iso");
		name("day", "d", "dd", "days", "dayofmonth");
		name("dayofweek", "weekday", "dow", "dw");
		name("dayofweekiso", "weekday_iso", "dow_iso", "dw_iso", "dayofweek_iso");
		name("dayofyear", "yearday", "doy", "dy");
		name("yearofweek");
		name("yearofweekiso");
		name("hour", "h", "hh", "hr", "hours", "hrs");
		name("minute", "m", "mi", "min", "minutes", "mins");
		name("second", "s", "sec", "seconds", "secs");
		name("millisecond", "ms", "msec", "milliseconds");
		name("microsecond", "us", "usec", "microseconds");
		name("nanosecond", "ns", "nsec", "nanosec", "nsecond", "nanoseconds", "nanosecs", "nseconds");
		name("epoch_second", "epoch", "epoch_seconds");
		name("epoch_millisecond", "epoch_milliseconds");
		name("epoch_microsecond", "epoch_microseconds");
		name("epoch_nanosecond", "epoch_nanoseconds");
		name("timezone_hour", "tzh");
		name("timezone_minute", "tzm");
	}

	private DatePart() {
	}

	private static void name(String part, String... others) {
		NAMES.put(part, part);
		for (String other : others) {
			NAMES.put(other, part);
		}
	}

	/** One name for each part; nothing if there is no such part. */
	static @Nullable String canonical(String name) {
		return NAMES.get(name.toLowerCase(Locale.ROOT));
	}

	/** Whether it is less than a day. */
	static boolean isTime(String part) {
		return TIMES.contains(part);
	}

	/** A number of them, which an expression computes, as an interval. */
	static String interval(String part, String number) {
		String integer = "CAST(" + number + " AS ";
		return switch (part) {
			case "year" -> "to_months(12 * " + integer + "INTEGER))";
			case "quarter" -> "to_months(3 * " + integer + "INTEGER))";
			case "month" -> "to_months(" + integer + "INTEGER))";
			case "week" -> "to_days(7 * " + integer + "INTEGER))";
			case "day" -> "to_days(" + integer + "INTEGER))";
			case "second" -> "to_seconds(" + integer + "BIGINT))";
			case "millisecond" -> "to_milliseconds(" + integer + "BIGINT))";
			case "microsecond" -> "to_microseconds(" + integer + "BIGINT))";
			case "nanosecond" -> "to_microseconds(divide(" + integer + "BIGINT), 1000))";
			default -> "to_" + part + "s(" + integer + "BIGINT))";
		};
	}

	/** What reads it from a date or time that an expression computes. */
	static String extract(String part, String value) {
		return switch (part) {
			case "epoch_second" -> "CAST(system.main.floor(epoch(" + value + ")) AS BIGINT)";
			case "epoch_millisecond" -> "epoch_ms(" + value + ")";
			case "epoch_microsecond" -> "epoch_us(" + value + ")";
			case "epoch_nanosecond" -> "epoch_ns(" + value + ")";
			case "dayofweekiso" -> "isodow(" + value + ")";
			case "weekiso" -> "system.main.weekofyear(" + value + ")";
			case "yearofweek", "yearofweekiso" -> "isoyear(" + value + ")";
			case "nanosecond" -> "CAST(epoch_ns(" + value + ") % 1000000000 AS BIGINT)";
			default -> "system.main.date_part('" + part + "', " + value + ")";
		};
	}

}
