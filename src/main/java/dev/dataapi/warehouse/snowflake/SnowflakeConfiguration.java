package dev.dataapi.warehouse.snowflake;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.dataapi.lookup.LookupProperties;
import dev.dataapi.lookup.WarmUp;
import dev.dataapi.warehouse.WarehouseProperties;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.info.InfoContributor;
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
@EnableConfigurationProperties({ SnowflakeProperties.class, WarehouseProperties.class, LookupProperties.class })
class SnowflakeConfiguration {

	@Bean
	PoolLimits lookupsLimits(WarehouseProperties properties, LookupProperties lookups) {
		// a little less than the caller's, so that the caller hears what it was rather
		// than that it was slow
		Duration deadline = lookups.deadline().multipliedBy(9).dividedBy(10);
		// all of them stay open: a look-up must not wait for a login
		return new PoolLimits("lookups", lookups.connections(), lookups.connections(), deadline,
				orElse(properties.lookups().statementTimeout(), lookups.deadline()), properties.connectionDeadline());
	}

	@Bean
	PoolLimits reportsLimits(WarehouseProperties properties) {
		WarehouseProperties.Reports reports = properties.reports();
		return new PoolLimits("reports", reports.poolSize(), 1, reports.deadline(),
				orElse(reports.statementTimeout(), reports.deadline()), properties.connectionDeadline());
	}

	@Bean
	SnowflakePool lookupsDataSource(SnowflakeProperties settings, @Qualifier("lookupsLimits") PoolLimits limits,
			ObjectProvider<BuildProperties> build) {
		return pool(settings, limits, build);
	}

	@Bean
	SnowflakePool reportsDataSource(SnowflakeProperties settings, @Qualifier("reportsLimits") PoolLimits limits,
			ObjectProvider<BuildProperties> build) {
		return pool(settings, limits, build);
	}

	/** Named for what it tells of: component {@code warehouse} of the health. */
	@Bean
	Reachability warehouseHealthIndicator() {
		return new Reachability(Clock.systemUTC());
	}

	@Bean
	SnowflakeTemplate lookups(@Qualifier("lookupsDataSource") SnowflakePool pool,
			@Qualifier("lookupsLimits") PoolLimits limits, Reachability reachability, ObservationRegistry observations,
			SimpleAsyncTaskExecutorBuilder threads) {
		return new SnowflakeTemplate(pool, limits, reachability, observations, threads);
	}

	@Bean
	SnowflakeTemplate reports(@Qualifier("reportsDataSource") SnowflakePool pool,
			@Qualifier("reportsLimits") PoolLimits limits, Reachability reachability, ObservationRegistry observations,
			SimpleAsyncTaskExecutorBuilder threads) {
		return new SnowflakeTemplate(pool, limits, reachability, observations, threads);
	}

	@Bean
	SnowflakeWarmUp snowflakeWarmUp(SnowflakeProperties settings, List<SnowflakePool> pools,
			@Qualifier("reports") SnowflakeTemplate reports, List<WarmUp> repositories) {
		return new SnowflakeWarmUp(settings, pools, reports, repositories);
	}

	@Bean
	InfoContributor backend() {
		return (info) -> info.withDetail("backend", "snowflake");
	}

	private static SnowflakePool pool(SnowflakeProperties settings, PoolLimits limits,
			ObjectProvider<BuildProperties> build) {
		BuildProperties properties = build.getIfAvailable();
		String version = (properties != null) ? String.valueOf(properties.getVersion()) : "development";
		return new SnowflakePool(new SnowflakeConnections(settings, SessionProperties.of(settings, limits, version),
				limits.connectionDeadline()), limits);
	}

	private static Duration orElse(@Nullable Duration set, Duration otherwise) {
		return (set != null) ? set : otherwise;
	}

}
