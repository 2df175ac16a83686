package dev.dataapi.warehouse;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The two pools of connections to the warehouse.
 *
 * @param lookups the pool for single rows
 * @param reports the pool for aggregates
 */
@ConfigurationProperties("data-api.warehouse")
public record WarehouseProperties(@DefaultValue Lookups lookups, @DefaultValue Reports reports) {

	/**
	 * The pool for single rows.
	 *
	 * @param poolSize how many connections it holds at most
	 * @param deadline for how long a statement may run
	 */
	public record Lookups(@DefaultValue("8") int poolSize, @DefaultValue("2s") Duration deadline) {
	}

	/**
	 * The pool for aggregates.
	 *
	 * @param poolSize how many connections it holds at most
	 * @param deadline for how long a statement may run
	 */
	public record Reports(@DefaultValue("4") int poolSize, @DefaultValue("30s") Duration deadline) {
	}

}
