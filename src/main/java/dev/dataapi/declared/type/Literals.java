package dev.dataapi.declared.type;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * Parses the values of requests by hand, each in one pass whatever its length. Blanks
 * around a value are dropped, except around text.
 */
public final class Literals {

	/** The digits of the largest integers of 64 bits. */
	public static final int LONG_DIGITS = 19;

	/** As in SQL, which has no year 0. */
	private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);

	private static final int DATE_LENGTH = "1995-01-01".length();

	private static final int MINUTES_LENGTH = "1995-01-01T00:00".length();

	private static final int SECONDS_LENGTH = "1995-01-01T00:00:00".length();

	private static final int MAX_FRACTION = 9;

	private Literals() {
	}

	/** Without blanks and tabs around. */
	public static String strip(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isBlank(text.charAt(start))) {
			start++;
		}
		while (end > start && isBlank(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	private static boolean isBlank(char character) {
		return character == ' ' || character == '\t';
	}

	/** Whether the text has neither U+0000 nor half a character. */
	public static boolean isText(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			boolean pair = Character.isHighSurrogate(character) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1));
			if (character == 0 || (Character.isSurrogate(character) && !pair)) {
				return false;
			}
			i += pair ? 1 : 0;
		}
		return true;
	}

	public static @Nullable Long integer(String text) {
		BigDecimal value = decimal(text, LONG_DIGITS, 0);
		if (value == null || strip(text).indexOf('.') >= 0) {
			return null;
		}
		return (value.unscaledValue().bitLength() < Long.SIZE) ? value.longValue() : null;
	}

	/**
	 * Reads a decimal without exponent.
	 * @param text such as {@code -0012.50}
	 * @param precision how many digits fit
	 * @param scale how many of them are decimals
	 * @return the value with that scale, or nothing if the text is none or does not fit
	 */
	public static @Nullable BigDecimal decimal(String text, int precision, int scale) {
		String number = strip(text);
		int start = number.startsWith("-") ? 1 : 0;
		int point = digits(number, start);
		int end = number.length();
		if (point == start) {
			return null;
		}
		if (point < end) {
			if (number.charAt(point) != '.' || point + 1 == end || digits(number, point + 1) < end) {
				return null;
			}
			while (number.charAt(end - 1) == '0') {
				end--;
			}
		}
		while (start < point && number.charAt(start) == '0') {
			start++;
		}
		if (point - start > precision - scale || end - point - 1 > scale) {
			return null;
		}
		BigDecimal value = new BigDecimal("0" + number.substring(start, (end == point + 1) ? point : end));
		return (number.startsWith("-") ? value.negate() : value).setScale(scale);
	}

	/** Where the digits that begin at an index end. */
	private static int digits(String text, int start) {
		int end = start;
		while (end < text.length() && isDigit(text.charAt(end))) {
			end++;
		}
		return end;
	}

	private static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

	public static @Nullable LocalDate date(String text) {
		String date = strip(text);
		return (date.length() == DATE_LENGTH) ? dateAtStart(date) : null;
	}

	public static @Nullable LocalDateTime timestamp(String text) {
		return dateTime(strip(text));
	}

	public static @Nullable Instant timestamptz(String text) {
		String time = strip(text);
		if (time.endsWith("Z")) {
			return instant(time.substring(0, time.length() - 1), ZoneOffset.UTC);
		}
		int zone = time.length() - "+00:00".length();
		if (zone < MINUTES_LENGTH) {
			return null;
		}
		ZoneOffset offset = offset(time.substring(zone));
		return (offset != null) ? instant(time.substring(0, zone), offset) : null;
	}

	private static @Nullable Instant instant(String time, ZoneOffset offset) {
		LocalDateTime local = dateTime(time);
		if (local == null) {
			return null;
		}
		LocalDateTime utc = LocalDateTime.ofInstant(local.toInstant(offset), ZoneOffset.UTC);
		// near either end, the day may be accepted where the time was taken but not in
		// UTC
		return isAccepted(utc.toLocalDate()) ? utc.toInstant(ZoneOffset.UTC) : null;
	}

	private static @Nullable ZoneOffset offset(String text) {
		char sign = text.charAt(0);
		int hours = number(text, 1, 3);
		int minutes = number(text, 4, 6);
		if ((sign != '+' && sign != '-') || text.charAt(3) != ':' || hours < 0 || hours > 17 || minutes < 0
				|| minutes > 59) {
			return null;
		}
		int total = (hours * 60 + minutes) * 60;
		return ZoneOffset.ofTotalSeconds((sign == '-') ? -total : total);
	}

	private static @Nullable LocalDateTime dateTime(String text) {
		int length = text.length();
		boolean seconds = length >= SECONDS_LENGTH && text.charAt(MINUTES_LENGTH) == ':';
		if ((length != MINUTES_LENGTH && !seconds) || text.charAt(DATE_LENGTH) != 'T' || text.charAt(13) != ':') {
			return null;
		}
		LocalDate date = dateAtStart(text);
		int nanos = nanos(text);
		if (date == null || nanos < 0) {
			return null;
		}
		try {
			return date.atTime(LocalTime.of(number(text, 11, 13), number(text, 14, 16),
					seconds ? number(text, 17, 19) : 0, nanos));
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/** The fraction of the second, -1 if it is not one. */
	private static int nanos(String text) {
		if (text.length() <= SECONDS_LENGTH) {
			return 0;
		}
		int start = SECONDS_LENGTH + 1;
		int digits = text.length() - start;
		if (text.charAt(SECONDS_LENGTH) != '.' || digits < 1 || digits > MAX_FRACTION) {
			return -1;
		}
		int value = number(text, start, text.length());
		for (int i = digits; i < MAX_FRACTION && value > 0; i++) {
			value *= 10;
		}
		return value;
	}

	private static @Nullable LocalDate dateAtStart(String text) {
		if (text.charAt(4) != '-' || text.charAt(7) != '-') {
			return null;
		}
		try {
			LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
			return isAccepted(date) ? date : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static boolean isAccepted(LocalDate date) {
		return !date.isBefore(FIRST_DAY) && date.getYear() <= 9999;
	}

	/** The digits between two indexes as a number, -1 if any is not a digit. */
	private static int number(String text, int start, int end) {
		return (digits(text, start) >= end) ? Integer.parseInt(text, start, end, 10) : -1;
	}

}
