package dev.dataapi.cache;

import java.util.List;

import dev.dataapi.memory.MemoryConfiguration;

import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Shows the caches to Actuator and Micrometer through Spring's {@code CacheManager},
 * which nothing reads through.
 */
@Configuration(proxyBeanMethods = false)
@Import(MemoryConfiguration.class)
@EnableConfigurationProperties(CacheProperties.class)
public class CacheConfiguration {

	@Bean
	InvalidateEndpoint invalidateEndpoint(List<CacheGroup> groups) {
		return new InvalidateEndpoint(groups);
	}

	@Bean
	static OperationInvokerAdvisor strictInvalidateEndpoint() {
		return InvalidateEndpoint::strict;
	}

	@Bean
	CaffeineCacheManager cacheManager(List<CacheGroup> groups) {
		CaffeineCacheManager manager = new CaffeineCacheManager();
		groups.forEach((group) -> group.caches(manager::registerCustomCache));
		return manager;
	}

}
