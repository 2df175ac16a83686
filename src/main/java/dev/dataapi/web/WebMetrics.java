package dev.dataapi.web;

import java.time.Duration;
import java.util.stream.LongStream;

import dev.dataapi.endpoint.CacheOutcome;
import dev.dataapi.endpoint.CalledTool;
import dev.dataapi.endpoint.EndpointsListener;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;

/**
 * Tags requests with their cache result and publishes timers and summaries as histograms.
 */
@Configuration(proxyBeanMethods = false)
class WebMetrics {

	private static final double[] TIMES = LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 30_000)
		.mapToDouble((millis) -> Duration.ofMillis(millis).toNanos())
		.toArray();

	private static final double[] AMOUNTS = { 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };

	/** A miss is slower than a hit, so a common average would mean nothing. */
	@Bean
	ServerRequestObservationConvention requestsByCacheResult() {
		return new DefaultServerRequestObservationConvention() {

			@Override
			public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
				CacheOutcome outcome = CacheOutcome.of(context.getCarrier());
				return super.getLowCardinalityKeyValues(context).and(KeyValue.of("cache", outcome.label()));
			}

			/** Only for spans, by the name that OpenTelemetry has for it. */
			@Override
			public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
				String tool = CalledTool.of(context.getCarrier());
				KeyValues known = super.getHighCardinalityKeyValues(context);
				return (tool != null) ? known.and("gen_ai.tool.name", tool) : known;
			}

		};
	}

	/** Takes the place of Spring Boot's, which would count each request again. */
	@Bean
	RequestTimesFilter requestTimes(ObservationRegistry observations, ServerRequestObservationConvention convention,
			MeterRegistry registry, ObjectProvider<Tracer> tracer) {
		return new RequestTimesFilter(observations, convention, registry, tracer.getIfAvailable());
	}

	@Bean
	EndpointsListener timesOfRemovedEndpoints(RequestTimesFilter requestTimes) {
		return (removed) -> removed.forEach(requestTimes::forget);
	}

	/**
	 * Snowflake's Prometheus collector accepts no summaries. Only a dozen buckets each,
	 * since every scrape carries them for each route and status.
	 */
	@Bean
	static MeterFilter histograms() {
		return new MeterFilter() {

			@Override
			public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
				double[] buckets = switch (id.getType()) {
					case TIMER, LONG_TASK_TIMER -> TIMES;
					case DISTRIBUTION_SUMMARY -> AMOUNTS;
					default -> null;
				};
				if (buckets == null || config.getServiceLevelObjectiveBoundaries() != null) {
					return config;
				}
				return DistributionStatisticConfig.builder().serviceLevelObjectives(buckets).build().merge(config);
			}

		};
	}

}
