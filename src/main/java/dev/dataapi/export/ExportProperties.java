package dev.dataapi.export;

import java.time.Duration;

import dev.dataapi.InvalidSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of exports.
 *
 * @param writeDeadline within which a caller must read 64 kB
 * @param maxDuration how long an export may take from its first row on
 */
@ConfigurationProperties("data-api.export")
public record ExportProperties(@DefaultValue("10s") Duration writeDeadline, @DefaultValue("1h") Duration maxDuration) {

	public ExportProperties {
		InvalidSettingException.requireWithin("data-api.export.write-deadline", writeDeadline, Duration.ofSeconds(1),
				Duration.ofMinutes(5), "from 1s to 5m");
		InvalidSettingException.requireWithin("data-api.export.max-duration", maxDuration, Duration.ofSeconds(1),
				Duration.ofHours(24), "from 1s to 24h");
	}

}
