package dev.dataapi.logging;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * How the log is written.
 *
 * @param queue how much of the log may wait to be written before lines are dropped; with
 * zero, each line is written at once while its request waits
 */
@ConfigurationProperties("data-api.log")
record LogProperties(@DefaultValue("512KB") DataSize queue) {

	private static final DataSize LARGEST = DataSize.ofMegabytes(64);

	LogProperties {
		if (queue.isNegative() || queue.compareTo(LARGEST) > 0) {
			throw new InvalidConfigurationPropertyValueException("data-api.log.queue", queue,
					"it must be from 0B to 64MB");
		}
	}

}
