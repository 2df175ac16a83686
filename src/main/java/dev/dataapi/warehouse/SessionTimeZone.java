package dev.dataapi.warehouse;

import java.time.ZoneId;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * The time zone of every session, by which SQL knows what day it is, and moves times
 * between types with and without zone: neither an account nor a machine decides it.
 *
 * @param timeZone a name of the IANA time zone database
 */
@ConfigurationProperties("data-api")
public record SessionTimeZone(@DefaultValue("UTC") String timeZone) {

	public SessionTimeZone {
		timeZone = StringUtils.hasText(timeZone) ? timeZone.strip() : "UTC";
		if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
			throw new InvalidConfigurationPropertyValueException("data-api.time-zone", timeZone,
					"it must be a name of the IANA time zone database, such as UTC, Europe/Berlin or Asia/Kolkata");
		}
	}

}
