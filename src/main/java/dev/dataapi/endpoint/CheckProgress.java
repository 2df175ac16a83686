package dev.dataapi.endpoint;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far the command {@code check} has come. Where there is one, the check does what
 * takes too long for each start, such as counting keys. Thread-safe.
 */
final class CheckProgress {

	private final AtomicInteger done = new AtomicInteger();

	private volatile int all;

	/** The warehouse answers: so many statements are to be checked. */
	void begin(int statements) {
		this.all = statements;
	}

	void advance() {
		this.done.incrementAndGet();
	}

	/** Whether the warehouse has been reached. */
	boolean isReached() {
		return this.all > 0;
	}

	@Override
	public String toString() {
		return this.done + " of " + this.all + " statements are checked";
	}

}
