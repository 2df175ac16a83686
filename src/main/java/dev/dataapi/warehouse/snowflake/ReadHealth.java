package dev.dataapi.warehouse.snowflake;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * The health of Snowflake and of the storage of its results, judged separately by reads.
 */
record ReadHealth(OutageIndicator warehouse, OutageIndicator resultStorage) {

	ReadHealth(Clock clock) {
		this(new OutageIndicator(clock), new OutageIndicator(clock));
	}

	/**
	 * A read has its rows.
	 * @param stored whether some of them came from the storage
	 */
	void answered(boolean stored) {
		this.warehouse.answered();
		if (stored) {
			this.resultStorage.answered();
		}
	}

	/** A read failed, answered or not. */
	void failed(DataAccessException ex) {
		switch (ex) {
			case ResultStorageException stored -> {
				// Snowflake must have answered, or there would be no result to fetch
				this.warehouse.answered();
				this.resultStorage.failed("unreachable or refusing");
			}
			case DataAccessResourceFailureException unreachable -> this.warehouse.failed("unreachable or refusing");
			case TransientDataAccessResourceException lost -> this.warehouse.failed("sessions are lost");
			case QueryTimeoutException late -> this.warehouse.failed("no answer within the deadline");
			default -> this.warehouse.answered();
		}
	}

	/**
	 * Reports since when something has not answered, judged by the reads that callers
	 * make: a query for each check would keep the warehouse running. Neither probe
	 * includes it, since a restart would not help.
	 */
	static final class OutageIndicator implements HealthIndicator {

		private final Clock clock;

		private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();

		private OutageIndicator(Clock clock) {
			this.clock = clock;
		}

		/** A statement was answered, even if with an error. */
		void answered() {
			// Read first: every read ends here, and almost none changes anything
			if (this.outage.get() != null) {
				this.outage.set(null);
			}
		}

		/** A read failed without an answer. */
		void failed(String reason) {
			Instant now = this.clock.instant();
			this.outage.updateAndGet((known) -> new Outage((known != null) ? known.since() : now, reason));
		}

		@Override
		public Health health() {
			Outage outage = this.outage.get();
			return (outage == null) ? Health.up().build()
					: Health.down().withDetail("since", outage.since()).withDetail("reason", outage.reason()).build();
		}

		/**
		 * Reads without an answer, one after another.
		 *
		 * @param since when the first of them failed
		 * @param reason why the last of them did
		 */
		private record Outage(Instant since, String reason) {
		}

	}

	/**
	 * Snowflake answered, but the storage that holds the rows of a large result did not.
	 */
	static final class ResultStorageException extends NonTransientDataAccessResourceException {

		private static final long serialVersionUID = 1L;

		ResultStorageException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}
