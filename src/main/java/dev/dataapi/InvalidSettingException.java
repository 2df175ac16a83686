package dev.dataapi;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * A setting that the service cannot start with. The message is one sentence and never
 * shows a secret.
 */
public class InvalidSettingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final List<String> SECRET_WORDS = List.of("password", "token", "key", "pwd", "secret", "proxy");

	public InvalidSettingException(String setting, @Nullable Object value, String requirement) {
		this(setting, value, requirement, null);
	}

	/**
	 * Creates the sentence "{@code setting} is 'value': it must requirement."
	 * @param setting the full name, such as {@code data-api.embedded.path}
	 * @param value what was set, or {@code null} if it must not or cannot be shown
	 * @param requirement what is accepted, to be read after "it must"
	 * @param cause for a debugger; nothing of it is printed
	 */
	public InvalidSettingException(String setting, @Nullable Object value, String requirement,
			@Nullable Throwable cause) {
		super(sentence(setting, value, requirement), cause);
	}

	private InvalidSettingException(String sentence) {
		super(sentence);
	}

	/** Requires a number from {@code least} to {@code most}. */
	public static void requireWithin(String setting, int value, int least, int most) {
		requireWithin(setting, value, least, most, "from " + least + " to " + most);
	}

	/**
	 * Requires a value within bounds, both included, unless it is null.
	 * @param range the bounds as people set them, such as "from 1s to 1h"
	 */
	public static <T extends Comparable<T>> void requireWithin(String setting, @Nullable T value, T least, T most,
			String range) {
		if (value != null && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
			throw new InvalidSettingException(setting, value, "be " + range);
		}
	}

	/** A setting, or a choice of several, that is required and not set. */
	public static InvalidSettingException missing(String setting) {
		return new InvalidSettingException(setting + " must be set.");
	}

	/** A name that is no setting, and the name that was probably meant. */
	static InvalidSettingException unknown(String setting, @Nullable String nearest) {
		return new InvalidSettingException(setting + " is no setting of this service" + suggestion(nearest));
	}

	/** A profile that selects nothing, and the one that was probably meant. */
	static InvalidSettingException unknownProfile(String profile, @Nullable String nearest) {
		return new InvalidSettingException("'" + profile + "' is no profile of this service: it must be embedded or "
				+ "snowflake" + suggestion(nearest));
	}

	private static String suggestion(@Nullable String nearest) {
		return (nearest != null) ? "; the nearest is " + nearest + "." : ".";
	}

	private static String sentence(String setting, @Nullable Object value, String requirement) {
		boolean shown = value != null && !isSecret(setting);
		return shown ? "%s is '%s': it must %s.".formatted(setting, written(value), requirement)
				: "%s is not accepted: it must %s.".formatted(setting, requirement);
	}

	/** Shows a duration as people set it: 100ms, not PT0.1S. */
	private static Object written(@Nullable Object value) {
		return (value instanceof Duration duration) ? DurationStyle.SIMPLE.print(duration, ChronoUnit.MILLIS)
				: String.valueOf(value);
	}

	private static boolean isSecret(String setting) {
		String name = setting.toLowerCase(Locale.ROOT);
		return SECRET_WORDS.stream().anyMatch(name::contains);
	}

}
