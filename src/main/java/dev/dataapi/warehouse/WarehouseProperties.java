package dev.dataapi.warehouse;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

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
		if (connectionDeadline.compareTo(Duration.ofMillis(250)) < 0
				|| connectionDeadline.compareTo(Duration.ofHours(1)) > 0) {
			throw new InvalidConfigurationPropertyValueException("data-api.warehouse.connection-deadline",
					connectionDeadline, "it must be from 250ms to 1h");
		}
		if (startDeadline.compareTo(Duration.ofSeconds(1)) < 0 || startDeadline.compareTo(Duration.ofDays(1)) > 0) {
			throw new InvalidConfigurationPropertyValueException("data-api.warehouse.start-deadline", startDeadline,
					"it must be from 1s to 1d");
		}
	}

}
