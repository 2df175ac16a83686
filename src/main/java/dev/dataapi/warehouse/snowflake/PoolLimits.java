package dev.dataapi.warehouse.snowflake;

import java.time.Duration;

/**
 * The limits of one pool.
 *
 * @param name the pool's name
 * @param size how many connections it holds at most
 * @param minimum how many it holds when idle
 * @param deadline for how long a caller waits for connection and answer together
 * @param statementTimeout after how long Snowflake itself stops a statement
 * @param connectionDeadline for how long a login may take, and a caller waits for a
 * connection
 */
record PoolLimits(String name, int size, int minimum, Duration deadline, Duration statementTimeout,
		Duration connectionDeadline) {
}
