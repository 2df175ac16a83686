package dev.dataapi.telemetry;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;

/**
 * Logs when exports start to fail, once an hour while they fail, and when they recover.
 * OpenTelemetry and Micrometer log a stack trace every minute.
 */
class ExportLog {

	private static final Logger LOGGER = LoggerFactory.getLogger(ExportLog.class);

	private static final long INTERVAL = Duration.ofHours(1).toNanos();

	private final String signal;

	private final LongSupplier nanoTime;

	private @Nullable Long loggedAt;

	/** The signal is the first word of each line; the time is in nanoseconds. */
	ExportLog(String signal, LongSupplier nanoTime) {
		this.signal = signal;
		this.nanoTime = nanoTime;
	}

	synchronized void succeeded() {
		if (this.loggedAt != null) {
			this.loggedAt = null;
			LOGGER.info("{} reach the OTLP receiver again", this.signal);
		}
	}

	synchronized void failed(@Nullable Throwable failure) {
		long now = this.nanoTime.getAsLong();
		if (this.loggedAt == null || now - this.loggedAt >= INTERVAL) {
			this.loggedAt = now;
			LOGGER.warn("{} do not reach the OTLP receiver and are lost: {}", this.signal, cause(failure));
		}
	}

	private static String cause(@Nullable Throwable failure) {
		return (failure != null) ? String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure)) : "no answer";
	}

}
