package dev.dataapi.warehouse;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.CacheEnvironment;
import dev.dataapi.cache.CacheGroup;
import dev.dataapi.cache.CachePolicy;
import dev.dataapi.cache.CacheProperties;
import dev.dataapi.cache.SecondLevel;
import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.memory.MemoryConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

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

	private final CacheEnvironment environment;

	LaneConfiguration(CacheProperties properties, AsyncTaskExecutor applicationTaskExecutor,
			ObjectProvider<MeterRegistry> registry, ObjectProvider<Ticker> ticker,
			ObjectProvider<SecondLevel> secondLevel, MemoryBudget memory) {
		this.properties = properties;
		this.environment = new CacheEnvironment(applicationTaskExecutor,
				registry.getIfAvailable(SimpleMeterRegistry::new), ticker.getIfAvailable(Ticker::systemTicker), memory,
				secondLevel.getIfAvailable(() -> SecondLevel.NONE));
	}

	@Bean
	CacheGroup lookupCaches(LookupProperties lookups) {
		CachePolicy policy = new CachePolicy(this.properties.ttl(), this.properties.staleIfError(), lookups.deadline(),
				lookups.maxBatch(), lookups.maxWaiting());
		MemoryBudget memory = this.environment.memory();
		return new CacheGroup("lookups", policy, lookups.connections(), this.properties.lookupWeight(memory),
				this.properties.maxNegatives(memory), this.environment);
	}

	/** A report is loaded alone: its key is its parameters. */
	@Bean
	CacheGroup reportCaches(ReportProperties reports) {
		CachePolicy policy = new CachePolicy(this.properties.ttl(), this.properties.staleIfError(), reports.deadline(),
				1, reports.maxWaiting());
		long weight = this.properties.reportWeight(this.environment.memory());
		return new CacheGroup("reports", policy, reports.connections(), weight, 0, this.environment);
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
