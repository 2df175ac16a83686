package dev.dataapi.testserver;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A fault: when it strikes, and what it does.
 */
public final class Fault {

	private final Predicate<Exchange> concerned;

	private final int skipped;

	private final int every;

	private final long times;

	private final Action action;

	private final AtomicLong met = new AtomicLong();

	private final AtomicLong struck = new AtomicLong();

	Fault(Predicate<Exchange> concerned, int skipped, int every, long times, Action action) {
		this.concerned = concerned;
		this.skipped = skipped;
		this.every = every;
		this.times = times;
		this.action = action;
	}

	/** How often it has struck. */
	public long struck() {
		return this.struck.get();
	}

	/** Decides for one request, and counts it; a used-up fault never strikes again. */
	boolean strikes(Exchange exchange) {
		if (!this.concerned.test(exchange)) {
			return false;
		}
		long turn = this.met.incrementAndGet() - this.skipped;
		if (turn < 1 || turn % this.every != 0) {
			return false;
		}
		return this.struck.getAndUpdate((count) -> Math.min(count + 1, this.times)) < this.times;
	}

	HttpAnswer answer(Exchange exchange, Supplier<HttpAnswer> otherwise) {
		return this.action.answer(exchange, otherwise);
	}

	/** Answers instead of the server, or alters its answer. */
	@FunctionalInterface
	interface Action {

		HttpAnswer answer(Exchange exchange, Supplier<HttpAnswer> otherwise);

	}

}
