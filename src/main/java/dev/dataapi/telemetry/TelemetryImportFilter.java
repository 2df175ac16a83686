package dev.dataapi.telemetry;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;

/**
 * Admits only the auto-configurations that the enabled signals need. Spring Boot would
 * set up more because it is on the class path: a tracer even without a receiver, metrics
 * for a receiver on this machine, logs, exemplars. Without a receiver there is no bean
 * and no thread, and no class of the SDK, its exporters or senders is loaded.
 */
class TelemetryImportFilter implements AutoConfigurationImportFilter, EnvironmentAware, PriorityOrdered {

	private static final String BOOT = "org.springframework.boot.";

	private static final String TRACING = BOOT + "micrometer.tracing.";

	private static final String OPENTELEMETRY = BOOT + "opentelemetry.";

	private static final String METRICS = BOOT + "micrometer.metrics.autoconfigure.export.otlp.";

	private final Set<String> admitted = new HashSet<>();

	@Override
	public void setEnvironment(Environment environment) {
		if (Signal.METRICS.isEnabled(environment)) {
			this.admitted.add(METRICS + "OtlpMetricsExportAutoConfiguration");
		}
		if (Signal.TRACES.isEnabled(environment)) {
			this.admitted.addAll(Set.of(OPENTELEMETRY + "autoconfigure.OpenTelemetrySdkAutoConfiguration",
					TRACING + "autoconfigure.MicrometerTracingAutoConfiguration",
					TRACING + "opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
					TRACING + "opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration"));
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

	/** Not what an auto-configuration imports, which Spring Boot asks for as well. */
	private static boolean isTelemetry(String name) {
		return name.endsWith("AutoConfiguration")
				&& (name.startsWith(TRACING) || name.startsWith(OPENTELEMETRY) || name.startsWith(METRICS));
	}

}
