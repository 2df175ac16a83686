package dev.dataapi.telemetry;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;

/**
 * Admits only the auto-configurations that the enabled signals need. Spring Boot would
 * set up everything on the class path: a tracer even without a receiver, metrics for a
 * receiver on this machine, logs, exemplars. Without a receiver there is no bean and no
 * thread, and no class of the SDK, its exporters or senders is loaded.
 */
class TelemetryImportFilter implements AutoConfigurationImportFilter, EnvironmentAware, PriorityOrdered {

	private static final String BOOT = "org.springframework.boot.";

	final Set<String> admitted = new HashSet<>();

	@Override
	public void setEnvironment(Environment environment) {
		if (Signal.METRICS.isEnabled(environment)) {
			this.admitted.add(OtlpMetricsExportAutoConfiguration.class.getName());
		}
		if (Signal.TRACES.isEnabled(environment)) {
			this.admitted.addAll(Set.of(OpenTelemetrySdkAutoConfiguration.class.getName(),
					MicrometerTracingAutoConfiguration.class.getName(),
					OpenTelemetryTracingAutoConfiguration.class.getName(),
					OtlpTracingAutoConfiguration.class.getName()));
		}
	}

	/** Before the filters that load classes to see whether they are present. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[names.length];
		for (int i = 0; i < names.length; i++) {
			String name = names[i];
			matches[i] = name == null || !isTelemetry(name) || this.admitted.contains(name);
		}
		return matches;
	}

	/** False for what an auto-configuration imports: Spring Boot asks about that, too. */
	private static boolean isTelemetry(String name) {
		return name.endsWith("AutoConfiguration")
				&& (name.startsWith(BOOT + "micrometer.tracing.") || name.startsWith(BOOT + "opentelemetry.")
						|| name.startsWith(BOOT + "micrometer.metrics.autoconfigure.export.otlp."));
	}

}
