package dev.dataapi.warehouse.snowflake;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.dataapi.cache.LookupProperties;
import dev.dataapi.cache.ReportProperties;
import dev.dataapi.warehouse.Deadlines;
import dev.dataapi.warehouse.SessionTimeZone;
import dev.dataapi.warehouse.WarehouseProperties;
import dev.dataapi.warehouse.WarmUp;
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
@EnableConfigurationProperties({ SnowflakeProperties.class, WarehouseProperties.class, SessionTimeZone.class,
		LookupProperties.class, ReportProperties.class })
class SnowflakeConfiguration {

	private static final Duration LONGEST_HEAD_START = Duration.ofMillis(500);

	/** All connections stay open: a look-up must not wait for a login. */
	@Bean
	SnowflakePool.Limits lookupsLimits(WarehouseProperties properties, LookupProperties lookups,
			ObjectProvider<Deadlines> declared) {
		Duration deadline = declared.getIfAvailable(() -> Deadlines.NONE).ofLookups(lookups.deadline());
		return new SnowflakePool.Limits("lookups", lookups.connections(), lookups.connections(), beforeCaller(deadline),
				orElse(lookups.statementTimeout(), deadline), properties.connectionDeadline());
	}

	@Bean
	SnowflakePool.Limits reportsLimits(WarehouseProperties properties, ReportProperties reports,
			ObjectProvider<Deadlines> declared) {
		Duration deadline = declared.getIfAvailable(() -> Deadlines.NONE).ofReports(reports.deadline());
		return new SnowflakePool.Limits("reports", reports.connections(), 1, beforeCaller(deadline),
				orElse(reports.statementTimeout(), deadline), properties.connectionDeadline());
	}

	/** A little before the caller's deadline, so that the caller learns the reason. */
	private static Duration beforeCaller(Duration deadline) {
		Duration tenth = deadline.dividedBy(10);
		return deadline.minus((tenth.compareTo(LONGEST_HEAD_START) < 0) ? tenth : LONGEST_HEAD_START);
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
	WarehouseHealthIndicator warehouseHealthIndicator() {
		return new WarehouseHealthIndicator(Clock.systemUTC());
	}

	@Bean
	SnowflakeTemplate lookups(@Qualifier("lookupsDataSource") SnowflakePool pool,
			@Qualifier("lookupsLimits") SnowflakePool.Limits limits, WarehouseHealthIndicator health,
			ObservationRegistry observations, SimpleAsyncTaskExecutorBuilder threads) {
		return new SnowflakeTemplate(pool, limits, health, observations, threads);
	}

	@Bean
	SnowflakeTemplate reports(@Qualifier("reportsDataSource") SnowflakePool pool,
			@Qualifier("reportsLimits") SnowflakePool.Limits limits, WarehouseHealthIndicator health,
			ObservationRegistry observations, SimpleAsyncTaskExecutorBuilder threads) {
		return new SnowflakeTemplate(pool, limits, health, observations, threads);
	}

	@Bean
	SnowflakeWarmUp snowflakeWarmUp(SnowflakeProperties settings, List<SnowflakePool> pools,
			@Qualifier("reports") SnowflakeTemplate reports, List<WarmUp> repositories,
			WarehouseProperties properties) {
		return new SnowflakeWarmUp(settings, pools, reports, repositories, properties.startDeadline());
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

	private static Duration orElse(@Nullable Duration set, Duration otherwise) {
		return (set != null) ? set : otherwise;
	}

}
