package dev.dataapi.warehouse.embedded;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

import dev.dataapi.cache.Origin;
import dev.dataapi.warehouse.ReadTables;
import dev.dataapi.warehouse.SessionTimeZone;
import dev.dataapi.warehouse.StartCheck;
import dev.dataapi.warehouse.Warehouse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

/** The embedded warehouse, if its profile is on, or none. */
@Configuration(proxyBeanMethods = false)
@Profile({ "embedded", "default" })
@EnableConfigurationProperties(EmbeddedProperties.class)
class EmbeddedConfiguration {

	/**
	 * Starts to load at once, so that loading overlaps the rest of the start. Items and
	 * stores serve declared endpoints alone.
	 */
	@Bean
	EmbeddedWarehouse embeddedWarehouse(EmbeddedProperties properties, SessionTimeZone zone,
			@Value("${data-api.endpoints:}") String endpoints, ObjectProvider<ReadTables> reads) {
		return EmbeddedWarehouse.start(properties, zone,
				StringUtils.hasText(endpoints) ? EnumSet.allOf(TpcDsTable.class) : EnumSet.of(TpcDsTable.CUSTOMER),
				reads.stream()
					.flatMap((each) -> each.names().stream())
					.filter((name) -> name.size() == TableName.PARTS)
					.map((name) -> new TableName(name.get(0), name.get(1), name.get(2)))
					.collect(Collectors.toSet()));
	}

	/**
	 * The same wherever the data are the same: generated at one size, or of equal files.
	 */
	@Bean
	Origin origin(EmbeddedProperties properties, EmbeddedWarehouse warehouse) {
		String origin = List.of("embedded", String.valueOf(properties.file()), warehouse.origin()).toString();
		return () -> origin;
	}

	@Bean
	Warehouse warehouse(EmbeddedWarehouse warehouse) {
		return (pool) -> new EmbeddedTemplate(new GatedDataSource(warehouse, pool.name(), pool.size(), pool.patience()),
				pool.deadline());
	}

	/**
	 * Holds readiness back until everything is loaded, and declared statements have been
	 * checked.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ApplicationRunner embeddedWarehouseLoaded(EmbeddedWarehouse warehouse, ObjectProvider<StartCheck> checks) {
		return (arguments) -> {
			warehouse.awaitLoaded();
			checks.orderedStream().forEach(StartCheck::check);
		};
	}

	@Bean
	InfoContributor backend() {
		return (info) -> info.withDetail("backend", "embedded");
	}

}
