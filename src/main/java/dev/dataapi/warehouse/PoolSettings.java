package dev.dataapi.warehouse;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The bounds of one pool of connections.
 *
 * @param name the pool's name in logs and metrics
 * @param size the most connections it holds
 * @param minimum how many it holds when idle
 * @param deadline how long a caller waits for connection and answer together, if its
 * endpoint declares no deadline
 * @param statementTimeout when Snowflake itself stops a statement, if not at the deadline
 * @param connectionDeadline how long a login may take, and how long a caller waits for a
 * connection
 */
public record PoolSettings(String name, int size, int minimum, Duration deadline, @Nullable Duration statementTimeout,
		Duration connectionDeadline) {
}
