package dev.dataapi.access;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How often a caller may ask.
 *
 * @param requests how many requests at once, and on average in each window
 * @param window a second, a minute or an hour
 */
public record RateLimit(int requests, Duration window) {

	/** What is accepted, to be read after "must be". */
	public static final String ACCEPTED = "a number of requests from 1 to 1000000 in a second, a minute or an hour, "
			+ "such as 50/s, 600/m or 1000/h";

	private static final int MOST = 1_000_000;

	/** Reads a limit such as {@code 50/s}; nothing if it is none. */
	public static @Nullable RateLimit parse(String text) {
		String trimmed = text.strip();
		Duration window = switch (trimmed.isEmpty() ? ' ' : trimmed.charAt(trimmed.length() - 1)) {
			case 's' -> Duration.ofSeconds(1);
			case 'm' -> Duration.ofMinutes(1);
			case 'h' -> Duration.ofHours(1);
			default -> null;
		};
		if (window == null || !trimmed.matches("[0-9]{1,7}/[smh]")) {
			return null;
		}
		int requests = Integer.parseInt(trimmed, 0, trimmed.length() - 2, 10);
		return (requests > 0 && requests <= MOST) ? new RateLimit(requests, window) : null;
	}

}
