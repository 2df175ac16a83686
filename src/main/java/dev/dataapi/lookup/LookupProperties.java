package dev.dataapi.lookup;

import java.time.Duration;

import dev.dataapi.InvalidSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of the look-ups that the memory cannot answer.
 *
 * @param connections how many round trips may be under way, each on a connection of its
 * own
 * @param maxBatch how many keys one round trip may carry, 1 to 128
 * @param maxWaiting how many keys may wait for a connection; beyond, requests are refused
 * @param deadline for how long a request waits, for connection and answer together
 */
@ConfigurationProperties("data-api.lookup")
public record LookupProperties(@DefaultValue("8") int connections, @DefaultValue("128") int maxBatch,
		@DefaultValue("4096") int maxWaiting, @DefaultValue("2s") Duration deadline) {

	public LookupProperties {
		require("data-api.lookup.connections", connections, 1, 1000);
		require("data-api.lookup.max-batch", maxBatch, 1, PaddedKeys.MAX_SIZE);
		require("data-api.lookup.max-waiting", maxWaiting, 0, 1_000_000);
		if (!deadline.isPositive() || deadline.compareTo(Duration.ofHours(1)) > 0) {
			throw new InvalidSettingException("data-api.lookup.deadline", deadline, "be more than 0s and at most 1h");
		}
	}

	private static void require(String setting, int value, int least, int most) {
		if (value < least || value > most) {
			throw new InvalidSettingException(setting, value, "be from " + least + " to " + most);
		}
	}

}
