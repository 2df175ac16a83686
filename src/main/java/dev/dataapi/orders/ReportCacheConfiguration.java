package dev.dataapi.orders;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.lookup.CacheProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * The memory of the reports: one bounded cache for each report of each engine.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
class ReportCacheConfiguration {

	@Bean
	@Primary
	CaffeineCacheManager reportCacheManager(CacheProperties properties, ObjectProvider<Ticker> ticker) {
		CaffeineCacheManager manager = new CaffeineCacheManager("connector.top-customers", "connector.monthly-sales",
				"snowpark.top-customers", "snowpark.monthly-sales");
		manager.setCaffeine(Caffeine.newBuilder()
			.expireAfterWrite(properties.ttl())
			.maximumSize(properties.reports())
			.ticker(ticker.getIfAvailable(Ticker::systemTicker))
			.recordStats());
		return manager;
	}

}
