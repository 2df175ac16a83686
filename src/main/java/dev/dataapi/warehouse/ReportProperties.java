package dev.dataapi.warehouse;

import java.time.Duration;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of reports.
 *
 * @param connections how many reports may be read at once, each on a connection of its
 * own
 * @param maxWaiting how many reports of an endpoint may wait for a connection before
 * requests are refused
 * @param deadline for how long a request waits, for a connection and the answer together
 * @param statementTimeout after how long the warehouse itself stops a statement, in whole
 * seconds; the deadline unless set
 */
@ConfigurationProperties("data-api.report")
public record ReportProperties(@DefaultValue("4") int connections, @DefaultValue("60") int maxWaiting,
		@DefaultValue("30s") Duration deadline, @Nullable Duration statementTimeout) {

	public ReportProperties {
		InvalidSettingException.requireWithin("data-api.report.connections", connections, 1, 1000);
		InvalidSettingException.requireWithin("data-api.report.max-waiting", maxWaiting, 0, 10_000);
		PoolSettings.requireDeadline("data-api.report.deadline", deadline);
		PoolSettings.requireDeadline("data-api.report.statement-timeout", statementTimeout);
	}

}
