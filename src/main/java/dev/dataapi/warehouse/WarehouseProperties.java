package dev.dataapi.warehouse;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The two pools of connections to the warehouse.
 *
 * @param lookups the pool for single rows
 * @param reports the pool for aggregates
 * @param connectionDeadline for how long a login may take, and a caller waits for a
 * connection
 */
@ConfigurationProperties("data-api.warehouse")
public record WarehouseProperties(@DefaultValue Lookups lookups, @DefaultValue Reports reports,
		@DefaultValue("5s") Duration connectionDeadline) {

	/**
	 * The pool for single rows.
	 *
	 * @param poolSize how many connections it holds, always
	 * @param deadline for how long a caller waits for connection and answer together
	 * @param statementTimeout after how long the warehouse itself stops a statement, in
	 * whole seconds; the deadline unless set
	 */
	public record Lookups(@DefaultValue("8") int poolSize, @DefaultValue("2s") Duration deadline,
			@Nullable Duration statementTimeout) {
	}

	/**
	 * The pool for aggregates.
	 *
	 * @param poolSize how many connections it holds at most
	 * @param deadline for how long a caller waits for connection and answer together
	 * @param statementTimeout after how long the warehouse itself stops a statement, in
	 * whole seconds; the deadline unless set
	 */
	public record Reports(@DefaultValue("4") int poolSize, @DefaultValue("30s") Duration deadline,
			@Nullable Duration statementTimeout) {
	}

}
