package dev.dataapi.warehouse.snowflake;

import java.time.Clock;
import java.util.List;

import dev.dataapi.cache.LookupProperties;
import dev.dataapi.cache.ReportProperties;
import dev.dataapi.warehouse.EndOfReads;
import dev.dataapi.warehouse.SessionTimeZone;
import dev.dataapi.warehouse.WarehouseProperties;
import dev.dataapi.warehouse.WarehouseTemplate;
import dev.dataapi.warehouse.WarmUp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Snowflake's two pools and templates, if profile {@code snowflake} is on.
 */
@Configuration(proxyBeanMethods = false)
@Profile("snowflake")
@EnableConfigurationProperties({ SnowflakeProperties.class, WarehouseProperties.class, SessionTimeZone.class,
		LookupProperties.class, ReportProperties.class })
class SnowflakeConfiguration {

	/** All connections stay open: a look-up must not wait for a login. */
	@Bean
	SnowflakePool.Limits lookupsLimits(WarehouseProperties properties, LookupProperties lookups) {
		return new SnowflakePool.Limits("lookups", lookups.connections(), lookups.connections(), lookups.deadline(),
				lookups.statementTimeout(), properties.connectionDeadline());
	}

	@Bean
	SnowflakePool.Limits reportsLimits(WarehouseProperties properties, ReportProperties reports) {
		return new SnowflakePool.Limits("reports", reports.connections(), 1, reports.deadline(),
				reports.statementTimeout(), properties.connectionDeadline());
	}

	@Bean
	SnowflakePool lookupsDataSource(SnowflakeProperties settings,
			@Qualifier("lookupsLimits") SnowflakePool.Limits limits, SessionTimeZone zone,
			ObjectProvider<BuildProperties> build) {
		return pool(settings, limits, zone, build);
	}

	@Bean
	SnowflakePool reportsDataSource(SnowflakeProperties settings,
			@Qualifier("reportsLimits") SnowflakePool.Limits limits, SessionTimeZone zone,
			ObjectProvider<BuildProperties> build) {
		return pool(settings, limits, zone, build);
	}

	/** Named so that it is the component {@code warehouse} of the health. */
	@Bean
	OutageIndicator warehouseHealthIndicator() {
		return new OutageIndicator(Clock.systemUTC());
	}

	/** The component {@code resultStorage}. */
	@Bean
	OutageIndicator resultStorageHealthIndicator() {
		return new OutageIndicator(Clock.systemUTC());
	}

	@Bean
	ReadHealth readHealth(@Qualifier("warehouseHealthIndicator") OutageIndicator warehouse,
			@Qualifier("resultStorageHealthIndicator") OutageIndicator resultStorage) {
		return new ReadHealth(warehouse, resultStorage);
	}

	@Bean
	SnowflakeTemplate lookups(@Qualifier("lookupsDataSource") SnowflakePool pool, ReadHealth health,
			ObservationRegistry observations, SimpleAsyncTaskExecutorBuilder threads, MeterRegistry meters) {
		return new SnowflakeTemplate(pool, new DeadlineReads(pool, health, threads, meters), observations);
	}

	@Bean
	SnowflakeTemplate reports(@Qualifier("reportsDataSource") SnowflakePool pool, ReadHealth health,
			ObservationRegistry observations, SimpleAsyncTaskExecutorBuilder threads, MeterRegistry meters) {
		return new SnowflakeTemplate(pool, new DeadlineReads(pool, health, threads, meters), observations);
	}

	@Bean
	EndOfReads endOfReads(List<WarehouseTemplate> pools) {
		return new EndOfReads(pools);
	}

	/** Both pools log in with the same settings, times aside. */
	@Bean
	@ConditionalOnProperty(name = "data-api.cache.shared", havingValue = "redis")
	SnowflakeOrigin snowflakeOrigin(SnowflakeProperties settings, SessionTimeZone zone,
			@Qualifier("lookupsLimits") SnowflakePool.Limits limits) {
		return new SnowflakeOrigin(settings.jdbcUrl() + SecondaryRoles.of(settings)
				+ SessionProperties.thatDecideValues(SessionProperties.of(settings, limits, zone, "")));
	}

	@Bean
	SnowflakeWarmUp snowflakeWarmUp(SnowflakeProperties settings, List<SnowflakePool> pools,
			@Qualifier("reports") SnowflakeTemplate reports, ObjectProvider<SnowflakeOrigin> origin,
			List<WarmUp> repositories, WarehouseProperties properties) {
		return new SnowflakeWarmUp(settings, pools, reports, origin.getIfAvailable(), repositories,
				properties.startDeadline());
	}

	@Bean
	InfoContributor backend() {
		return (info) -> info.withDetail("backend", "snowflake");
	}

	private static SnowflakePool pool(SnowflakeProperties settings, SnowflakePool.Limits limits, SessionTimeZone zone,
			ObjectProvider<BuildProperties> build) {
		BuildProperties properties = build.getIfAvailable();
		String version = (properties != null) ? String.valueOf(properties.getVersion()) : "development";
		return new SnowflakePool(new SnowflakeConnections(settings,
				SessionProperties.of(settings, limits, zone, version), limits.connectionDeadline()), limits);
	}

}
