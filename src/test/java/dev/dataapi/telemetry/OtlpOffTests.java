package dev.dataapi.telemetry;

import java.util.List;
import java.util.stream.Stream;

import dev.dataapi.DataApiApplication;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service when no receiver is named, or its exports are turned off.
 */
class OtlpOffTests {

	private static final String TRACES = "--management.opentelemetry.tracing.export.otlp.endpoint=";

	private static final String METRICS = "--management.otlp.metrics.export.url=";

	@ParameterizedTest
	@ValueSource(strings = { "", TRACES + " " + METRICS,
			TRACES + "http://127.0.0.1:9 " + METRICS + "http://127.0.0.1:9 --management.opentelemetry.enabled=false" })
	void contextWhenNoReceiverIsNamedHasNoBeanForOne(String arguments) {
		try (ConfigurableApplicationContext service = start(arguments.split(" "))) {
			for (Class<?> type : List.of(OpenTelemetry.class, SdkTracerProvider.class, SpanProcessor.class,
					SpanExporter.class, ContextPropagators.class, TextMapPropagator.class, Tracer.class,
					Propagator.class, OtlpMeterRegistry.class, OtlpMetricsSender.class, SnowflakeTraceIds.class)) {
				assertThat(service.getBeanNamesForType(type)).as(type.getName()).isEmpty();
			}
			assertThat(service.getBeanNamesForType(TaskDecorator.class)).containsExactly("mdcTaskDecorator");
			assertThat(service.getBeansOfType(ObservationHandler.class).values())
				.noneMatch(TracingObservationHandler.class::isInstance);
			assertThat(service.getBean(MeterRegistry.class)).isInstanceOf(PrometheusMeterRegistry.class);
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(DataApiApplication.class).run(
				Stream
					.concat(Stream.of("--server.port=0", "--management.server.port=0",
							"--data-api.embedded.scale-factor=0.001"), Stream.of(arguments))
					.toArray(String[]::new));
	}

}
