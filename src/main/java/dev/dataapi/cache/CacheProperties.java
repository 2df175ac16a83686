package dev.dataapi.cache;

import java.time.Duration;
import java.util.regex.Pattern;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.memory.MemoryBudget;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is cached and for how long.
 *
 * @param ttl for how long an entry is fresh; zero switches the caches off
 * @param staleIfError for how long after that it is served if loading it again fails
 * @param maxSize how much the cached look-ups may weigh together; a ninth of the heap
 * unless set
 * @param reportsMaxSize how much the cached reports may weigh together; 1/24 of the heap
 * unless set
 * @param maxNegativeEntries how many keys without a value are cached
 * @param shared what instances share behind their own memory
 * @param sharedPrefix begins the shared keys; instances share entries only with those
 * that have the same
 * @param noCache what a caller's {@code Cache-Control: no-cache} does
 */
@ConfigurationProperties("data-api.cache")
public record CacheProperties(@DefaultValue("180s") Duration ttl, @DefaultValue("10m") Duration staleIfError,
		@Nullable DataSize maxSize, @Nullable DataSize reportsMaxSize, @DefaultValue("20000") int maxNegativeEntries,
		@DefaultValue("none") Shared shared, @DefaultValue("data-api") String sharedPrefix,
		@DefaultValue("honoured") NoCache noCache) {

	private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final Duration LONGEST = Duration.ofDays(365);

	public CacheProperties {
		InvalidSettingException.requireWithin("data-api.cache.ttl", ttl, Duration.ZERO, LONGEST, "from 0s to 365d");
		InvalidSettingException.requireWithin("data-api.cache.stale-if-error", staleIfError, Duration.ZERO, LONGEST,
				"from 0s to 365d");
		requireNotNegative("data-api.cache.max-size", maxSize);
		requireNotNegative("data-api.cache.reports-max-size", reportsMaxSize);
		InvalidSettingException.requireWithin("data-api.cache.max-negative-entries", maxNegativeEntries, 0, 10_000_000);
		if (!PREFIX.matcher(sharedPrefix).matches()) {
			throw new InvalidSettingException("data-api.cache.shared-prefix", sharedPrefix,
					"be 1 to 64 letters, digits, dots, dashes and underscores");
		}
	}

	/** How many bytes the cached look-ups may weigh. */
	public long lookupWeight(MemoryBudget memory) {
		return (this.maxSize != null) ? this.maxSize.toBytes() : memory.lookups();
	}

	/** How many bytes the cached reports may weigh. */
	public long reportWeight(MemoryBudget memory) {
		return (this.reportsMaxSize != null) ? this.reportsMaxSize.toBytes() : memory.reports();
	}

	/** How many negative entries there may be: fewer than set where memory is short. */
	public long maxNegatives(MemoryBudget memory) {
		return Math.min(this.maxNegativeEntries, memory.negatives() / EntryStore.ENTRY_OVERHEAD);
	}

	private static void requireNotNegative(String setting, @Nullable DataSize value) {
		if (value != null && value.isNegative()) {
			throw new InvalidSettingException(setting, value, "not be negative");
		}
	}

	/** What {@code Cache-Control: no-cache} in a request does. */
	public enum NoCache {

		/** The answer is loaded for this request. */
		HONOURED,

		/** Nothing: such a request is answered as any other. */
		IGNORED

	}

	/** What instances share behind their own memory. */
	enum Shared {

		/** Nothing: each instance has a cache of its own. */
		NONE,

		/** A Redis or Valkey server, found by {@code spring.data.redis.*}. */
		REDIS

	}

}
