package dev.dataapi.logging;

import dev.dataapi.InvalidSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the log is written.
 *
 * @param queue how much of the log may wait to be written before lines are dropped; with
 * zero, each line is written at once while its request waits
 */
@ConfigurationProperties("data-api.log")
record LogProperties(@DefaultValue("512KB") DataSize queue) {

	LogProperties {
		InvalidSettingException.requireWithin("data-api.log.queue", queue, DataSize.ofBytes(0),
				DataSize.ofMegabytes(64), "from 0B to 64MB");
	}

}
