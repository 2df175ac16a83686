package dev.dataapi.lookup;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long and how much the service remembers.
 *
 * @param ttl for how long an answer is served again; zero switches the memory off
 * @param reports how many answers each report keeps at most
 * @param rows how many keys the look-ups keep at most, with or without a row
 */
@ConfigurationProperties("data-api.cache")
public record CacheProperties(@DefaultValue("180s") Duration ttl, @DefaultValue("1000") int reports,
		@DefaultValue("20000") int rows) {
}
