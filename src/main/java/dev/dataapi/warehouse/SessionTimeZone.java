package dev.dataapi.warehouse;

import java.time.ZoneId;

import dev.dataapi.InvalidSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
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
			throw new InvalidSettingException("data-api.time-zone", timeZone,
					"be a name of the IANA time zone database, such as UTC, Europe/Berlin or Asia/Kolkata");
		}
	}

}
