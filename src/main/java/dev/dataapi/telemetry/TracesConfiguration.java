package dev.dataapi.telemetry;

import java.time.InstantSource;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Traces where Spring Boot's own wouldn't do for Snowflake.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSignal(Signal.TRACES)
class TracesConfiguration {

	@Bean
	SnowflakeTraceIds snowflakeTraceIds() {
		return new SnowflakeTraceIds(InstantSource.system());
	}

	@Bean
	SdkTracerProviderBuilderCustomizer traceIds(SnowflakeTraceIds ids) {
		return (builder) -> builder.setIdGenerator(ids);
	}

	@Bean
	ContextPropagators contextPropagators(SnowflakeTraceIds ids) {
		return ContextPropagators.create(new CallersTrace(ids));
	}

	/**
	 * A full queue drops what comes next; nobody but the processor's one thread waits for
	 * the receiver.
	 */
	@Bean(destroyMethod = "")
	BatchSpanProcessor spanProcessor(SpanExporters exporters, OpenTelemetryTracingProperties properties) {
		SpanExporter exporter = new ReportedSpanExporter(SpanExporter.composite(exporters.list()),
				new DeliveryLog("Traces", System::nanoTime));
		OpenTelemetryTracingProperties.Export export = properties.getExport();
		return BatchSpanProcessor.builder(exporter)
			.setScheduleDelay(export.getScheduleDelay())
			.setExporterTimeout(export.getTimeout())
			.setMaxQueueSize(export.getMaxQueueSize())
			.setMaxExportBatchSize(export.getMaxBatchSize())
			.build();
	}

	@Bean
	SpanProcessors spanProcessors(BatchSpanProcessor processor) {
		return SpanProcessors.of(new PromptSpanProcessor(processor));
	}

	@Bean
	QuerySpans querySpans(Tracer tracer) {
		return new SnowflakeQuerySpans(tracer);
	}

}
