package dev.dataapi.orders;

import dev.dataapi.InvalidSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limit of the reports that the memory cannot answer.
 *
 * @param maxReading how many requests may read a report at the same time, those included
 * that wait for a connection; beyond, requests are refused
 */
@ConfigurationProperties("data-api.reports")
record ReportProperties(@DefaultValue("64") int maxReading) {

	ReportProperties {
		if (maxReading < 1 || maxReading > 10_000) {
			throw new InvalidSettingException("data-api.reports.max-reading", maxReading, "be from 1 to 10000");
		}
	}

}
