package dev.dataapi.warehouse;

import java.time.Duration;

import dev.dataapi.InvalidSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of every connection to the warehouse.
 *
 * @param connectionDeadline how long a login may take, and how long a caller waits for a
 * connection
 * @param startDeadline how long the start waits for Snowflake to answer a login at all
 */
@ConfigurationProperties("data-api.warehouse")
public record WarehouseProperties(@DefaultValue("5s") Duration connectionDeadline,
		@DefaultValue("10m") Duration startDeadline) {

	public WarehouseProperties {
		PoolSettings.requireDeadline("data-api.warehouse.connection-deadline", connectionDeadline);
		InvalidSettingException.requireWithin("data-api.warehouse.start-deadline", startDeadline, Duration.ofSeconds(1),
				Duration.ofDays(1), "from 1s to 1d");
	}

}
