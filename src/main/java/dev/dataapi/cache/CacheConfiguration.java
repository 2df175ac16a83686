package dev.dataapi.cache;

import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.memory.MemoryConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskExecutor;

/**
 * The caches of look-ups and those of reports, shown to Actuator and Micrometer through
 * Spring's {@code CacheManager}. Nothing reads through that.
 */
@Configuration(proxyBeanMethods = false)
@Import(MemoryConfiguration.class)
@EnableConfigurationProperties({ CacheProperties.class, LookupProperties.class, ReportProperties.class })
public class CacheConfiguration {

	private final CacheProperties properties;

	private final TaskExecutor executor;

	private final MeterRegistry registry;

	private final Ticker ticker;

	private final @Nullable SharedCache shared;

	CacheConfiguration(CacheProperties properties, @Qualifier("applicationTaskExecutor") TaskExecutor executor,
			ObjectProvider<MeterRegistry> registry, ObjectProvider<Ticker> ticker, ObjectProvider<SharedCache> shared) {
		this.properties = properties;
		this.executor = executor;
		this.registry = registry.getIfAvailable(SimpleMeterRegistry::new);
		this.ticker = ticker.getIfAvailable(Ticker::systemTicker);
		this.shared = shared.getIfAvailable();
	}

	@Bean
	CacheGroup lookupCaches(LookupProperties lookups, MemoryBudget memory) {
		CachePolicy policy = new CachePolicy(this.properties.ttl(), this.properties.staleIfError(), lookups.deadline(),
				lookups.maxBatch(), lookups.maxWaiting());
		return new CacheGroup("lookups", policy, lookups.connections(), this.properties.lookupWeight(memory),
				this.properties.maxNegatives(memory), this.executor, this.registry, this.ticker, this.shared, memory);
	}

	/** A report is loaded alone: its key is its parameters. */
	@Bean
	CacheGroup reportCaches(ReportProperties reports, MemoryBudget memory) {
		CachePolicy policy = new CachePolicy(this.properties.ttl(), this.properties.staleIfError(), reports.deadline(),
				1, reports.maxWaiting());
		return new CacheGroup("reports", policy, reports.connections(), this.properties.reportWeight(memory), 0,
				this.executor, this.registry, this.ticker, this.shared, memory);
	}

	@Bean
	InvalidateEndpoint invalidateEndpoint(List<CacheGroup> groups) {
		return new InvalidateEndpoint(groups);
	}

	@Bean
	static OperationInvokerAdvisor strictInvalidateEndpoint() {
		return InvalidateEndpoint::strict;
	}

	@Bean
	CaffeineCacheManager cacheManager(@Qualifier("lookupCaches") CacheGroup lookups,
			@Qualifier("reportCaches") CacheGroup reports) {
		CaffeineCacheManager manager = new CaffeineCacheManager();
		manager.registerCustomCache("lookups", untyped(lookups.store().values()));
		manager.registerCustomCache("lookups.negative", untyped(lookups.store().negatives()));
		manager.registerCustomCache("reports", untyped(reports.store().values()));
		return manager;
	}

	@SuppressWarnings("unchecked")
	private static Cache<Object, Object> untyped(Cache<?, ?> cache) {
		return (Cache<Object, Object>) cache;
	}

}
