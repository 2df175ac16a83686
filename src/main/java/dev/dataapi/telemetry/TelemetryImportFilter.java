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
 * Keeps away what Spring Boot would set up for telemetry by being on the class path: a
 * tracer even without a receiver, a receiver on this machine, logs, exemplars. What is
 * left is what a named receiver needs, so that without one there is neither a bean nor a
 * thread, and none of the SDK's, the exporters' and the senders' classes is loaded.
 */
class TelemetryImportFilter implements AutoConfigurationImportFilter, EnvironmentAware, PriorityOrdered {

	private static final String BOOT = "org.springframework.boot.";

	private static final String TRACING = BOOT + "micrometer.tracing.";

	private static final String OPENTELEMETRY = BOOT + "opentelemetry.";

	private static final String METRICS = BOOT + "micrometer.metrics.autoconfigure.export.otlp.";

	private final Set<String> wanted = new HashSet<>();

	@Override
	public void setEnvironment(Environment environment) {
		if (Signal.METRICS.isOn(environment)) {
			this.wanted.add(METRICS + "OtlpMetricsExportAutoConfiguration");
		}
		if (Signal.TRACES.isOn(environment)) {
			this.wanted.addAll(Set.of(OPENTELEMETRY + "autoconfigure.OpenTelemetrySdkAutoConfiguration",
					TRACING + "autoconfigure.MicrometerTracingAutoConfiguration",
					TRACING + "opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
					TRACING + "opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration"));
		}
	}

	/** Before those that load classes to see whether they are there. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[names.length];
		for (int i = 0; i < names.length; i++) {
			String name = names[i];
			matches[i] = name == null || !isTelemetry(name) || this.wanted.contains(name);
		}
		return matches;
	}

	/** Boot asks for what an auto-configuration imports too; that goes with it. */
	private static boolean isTelemetry(String name) {
		return name.endsWith("AutoConfiguration")
				&& (name.startsWith(TRACING) || name.startsWith(OPENTELEMETRY) || name.startsWith(METRICS));
	}

}
