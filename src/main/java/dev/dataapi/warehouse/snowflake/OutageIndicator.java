package dev.dataapi.warehouse.snowflake;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * Reports since when something has not answered, judged by the reads that callers make: a
 * query for each check would keep the warehouse running. Neither probe includes it, since
 * a restart would not help.
 */
class OutageIndicator implements HealthIndicator {

	private final Clock clock;

	private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();

	OutageIndicator(Clock clock) {
		this.clock = clock;
	}

	/** A statement was answered, even if with an error. */
	void answered() {
		// Read first: every read ends here, and almost none changes anything
		if (this.outage.get() != null) {
			this.outage.set(null);
		}
	}

	/** A read failed, answered or not. */
	void failed(DataAccessException ex) {
		String reason = reason(ex);
		if (reason == null) {
			answered();
		}
		else {
			failed(reason);
		}
	}

	/** A read failed without an answer. */
	void failed(String reason) {
		Instant now = this.clock.instant();
		this.outage.updateAndGet((known) -> new Outage((known != null) ? known.since() : now, reason));
	}

	private static @Nullable String reason(DataAccessException ex) {
		return switch (ex) {
			case DataAccessResourceFailureException unreachable -> "unreachable or refusing";
			case TransientDataAccessResourceException lost -> "sessions are lost";
			case QueryTimeoutException late -> "no answer within the deadline";
			default -> null;
		};
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
