package dev.dataapi;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Reports in one sentence a setting that ended the start, because its value was refused
 * or has the wrong type, such as {@code abc} for a number.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidSettingFailureAnalyzer implements FailureAnalyzer {

	private static final Map<Class<?>, String> ACCEPTED = Map.of(Integer.class, "be a whole number", Long.class,
			"be a whole number", Double.class, "be a number", Boolean.class, "be true or false", Duration.class,
			"be a duration such as 500ms, 2s or 3m", DataSize.class, "be a size such as 512KB or 64MB");

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		InvalidSettingException invalid = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			invalid = switch (cause) {
				case InvalidSettingException ours -> ours;
				// It wraps a setting that a record refuses
				case BindException ex when isDocumented(ex.getName().toString()) -> unreadable(ex);
				default -> invalid;
			};
		}
		return (invalid != null) ? new FailureAnalysis(invalid.getMessage(), null, invalid) : null;
	}

	/**
	 * Whether it is a setting of this service, or one of Spring Boot's in its documents.
	 */
	private static boolean isDocumented(String setting) {
		return setting.startsWith("data-api.") || setting.startsWith("spring.data.redis");
	}

	private static InvalidSettingException unreadable(BindException ex) {
		ConfigurationProperty property = ex.getProperty();
		return new InvalidSettingException(ex.getName().toString(), (property != null) ? property.getValue() : null,
				accepted(ex.getTarget().getType()), ex);
	}

	private static String accepted(ResolvableType target) {
		Class<?> whole = target.resolve(Object.class);
		Class<?> type = Collection.class.isAssignableFrom(whole) ? target.getGeneric(0).resolve(Object.class) : whole;
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", ", "be one of ", ""));
		}
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		return ACCEPTED.getOrDefault(boxed, "be readable as " + boxed.getSimpleName());
	}

}
