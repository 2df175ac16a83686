package dev.dataapi.warehouse;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.CacheGroup;
import dev.dataapi.cache.CachePolicy;
import dev.dataapi.cache.CacheProperties;
import dev.dataapi.cache.SharedCache;
import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.memory.MemoryConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * The two lanes, each of a pool and its caches. Here and in {@link PoolConfiguration}
 * alone, two beans of one type are told apart by their names, which are the parameters'.
 */
@Configuration(proxyBeanMethods = false)
@Import(MemoryConfiguration.class)
@EnableConfigurationProperties({ CacheProperties.class, LookupProperties.class, ReportProperties.class })
class LaneConfiguration {

	private final CacheProperties properties;

	private final AsyncTaskExecutor executor;

	private final MeterRegistry registry;

	private final Ticker ticker;

	private final @Nullable SharedCache shared;

	private final MemoryBudget memory;

	LaneConfiguration(CacheProperties properties, AsyncTaskExecutor applicationTaskExecutor,
			ObjectProvider<MeterRegistry> registry, ObjectProvider<Ticker> ticker, ObjectProvider<SharedCache> shared,
			MemoryBudget memory) {
		this.properties = properties;
		this.executor = applicationTaskExecutor;
		this.registry = registry.getIfAvailable(SimpleMeterRegistry::new);
		this.ticker = ticker.getIfAvailable(Ticker::systemTicker);
		this.shared = shared.getIfAvailable();
		this.memory = memory;
	}

	@Bean
	CacheGroup lookupCaches(LookupProperties lookups) {
		CachePolicy policy = new CachePolicy(this.properties.ttl(), this.properties.staleIfError(), lookups.deadline(),
				lookups.maxBatch(), lookups.maxWaiting());
		return caches("lookups", policy, lookups.connections(), this.properties.lookupWeight(this.memory),
				this.properties.maxNegatives(this.memory));
	}

	/** A report is loaded alone: its key is its parameters. */
	@Bean
	CacheGroup reportCaches(ReportProperties reports) {
		CachePolicy policy = new CachePolicy(this.properties.ttl(), this.properties.staleIfError(), reports.deadline(),
				1, reports.maxWaiting());
		return caches("reports", policy, reports.connections(), this.properties.reportWeight(this.memory), 0);
	}

	private CacheGroup caches(String name, CachePolicy policy, int connections, long maxWeight, long maxNegatives) {
		return new CacheGroup(name, policy, connections, maxWeight, maxNegatives, this.executor, this.registry,
				this.ticker, this.shared, this.memory);
	}

	@Bean
	Lane.Lookups lookupLane(WarehouseTemplate lookups, CacheGroup lookupCaches) {
		return new Lane.Lookups(lookups, lookupCaches);
	}

	@Bean
	Lane.Reports reportLane(WarehouseTemplate reports, CacheGroup reportCaches) {
		return new Lane.Reports(reports, reportCaches);
	}

}
