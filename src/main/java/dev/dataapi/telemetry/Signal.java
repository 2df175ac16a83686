package dev.dataapi.telemetry;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What can be sent, each on if a receiver is named for it: by
 * {@code OTEL_EXPORTER_OTLP_METRICS_ENDPOINT} and
 * {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT}, or for both by
 * {@code OTEL_EXPORTER_OTLP_ENDPOINT}, which Spring Boot maps to these settings.
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

	boolean isOn(Environment environment) {
		return StringUtils.hasText(environment.getProperty(this.endpoint)) && isTrue(environment, this.enabled)
				&& isTrue(environment, "management.opentelemetry.enabled");
	}

	private static boolean isTrue(Environment environment, String name) {
		return environment.getProperty(name, Boolean.class, true);
	}

}
