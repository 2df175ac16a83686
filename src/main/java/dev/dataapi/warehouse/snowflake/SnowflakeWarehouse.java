package dev.dataapi.warehouse.snowflake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.dataapi.warehouse.PoolSettings;
import dev.dataapi.warehouse.SessionTimeZone;
import dev.dataapi.warehouse.Warehouse;
import dev.dataapi.warehouse.WarehouseTemplate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;

/**
 * Opens pools of Snowflake sessions.
 */
final class SnowflakeWarehouse implements Warehouse {

	private final SnowflakeProperties settings;

	private final SessionTimeZone zone;

	private final String version;

	private final ReadHealth health;

	private final ObservationRegistry observations;

	private final SimpleAsyncTaskExecutorBuilder threads;

	private final MeterRegistry meters;

	private final List<SnowflakePool> pools = new CopyOnWriteArrayList<>();

	SnowflakeWarehouse(SnowflakeProperties settings, SessionTimeZone zone, String version, ReadHealth health,
			ObservationRegistry observations, SimpleAsyncTaskExecutorBuilder threads, MeterRegistry meters) {
		this.settings = settings;
		this.zone = zone;
		this.version = version;
		this.health = health;
		this.observations = observations;
		this.threads = threads;
		this.meters = meters;
	}

	@Override
	public WarehouseTemplate open(PoolSettings pool) {
		SnowflakePool opened = new SnowflakePool(
				new SnowflakeConnections(this.settings,
						SessionProperties.of(this.settings, pool, this.zone, this.version), pool.connectionDeadline()),
				pool);
		this.pools.add(opened);
		return new SnowflakeTemplate(opened, new DeadlineReads(opened, this.health, this.threads, this.meters),
				this.observations);
	}

	List<SnowflakePool> pools() {
		return this.pools;
	}

}
