package dev.dataapi;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Reports a setting that stopped the start in one sentence, whether its value was refused
 * or has the wrong type, such as {@code abc} for a number.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidSettingFailureAnalyzer implements FailureAnalyzer {

	private static final Map<Class<?>, String> ACCEPTED = Map.ofEntries(Map.entry(Byte.class, "be a whole number"),
			Map.entry(Short.class, "be a whole number"), Map.entry(Integer.class, "be a whole number"),
			Map.entry(Long.class, "be a whole number"), Map.entry(Float.class, "be a number"),
			Map.entry(Double.class, "be a number"), Map.entry(Boolean.class, "be true or false"),
			Map.entry(Duration.class, "be a duration such as 500ms, 2s or 3m"),
			Map.entry(DataSize.class, "be a size such as 512KB or 64MB"), Map.entry(URI.class, "be a URI"),
			Map.entry(Path.class, "be a file path"));

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		InvalidSettingException invalid = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			invalid = switch (cause) {
				case InvalidSettingException ours -> ours;
				case InvalidConfigurationPropertyValueException ex when isDocumented(ex.getName()) -> refused(ex);
				// Wraps the two above
				case BindException ex when isDocumented(ex.getName().toString()) -> unreadable(ex);
				default -> invalid;
			};
		}
		return (invalid != null) ? new FailureAnalysis(invalid.getMessage(), null, invalid) : null;
	}

	/**
	 * Whether a setting is the service's own, or one of Spring Boot's that it documents.
	 */
	private static boolean isDocumented(String setting) {
		return setting.startsWith("data-api.") || setting.startsWith("spring.data.redis");
	}

	/** Its reason reads "it must ...". */
	private static InvalidSettingException refused(InvalidConfigurationPropertyValueException ex) {
		String requirement = String.valueOf(ex.getReason()).replaceFirst("^it must ", "");
		return new InvalidSettingException(ex.getName(), ex.getValue(), requirement, ex);
	}

	private static InvalidSettingException unreadable(BindException ex) {
		ConfigurationProperty property = ex.getProperty();
		return new InvalidSettingException(ex.getName().toString(), (property != null) ? property.getValue() : null,
				accepted(ex.getTarget().getType().resolve(Object.class)), ex);
	}

	private static String accepted(Class<?> type) {
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", ", "be one of ", ""));
		}
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		return ACCEPTED.getOrDefault(boxed, "be readable as " + boxed.getSimpleName());
	}

}
