package dev.dataapi.declared;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A day that is told from the current one.
 *
 * @param text as the file writes it
 * @param start the unit of the calendar at whose start it is
 * @param daysBefore how many days before
 */
public record RelativeDay(String text, Unit start, int daysBefore) {

	/** What {@link #parse} takes, for a sentence. */
	public static final String ACCEPTED = "today, today - 30d, start of month or start of year";

	private static final Pattern TODAY = Pattern.compile("today(?: ?- ?([0-9]{1,5})d)?");

	/** Reads one of the forms, or nothing if the text is none. */
	public static @Nullable RelativeDay parse(String text) {
		Matcher today = TODAY.matcher(text);
		if (today.matches()) {
			String days = today.group(1);
			return new RelativeDay(text, Unit.DAY, (days != null) ? Integer.parseInt(days) : 0);
		}
		return switch (text) {
			case "start of month" -> new RelativeDay(text, Unit.MONTH, 0);
			case "start of year" -> new RelativeDay(text, Unit.YEAR, 0);
			default -> null;
		};
	}

	/** The day, as of a day. */
	public LocalDate asOf(LocalDate today) {
		LocalDate from = switch (this.start) {
			case DAY -> today;
			case MONTH -> today.withDayOfMonth(1);
			case YEAR -> today.withDayOfYear(1);
		};
		return from.minusDays(this.daysBefore);
	}

	/** A unit of the calendar. */
	public enum Unit {

		DAY, MONTH, YEAR

	}

}
