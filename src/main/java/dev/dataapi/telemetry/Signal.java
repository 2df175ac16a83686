package dev.dataapi.telemetry;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * A kind of telemetry, enabled if the environment names a receiver for it:
 * {@code OTEL_EXPORTER_OTLP_METRICS_ENDPOINT},
 * {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT}, or {@code OTEL_EXPORTER_OTLP_ENDPOINT} for
 * both. Spring Boot maps these names to the properties used here.
 */
enum Signal {

	METRICS("management.otlp.metrics.export.url", "management.otlp.metrics.export.enabled"),

	TRACES("management.opentelemetry.tracing.export.otlp.endpoint", "management.tracing.export.otlp.enabled");

	private final String endpoint;

	private final String enabled;

	Signal(String endpoint, String enabled) {
		this.endpoint = endpoint;
		this.enabled = enabled;
	}

	boolean isEnabled(Environment environment) {
		return StringUtils.hasText(environment.getProperty(this.endpoint)) && isTrue(environment, this.enabled)
				&& isTrue(environment, "management.opentelemetry.enabled");
	}

	private static boolean isTrue(Environment environment, String name) {
		return environment.getProperty(name, Boolean.class, true);
	}

	/** Matches if metrics are enabled. */
	static class OnMetrics implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return METRICS.isEnabled(context.getEnvironment());
		}

	}

	/** Matches if traces are enabled. */
	static class OnTraces implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return TRACES.isEnabled(context.getEnvironment());
		}

	}

}
