package dev.dataapi;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;

/**
 * A setting that the service cannot start with. The message is one sentence and never
 * shows a secret.
 */
public class InvalidSettingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final List<String> SECRET_WORDS = List.of("password", "token", "key", "pwd", "secret");

	private final String setting;

	/**
	 * Creates the sentence "{@code setting} is 'value': it must requirement."
	 * @param setting the full name, such as {@code data-api.embedded.path}
	 * @param value what was set, or {@code null} if it must not or cannot be shown
	 * @param requirement what is accepted, to be read after "it must"
	 */
	public InvalidSettingException(String setting, @Nullable Object value, String requirement) {
		this(setting, value, requirement, null);
	}

	/**
	 * Creates the same sentence and keeps what led to it.
	 * @param setting the full name, such as {@code data-api.embedded.path}
	 * @param value what was set, or {@code null} if it must not or cannot be shown
	 * @param requirement what is accepted, to be read after "it must"
	 * @param cause what went wrong, for a debugger; nothing of it is printed
	 */
	public InvalidSettingException(String setting, @Nullable Object value, String requirement,
			@Nullable Throwable cause) {
		super(sentence(setting, value, requirement), cause);
		this.setting = setting;
	}

	private InvalidSettingException(String setting, String sentence) {
		super(sentence);
		this.setting = setting;
	}

	/** Says the same in the same form; its reason reads "it must ...". */
	static InvalidSettingException of(InvalidConfigurationPropertyValueException ex) {
		String reason = String.valueOf(ex.getReason());
		return new InvalidSettingException(ex.getName(), ex.getValue(), reason.replaceFirst("^it must ", ""), ex);
	}

	/**
	 * Creates the sentence "{@code setting} must be set."
	 * @param setting the name, or names to choose from
	 * @return the exception
	 */
	public static InvalidSettingException missing(String setting) {
		return new InvalidSettingException(setting, setting + " must be set.");
	}

	/**
	 * Creates the sentence "{@code setting} is no setting of this service."
	 * @param setting the name as it was set
	 * @param nearest the name that was probably meant
	 * @return the exception
	 */
	static InvalidSettingException unknown(String setting, Optional<String> nearest) {
		return new InvalidSettingException(setting, setting + " is no setting of this service"
				+ nearest.map((name) -> "; the nearest is " + name).orElse("") + ".");
	}

	/** The full name of the setting. */
	public String getSetting() {
		return this.setting;
	}

	/**
	 * Whether a setting is the service's own, or one of Spring Boot's that it documents.
	 */
	static boolean isTold(String setting) {
		return setting.startsWith("data-api.") || setting.startsWith("spring.data.redis");
	}

	private static String sentence(String setting, @Nullable Object value, String requirement) {
		boolean shown = value != null && !isSecret(setting);
		return shown ? "%s is '%s': it must %s.".formatted(setting, written(value), requirement)
				: "%s is not accepted: it must %s.".formatted(setting, requirement);
	}

	/** A duration as people set it, 100ms rather than PT0.1S. */
	private static Object written(@Nullable Object value) {
		return (value instanceof Duration duration) ? DurationStyle.SIMPLE.print(duration, ChronoUnit.MILLIS)
				: String.valueOf(value);
	}

	private static boolean isSecret(String setting) {
		String name = setting.toLowerCase(Locale.ROOT);
		return SECRET_WORDS.stream().anyMatch(name::contains);
	}

}
