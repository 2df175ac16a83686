package dev.dataapi.warehouse.embedded;

import java.time.Duration;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The embedded warehouse and its two pools, unless Snowflake was chosen. */
@Configuration(proxyBeanMethods = false)
@Profile("!snowflake")
@EnableConfigurationProperties(EmbeddedProperties.class)
class EmbeddedConfiguration {

	/** Starts to load at once, so that loading overlaps the rest of the start. */
	@Bean
	EmbeddedWarehouse embeddedWarehouse(EmbeddedProperties properties) {
		return EmbeddedWarehouse.start(properties);
	}

	@Bean
	GatedDataSource lookupsDataSource(EmbeddedWarehouse warehouse) {
		return new GatedDataSource(warehouse, "lookups", 8, Duration.ofSeconds(2));
	}

	@Bean
	GatedDataSource reportsDataSource(EmbeddedWarehouse warehouse) {
		return new GatedDataSource(warehouse, "reports", 4, Duration.ofSeconds(5));
	}

	/** Holds the service back from readiness until everything is loaded. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ApplicationRunner embeddedWarehouseLoaded(EmbeddedWarehouse warehouse) {
		return (arguments) -> warehouse.awaitLoaded();
	}

}
