package dev.dataapi;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Ends a start that an invalid {@code data-api.*} setting stopped with one sentence.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidSettingFailureAnalyzer implements FailureAnalyzer {

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			InvalidSettingException invalid = switch (cause) {
				case InvalidSettingException ours -> ours;
				case InvalidConfigurationPropertyValueException ex when ex.getName().startsWith("data-api.") ->
					InvalidSettingException.of(ex);
				default -> null;
			};
			if (invalid != null) {
				return new FailureAnalysis(invalid.getMessage(), null, invalid);
			}
		}
		return null;
	}

}
