package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;

/**
 * Callers that send one request after another: some for a few customers, some for always
 * other ones, some for reports that nobody has asked for before.
 */
final class SteadyLoad implements AutoCloseable {

	private static final Duration PAUSE = Duration.ofMillis(15);

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final RunningService service;

	private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();

	private final ExecutorService callers = Executors.newCachedThreadPool();

	private volatile boolean stopped;

	SteadyLoad(RunningService service) {
		this.service = service;
		call("cached look-up", 3, (number) -> "/customer/" + (1 + number % 20));
		call("look-up", 4, (number) -> "/customer/" + (21 + number % 9_979));
		call("report", 2,
				(number) -> "/connector/clerk/%09d/yearly_sales/%d".formatted(1 + number % 900_000, 1992 + number % 7));
	}

	private void call(String kind, int callers, IntFunction<String> path) {
		for (int i = 0; i < callers; i++) {
			this.callers.execute(() -> {
				while (!this.stopped) {
					this.samples.add(ask(kind, path.apply(NUMBERS.incrementAndGet())));
					LockSupport.parkNanos(PAUSE.toNanos());
				}
			});
		}
	}

	private Sample ask(String kind, String path) {
		long asked = System.nanoTime();
		int status;
		try {
			status = this.service.get(path).status();
		}
		catch (IOException | RuntimeException ex) {
			// No answer, or not one of HTTP
			status = -1;
		}
		return new Sample(kind, status, asked, System.nanoTime());
	}

	/** The answers since a time, oldest first. */
	List<Sample> since(long nanoTime) {
		return this.samples.stream().filter((sample) -> sample.answeredAt() >= nanoTime).toList();
	}

	/** Waits for the answers that are still due. */
	@Override
	public void close() {
		this.stopped = true;
		this.callers.close();
	}

	/**
	 * One answer.
	 *
	 * @param kind what was asked for
	 * @param status the status, -1 without an answer
	 * @param askedAt when, by {@link System#nanoTime()}
	 * @param answeredAt when
	 */
	record Sample(String kind, int status, long askedAt, long answeredAt) {

		boolean failed() {
			return this.status != 200;
		}

		long millis() {
			return TimeUnit.NANOSECONDS.toMillis(this.answeredAt - this.askedAt);
		}

	}

}
