package dev.dataapi.cache.shared;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps calls from a server that fails: opens after five failures in a row, and lets one
 * call through every five seconds until one succeeds. Logs each change of state once.
 */
final class CircuitBreaker {

	private static final Logger LOGGER = LoggerFactory.getLogger(CircuitBreaker.class);

	private static final int FAILURES = 5;

	private static final long OPEN_NANOS = Duration.ofSeconds(5).toNanos();

	/** What is called, in the log. */
	private final String name;

	private final Ticker ticker;

	private int failures;

	private volatile boolean open;

	/** When the breaker opened, or let the last trial through. */
	private long triedAt;

	CircuitBreaker(String name, Ticker ticker) {
		this.name = name;
		this.ticker = ticker;
	}

	/** Tells whether a call may be made; then its outcome must follow. */
	boolean allows() {
		return !this.open || isTimeForTrial();
	}

	private synchronized boolean isTimeForTrial() {
		long now = this.ticker.read();
		if (this.open && now - this.triedAt < OPEN_NANOS) {
			return false;
		}
		this.triedAt = now;
		return true;
	}

	synchronized void succeeded() {
		this.failures = 0;
		if (this.open) {
			this.open = false;
			LOGGER.info("{}: used again", this.name);
		}
	}

	synchronized void failed(String reason) {
		this.failures++;
		if (!this.open && this.failures >= FAILURES) {
			this.open = true;
			this.triedAt = this.ticker.read();
			LOGGER.warn("{}: not used for now, after {} failures in a row: {}", this.name, this.failures, reason);
		}
	}

	boolean isOpen() {
		return this.open;
	}

}
