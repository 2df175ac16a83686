package dev.dataapi.warehouse;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import dev.dataapi.InvalidSettingException;
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

	/** How long a caller waits for a connection: no longer than for its answer. */
	public Duration patience() {
		return Collections.min(List.of(this.deadline, this.connectionDeadline));
	}

	/** Requires a deadline that the pool accepts, unless it is null. */
	static void requireDeadline(String setting, @Nullable Duration value) {
		InvalidSettingException.requireWithin(setting, value, Duration.ofMillis(250), Duration.ofHours(1),
				"from 250ms to 1h");
	}

}
