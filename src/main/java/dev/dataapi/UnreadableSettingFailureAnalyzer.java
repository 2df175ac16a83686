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
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Ends a start that stopped at a setting of the wrong type, such as {@code abc} for a
 * number, with the sentence of an {@link InvalidSettingException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class UnreadableSettingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final Map<Class<?>, String> ACCEPTED = Map.ofEntries(Map.entry(Byte.class, "be a whole number"),
			Map.entry(Short.class, "be a whole number"), Map.entry(Integer.class, "be a whole number"),
			Map.entry(Long.class, "be a whole number"), Map.entry(Float.class, "be a number"),
			Map.entry(Double.class, "be a number"), Map.entry(Boolean.class, "be true or false"),
			Map.entry(Duration.class, "be a duration such as 500ms, 2s or 3m"),
			Map.entry(DataSize.class, "be a size such as 512KB or 64MB"), Map.entry(URI.class, "be a URI"),
			Map.entry(Path.class, "be a file path"));

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		String setting = cause.getName().toString();
		if (!InvalidSettingException.isTold(setting)) {
			return null;
		}
		ConfigurationProperty property = cause.getProperty();
		Object value = (property != null) ? property.getValue() : null;
		InvalidSettingException failure = new InvalidSettingException(setting, value,
				accepted(cause.getTarget().getType().resolve(Object.class)), cause);
		return new FailureAnalysis(failure.getMessage(), null, failure);
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
