package dev.dataapi.warehouse.snowflake;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.dataapi.access.Ingress;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.PoolSettings;
import dev.dataapi.warehouse.SessionTimeZone;
import dev.dataapi.warehouse.StartCheck;
import dev.dataapi.warehouse.Warehouse;
import dev.dataapi.warehouse.WarehouseProperties;
import dev.dataapi.warehouse.WarmUp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Snowflake as the warehouse, if profile {@code snowflake} is on.
 */
@Configuration(proxyBeanMethods = false)
@Profile("snowflake")
@EnableConfigurationProperties(SnowflakeProperties.class)
class SnowflakeConfiguration {

	@Bean
	Warehouse warehouse(SnowflakeProperties settings, SessionTimeZone zone, ObjectProvider<BuildProperties> build,
			ReadHealth health, ObservationRegistry observations, SimpleAsyncTaskExecutorBuilder threads,
			MeterRegistry meters) {
		BuildProperties properties = build.getIfAvailable();
		String version = (properties != null) ? String.valueOf(properties.getVersion()) : "development";
		return (limits) -> {
			SnowflakePool pool = new SnowflakePool(new SnowflakeConnections(settings,
					SessionProperties.of(settings, limits, zone, version), limits.connectionDeadline()), limits);
			return new SnowflakeTemplate(pool, new DeadlineReads(pool, health, threads, meters), observations);
		};
	}

	/** Only with the token that Snowpark Container Services mounts. */
	@Bean
	@Nullable Ingress ingress(SnowflakeProperties settings) {
		return Authenticator.isMountedToken(settings) ? new Ingress() : null;
	}

	@Bean
	ReadHealth readHealth() {
		return new ReadHealth(Clock.systemUTC());
	}

	/** Named so that it is the component {@code warehouse} of the health. */
	@Bean
	ReadHealth.OutageIndicator warehouseHealthIndicator(ReadHealth health) {
		return health.warehouse();
	}

	/** The component {@code resultStorage}. */
	@Bean
	ReadHealth.OutageIndicator resultStorageHealthIndicator(ReadHealth health) {
		return health.resultStorage();
	}

	/** All pools log in with the same settings, times aside. */
	@Bean
	@ConditionalOnProperty(name = "data-api.cache.shared", havingValue = "redis")
	SnowflakeOrigin snowflakeOrigin(SnowflakeProperties settings, SessionTimeZone zone,
			WarehouseProperties properties) {
		Duration deadline = properties.connectionDeadline();
		PoolSettings any = new PoolSettings("", 1, 1, deadline, null, deadline);
		return new SnowflakeOrigin(settings.jdbcUrl() + SecondaryRoles.of(settings)
				+ SessionProperties.thatDecideValues(SessionProperties.of(settings, any, zone, "")));
	}

	@Bean
	SnowflakeWarmUp snowflakeWarmUp(SnowflakeProperties settings, Lane.Lookups lookups, Lane.Reports reports,
			ObjectProvider<SnowflakeOrigin> origin, ObjectProvider<WarmUp> repositories,
			ObjectProvider<StartCheck> checks, WarehouseProperties properties) {
		return new SnowflakeWarmUp(settings, List.of(pool(lookups), pool(reports)), reports.statements(),
				origin.getIfAvailable(), repositories.orderedStream().toList(), checks.orderedStream().toList(),
				properties.startDeadline());
	}

	private static SnowflakePool pool(Lane lane) {
		return ((SnowflakeTemplate) lane.statements()).pool();
	}

	@Bean
	InfoContributor backend() {
		return (info) -> info.withDetail("backend", "snowflake");
	}

}
