package dev.dataapi.telemetry;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;

/**
 * Says that a receiver takes nothing when that begins, once an hour while it lasts, and
 * when it is over; not for each export.
 */
class DeliveryLog {

	private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryLog.class);

	private static final long AGAIN_AFTER = Duration.ofHours(1).toNanos();

	private final String what;

	private final LongSupplier nanoTime;

	private @Nullable Long saidAt;

	/**
	 * Creates a log.
	 * @param what what is sent, in the plural
	 * @param nanoTime the time in nanoseconds
	 */
	DeliveryLog(String what, LongSupplier nanoTime) {
		this.what = what;
		this.nanoTime = nanoTime;
	}

	synchronized void delivered() {
		if (this.saidAt != null) {
			this.saidAt = null;
			LOGGER.info("{} are taken again", this.what);
		}
	}

	synchronized void failed(@Nullable Throwable reason) {
		long now = this.nanoTime.getAsLong();
		if (this.saidAt == null || now - this.saidAt >= AGAIN_AFTER) {
			this.saidAt = now;
			LOGGER.warn("{} are not taken by the OTLP receiver and get lost: {}", this.what, cause(reason));
		}
	}

	private static String cause(@Nullable Throwable reason) {
		return (reason != null) ? String.valueOf(NestedExceptionUtils.getMostSpecificCause(reason)) : "no answer";
	}

}
