package dev.dataapi.lookup;

import java.time.Duration;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long and how much the service remembers.
 *
 * @param ttl for how long an answer is served again; zero switches the memory off
 * @param staleIfError for how long beyond that a row is served if loading it anew fails
 * @param rows how much the remembered rows may weigh together; a sixth of the heap unless
 * set
 * @param absentKeys how many keys without a row are remembered
 * @param reports how many answers each report keeps at most
 */
@ConfigurationProperties("data-api.cache")
public record CacheProperties(@DefaultValue("180s") Duration ttl, @DefaultValue("10m") Duration staleIfError,
		@Nullable DataSize rows, @DefaultValue("20000") int absentKeys, @DefaultValue("1000") int reports) {

	private static final Duration LONGEST = Duration.ofDays(365);

	public CacheProperties {
		require("data-api.cache.ttl", ttl);
		require("data-api.cache.stale-if-error", staleIfError);
		require("data-api.cache.absent-keys", absentKeys);
		require("data-api.cache.reports", reports);
	}

	/** How many bytes the remembered rows may weigh together. */
	public long rowsWeight() {
		return (this.rows != null) ? this.rows.toBytes() : Runtime.getRuntime().maxMemory() / 6;
	}

	private static void require(String setting, Duration value) {
		if (value.isNegative() || value.compareTo(LONGEST) > 0) {
			throw new InvalidSettingException(setting, value, "be from 0s to 365d");
		}
	}

	private static void require(String setting, int value) {
		if (value < 0) {
			throw new InvalidSettingException(setting, value, "not be negative");
		}
	}

}
