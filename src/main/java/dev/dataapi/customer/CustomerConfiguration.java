package dev.dataapi.customer;

import java.util.concurrent.ThreadFactory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.lookup.CacheProperties;
import dev.dataapi.lookup.LookupEngine;
import dev.dataapi.lookup.LookupProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;

/**
 * The look-up engine of the customers, its caches and its meters.
 */
@Configuration(proxyBeanMethods = false)
class CustomerConfiguration {

	@Bean
	CustomerMeters customerMeters(ObjectProvider<MeterRegistry> registry) {
		return new CustomerMeters(registry.getIfAvailable(SimpleMeterRegistry::new));
	}

	@Bean
	LookupEngine<Long> customers(CustomerRepository repository, CustomerMeters meters, LookupProperties limits,
			CacheProperties memory, ObjectProvider<Ticker> ticker, ObjectProvider<TaskDecorator> decorators) {
		ThreadFactory threads = Thread.ofVirtual().name("customer-load-", 1).factory();
		TaskDecorator decorator = new CompositeTaskDecorator(decorators.orderedStream().toList());
		LookupEngine<Long> engine = LookupEngine
			.builder(repository, (load) -> threads.newThread(decorator.decorate(load)).start())
			.connections(limits.connections())
			.maxBatch(limits.maxBatch())
			.maxWaiting(limits.maxWaiting())
			.timeout(limits.deadline())
			.ttl(memory.ttl())
			.staleIfError(memory.ttl().isZero() ? memory.ttl() : memory.staleIfError())
			.maximumWeight(memory.rowsWeight())
			.maximumAbsences(memory.absentKeys())
			.ticker(ticker.getIfAvailable(Ticker::systemTicker))
			.observer(meters)
			.build();
		meters.watch(engine);
		return engine;
	}

	/** Shows the engine's caches to Actuator and Micrometer; nothing reads through it. */
	@Bean
	CaffeineCacheManager customerCacheManager(LookupEngine<Long> customers) {
		CaffeineCacheManager manager = new CaffeineCacheManager();
		customers.caches().forEach((name, cache) -> manager.registerCustomCache("customer." + name, untyped(cache)));
		return manager;
	}

	@SuppressWarnings("unchecked")
	private static Cache<Object, Object> untyped(Cache<Long, ?> cache) {
		return (Cache<Object, Object>) (Cache<?, ?>) cache;
	}

}
