package dev.dataapi.customer;

import java.time.Duration;

import dev.dataapi.lookup.LookupEngine;
import dev.dataapi.lookup.LookupException;
import dev.dataapi.lookup.LookupObserver;
import dev.dataapi.lookup.LookupResult;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;

/**
 * Counts and times the round trips of the customers' look-ups, and logs those that fail.
 */
class CustomerMeters implements LookupObserver {

	private static final Logger LOGGER = LoggerFactory.getLogger(CustomerMeters.class);

	private final MeterRegistry registry;

	private final DistributionSummary batchSize;

	private final Timer wait;

	private final Timer roundTrips;

	private final Timer failedRoundTrips;

	CustomerMeters(MeterRegistry registry) {
		this.registry = registry;
		this.batchSize = DistributionSummary.builder("lookup.batch.size")
			.description("Keys in a round trip")
			.serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
			.register(registry);
		this.wait = Timer.builder("lookup.wait")
			.description("How long the keys of a request waited for a connection")
			.register(registry);
		this.roundTrips = roundTrips("success");
		this.failedRoundTrips = roundTrips("failure");
	}

	private Timer roundTrips(String outcome) {
		return Timer.builder("lookup.round.trips")
			.description("Round trips to the warehouse")
			.tag("outcome", outcome)
			.register(this.registry);
	}

	void watch(LookupEngine<?> engine) {
		Gauge.builder("lookup.waiting.keys", engine, (each) -> each.statistics().waitingKeys())
			.description("Keys waiting for a connection")
			.register(this.registry);
		Gauge.builder("lookup.busy.connections", engine, (each) -> each.statistics().busyConnections())
			.description("Round trips under way")
			.register(this.registry);
		Gauge.builder("lookup.cache.weight", engine, (each) -> each.statistics().weight())
			.description("What the remembered rows weigh")
			.baseUnit("bytes")
			.register(this.registry);
	}

	@Override
	public void answered(LookupResult<?> result) {
		if (result.timing().loaded().isPositive()) {
			this.wait.record(result.timing().waited());
		}
	}

	@Override
	public void failed(LookupException failure) {
		this.registry.counter("lookup.failures", "reason", failure.getClass().getSimpleName()).increment();
	}

	@Override
	public void loaded(int keys, Duration took, @Nullable Throwable failure) {
		this.batchSize.record(keys);
		((failure == null) ? this.roundTrips : this.failedRoundTrips).record(took);
		if (failure != null) {
			LOGGER.warn("{} customers could not be read: {}; {}", keys, failure.getMessage(),
					String.valueOf(NestedExceptionUtils.getRootCause(failure)));
			LOGGER.debug("Customers could not be read", failure);
		}
	}

}
