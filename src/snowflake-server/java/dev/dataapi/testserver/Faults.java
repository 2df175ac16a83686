package dev.dataapi.testserver;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The faults in force; if several strike at once, the first is the outermost.
 */
final class Faults {

	private final List<Fault> faults = new CopyOnWriteArrayList<>();

	private final Sessions sessions;

	private volatile CountDownLatch stalled = new CountDownLatch(1);

	Faults(Sessions sessions) {
		this.sessions = sessions;
	}

	/** Ends all faults; stalled requests have their connection closed. */
	void clear() {
		this.faults.clear();
		CountDownLatch old = this.stalled;
		this.stalled = new CountDownLatch(1);
		old.countDown();
	}

	void add(Fault fault) {
		this.faults.add(fault);
	}

	Sessions sessions() {
		return this.sessions;
	}

	HttpAnswer apply(Exchange exchange, Supplier<HttpAnswer> handler) {
		Supplier<HttpAnswer> answer = handler;
		for (Fault fault : this.faults.reversed()) {
			if (fault.strikes(exchange)) {
				Supplier<HttpAnswer> otherwise = answer;
				answer = () -> fault.answer(exchange, otherwise, this);
			}
		}
		return answer.get();
	}

	HttpAnswer stall() {
		await(this.stalled, Long.MAX_VALUE);
		return HttpAnswer.dropped();
	}

	/** Waits for an interval; false once the faults are cleared. */
	BooleanSupplier pace(Duration interval) {
		CountDownLatch cleared = this.stalled;
		return () -> {
			await(cleared, interval.toMillis());
			return cleared.getCount() > 0 && !Thread.currentThread().isInterrupted();
		};
	}

	void delay(Exchange exchange, Duration delay) {
		if (exchange.kind() == RequestKind.QUERY) {
			exchange.delay(delay);
		}
		else {
			await(this.stalled, delay.toMillis());
		}
	}

	private static void await(CountDownLatch latch, long millis) {
		try {
			latch.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
