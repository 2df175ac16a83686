package dev.dataapi.cache;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;

import dev.dataapi.cache.ReadException.Reason;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what the caches of one endpoint do, one after the other, under its
 * name.
 */
final class CacheMeters {

	private final MeterRegistry registry;

	private final Tags endpoint;

	private final LongAdder hits;

	private final LongAdder misses;

	private final LongAdder stale;

	private final DistributionSummary batchSize;

	private final Timer wait;

	private final Timer loads;

	private final Timer failedLoads;

	/** Of the latest cache of the endpoint. */
	private volatile @Nullable LoadQueue<?> queue;

	private volatile boolean removed;

	CacheMeters(MeterRegistry registry, String endpoint) {
		this.registry = registry;
		this.endpoint = Tags.of("endpoint", endpoint);
		this.hits = reads("hit");
		this.misses = reads("miss");
		this.stale = reads("stale");
		this.batchSize = DistributionSummary.builder("cache.load.keys")
			.description("Keys in a load")
			.tags(this.endpoint)
			.serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
			.register(registry);
		this.wait = Timer.builder("cache.load.wait")
			.description("How long a request's keys waited for a connection")
			.tags(this.endpoint)
			.register(registry);
		this.loads = loads("success");
		this.failedLoads = loads("failure");
		gauge("cache.waiting.keys", "Keys waiting for a connection", LoadQueue::waiting);
		gauge("cache.busy.connections", "Loads in flight", LoadQueue::busy);
	}

	private void gauge(String name, String description, ToIntFunction<LoadQueue<?>> value) {
		Gauge.builder(name, this, (meters) -> {
			LoadQueue<?> latest = meters.queue;
			return (latest != null) ? value.applyAsInt(latest) : 0;
		}).description(description).tags(this.endpoint).register(this.registry);
	}

	/** A counter of the registry would cost more than the read. */
	private LongAdder reads(String result) {
		LongAdder reads = new LongAdder();
		FunctionCounter.builder("cache.reads", reads, LongAdder::sum)
			.description("Keys asked for, by where their values came from")
			.tags(this.endpoint.and("result", result))
			.register(this.registry);
		return reads;
	}

	private Timer loads(String outcome) {
		return Timer.builder("cache.loads")
			.description("Loads from the warehouse, one statement each")
			.tags(this.endpoint.and("outcome", outcome))
			.register(this.registry);
	}

	void watch(LoadQueue<?> queue) {
		this.queue = queue;
	}

	/** Removes all meters of the endpoint, which is no more. */
	void remove() {
		this.removed = true;
		Search.in(this.registry).tags(this.endpoint).meters().forEach(this.registry::remove);
	}

	void answered(Outcome outcome) {
		this.hits.add(outcome.hits());
		this.misses.add(outcome.misses());
		this.stale.add(outcome.stale());
		if (outcome.loaded().isPositive()) {
			this.wait.record(outcome.waited());
		}
	}

	void failed(Reason reason) {
		if (this.removed) {
			return;
		}
		this.registry.counter("cache.failures", this.endpoint.and("reason", reason.name().toLowerCase(Locale.ROOT)))
			.increment();
	}

	void loaded(int keys, Duration took, boolean success) {
		this.batchSize.record(keys);
		(success ? this.loads : this.failedLoads).record(took);
	}

}
