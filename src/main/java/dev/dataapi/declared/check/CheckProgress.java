package dev.dataapi.declared.check;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far the command {@code check} has come. Where there is one, the check does what
 * takes too long for each start, such as counting keys. Thread-safe.
 */
public final class CheckProgress {

	private final AtomicInteger done = new AtomicInteger();

	private volatile int all;

	/** The warehouse answers: so many statements are to be checked. */
	public void begin(int statements) {
		this.all = statements;
	}

	public void advance() {
		this.done.incrementAndGet();
	}

	/** Whether the warehouse has been reached. */
	public boolean isReached() {
		return this.all > 0;
	}

	@Override
	public String toString() {
		return this.done + " of " + this.all + " statements are checked";
	}

}
