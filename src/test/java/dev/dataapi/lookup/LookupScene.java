package dev.dataapi.lookup;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** An engine, its source, its clock, and callers that ask at the same time. */
final class LookupScene implements AutoCloseable {

	final ControlledSource source = new ControlledSource();

	final FakeTicker ticker = new FakeTicker();

	final LookupEngine<Long> engine;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	LookupScene(UnaryOperator<LookupBuilder<Long>> settings) {
		this.engine = settings
			.apply(LookupEngine.builder(this.source, this.threads).ticker(this.ticker).timeout(Duration.ofSeconds(30)))
			.build();
	}

	/** Lets a caller ask for keys, and goes on. */
	Asking find(long... keys) {
		return ask(() -> this.engine.find(keys(keys)));
	}

	Asking reload(long... keys) {
		return ask(() -> this.engine.reload(keys(keys)));
	}

	/** As {@link #find}, and returns when the caller is waiting. */
	Asking findAndWait(long... keys) {
		return find(keys).awaitWaiting();
	}

	Asking reloadAndWait(long... keys) {
		return reload(keys).awaitWaiting();
	}

	/** Finds keys that the source loads in one call, and returns the answer. */
	LookupResult<Long> load(long... keys) {
		Asking asking = find(keys);
		this.source.next().answer();
		return asking.answer();
	}

	Asking ask(Supplier<LookupResult<Long>> question) {
		CompletableFuture<LookupResult<Long>> answer = new CompletableFuture<>();
		Thread thread = Thread.startVirtualThread(() -> {
			try {
				answer.complete(question.get());
			}
			catch (LookupException ex) {
				answer.completeExceptionally(ex);
			}
		});
		return new Asking(thread, answer);
	}

	static List<Long> keys(long... keys) {
		return LongStream.of(keys).boxed().toList();
	}

	static long[] range(int from, int to) {
		return LongStream.rangeClosed(from, to).toArray();
	}

	static void await(String what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(what).isLessThan(deadline);
			Thread.yield();
		}
	}

	void awaitIdle() {
		await("engine idle",
				() -> this.engine.statistics().waitingKeys() + this.engine.statistics().busyConnections() == 0);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	/** A caller and the answer that it will get. */
	record Asking(Thread thread, CompletableFuture<LookupResult<Long>> future) {

		Asking awaitWaiting() {
			await("caller waiting", () -> this.thread.getState() == Thread.State.TIMED_WAITING);
			return this;
		}

		LookupResult<Long> answer() {
			return this.future.orTimeout(20, TimeUnit.SECONDS).join();
		}

		Throwable failure() {
			return this.future.orTimeout(20, TimeUnit.SECONDS).handle((result, failure) -> failure).join();
		}

	}

}
