package dev.dataapi.warehouse;

import java.time.Duration;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The two pools of connections to the warehouse. The pool of the look-ups holds as many
 * connections as they may use at once, and shares their deadline.
 *
 * @param lookups the pool for single rows
 * @param reports the pool for aggregates
 * @param connectionDeadline for how long a login may take, and a caller waits for a
 * connection
 */
@ConfigurationProperties("data-api.warehouse")
public record WarehouseProperties(@DefaultValue Lookups lookups, @DefaultValue Reports reports,
		@DefaultValue("5s") Duration connectionDeadline) {

	public WarehouseProperties {
		requireDeadline("data-api.warehouse.connection-deadline", connectionDeadline);
	}

	/** A pool waits for no less than 250 milliseconds. */
	private static void requireDeadline(String setting, Duration value) {
		if (value.compareTo(Duration.ofMillis(250)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
			throw new InvalidSettingException(setting, value, "be from 250ms to 1h");
		}
	}

	private static void requireTimeout(String setting, @Nullable Duration value) {
		if (value != null && (value.toSeconds() < 1 || value.compareTo(Duration.ofHours(1)) > 0)) {
			throw new InvalidSettingException(setting, value, "be from 1s to 1h");
		}
	}

	/**
	 * The pool for single rows.
	 *
	 * @param statementTimeout after how long the warehouse itself stops a statement, in
	 * whole seconds; the look-ups' deadline unless set
	 */
	public record Lookups(@Nullable Duration statementTimeout) {

		public Lookups {
			requireTimeout("data-api.warehouse.lookups.statement-timeout", statementTimeout);
		}

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

		public Reports {
			if (poolSize < 1 || poolSize > 1000) {
				throw new InvalidSettingException("data-api.warehouse.reports.pool-size", poolSize,
						"be from 1 to 1000");
			}
			requireDeadline("data-api.warehouse.reports.deadline", deadline);
			requireTimeout("data-api.warehouse.reports.statement-timeout", statementTimeout);
		}

	}

}
