package dev.dataapi.warehouse;

import java.time.Duration;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of look-ups.
 *
 * @param connections how many loads may run at once, each on a connection of its own
 * @param maxBatch how many keys one statement may load, 1 to 128
 * @param maxWaiting how many keys of an endpoint may wait for a connection before
 * requests are refused
 * @param deadline for how long a request waits, for a connection and the answer together
 * @param statementTimeout after how long the warehouse itself stops a statement, in whole
 * seconds; the deadline unless set
 */
@ConfigurationProperties("data-api.lookup")
public record LookupProperties(@DefaultValue("8") int connections, @DefaultValue("128") int maxBatch,
		@DefaultValue("4096") int maxWaiting, @DefaultValue("2s") Duration deadline,
		@Nullable Duration statementTimeout) {

	/** The longest {@code IN} list: 2<sup>7</sup> keys. */
	public static final int LARGEST_BATCH = 128;

	public LookupProperties {
		InvalidSettingException.requireWithin("data-api.lookup.connections", connections, 1, 1000);
		InvalidSettingException.requireWithin("data-api.lookup.max-batch", maxBatch, 1, LARGEST_BATCH);
		InvalidSettingException.requireWithin("data-api.lookup.max-waiting", maxWaiting, 0, 1_000_000);
		PoolSettings.requireDeadline("data-api.lookup.deadline", deadline);
		PoolSettings.requireDeadline("data-api.lookup.statement-timeout", statementTimeout);
	}

}
