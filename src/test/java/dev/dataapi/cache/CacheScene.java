package dev.dataapi.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.FakeTicker;
import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.memory.MemoryBudget;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A cache, its source, its clock, and callers that ask at the same time. */
public final class CacheScene implements AutoCloseable {

	public static final CachePolicy PATIENT = new CachePolicy(Duration.ofSeconds(180), Duration.ofSeconds(60),
			Duration.ofSeconds(30), 128, 4096);

	final ControlledSource source = new ControlledSource();

	final FakeTicker ticker = new FakeTicker();

	final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	final CacheGroup group;

	final ReadThroughCache<Long> cache;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	CacheScene(int connections, CachePolicy policy) {
		this.group = new CacheGroup("test", policy, connections, 32L << 20, 20_000,
				environment(this.threads, this.registry, this.ticker));
		this.cache = this.group.cache("endpoint", this.source);
	}

	public static CachePolicy policy(Duration deadline, int maxBatch, int maxWaiting) {
		return new CachePolicy(PATIENT.ttl(), PATIENT.staleIfError(), deadline, maxBatch, maxWaiting);
	}

	/** Of caches that no other instance shares. */
	static CacheEnvironment environment(Executor executor, MeterRegistry registry, Ticker ticker) {
		return new CacheEnvironment(executor, registry, ticker, MemoryBudget.ofThisJvm(), SecondLevel.NONE);
	}

	/** Lets a caller ask for keys, and goes on. */
	Asking find(long... keys) {
		return ask(() -> this.cache.array(keys(keys), CacheMode.READ_THROUGH, Representation.JSON));
	}

	Asking reload(long... keys) {
		return ask(() -> this.cache.array(keys(keys), CacheMode.NO_CACHE, Representation.JSON));
	}

	/** As {@link #find}, and returns when the caller is waiting. */
	Asking findAndWait(long... keys) {
		return find(keys).awaitWaiting();
	}

	Asking reloadAndWait(long... keys) {
		return reload(keys).awaitWaiting();
	}

	/** Finds keys that the source loads in one call, and returns the answer. */
	CachedResponse load(long... keys) {
		Asking asking = find(keys);
		this.source.next().answer();
		return asking.answer();
	}

	/** Finds keys in the calling thread. */
	CachedResponse read(long... keys) {
		return this.cache.array(keys(keys), CacheMode.READ_THROUGH, Representation.JSON);
	}

	/** Finds keys that are cached. */
	CachedResponse cached(long... keys) {
		return this.cache.array(keys(keys), CacheMode.ONLY_IF_CACHED, Representation.JSON);
	}

	Asking ask(Supplier<CachedResponse> question) {
		return Asking.start(question);
	}

	int waitingKeys() {
		return gauge("cache.waiting.keys");
	}

	int busyConnections() {
		return gauge("cache.busy.connections");
	}

	private int gauge(String name) {
		return (int) this.registry.get(name).tag("endpoint", "endpoint").gauge().value();
	}

	public static List<Long> keys(long... keys) {
		return LongStream.of(keys).boxed().toList();
	}

	static long[] range(int from, int to) {
		return LongStream.rangeClosed(from, to).toArray();
	}

	public static void await(String what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(what).isLessThan(deadline);
			Thread.yield();
		}
	}

	void awaitIdle() {
		await("cache idle", () -> waitingKeys() + busyConnections() == 0);
	}

	public static ThrowableAssertAlternative<ReadException> assertThatReadFails(Reason reason, ThrowingCallable read) {
		return assertThatExceptionOfType(ReadException.class).isThrownBy(read)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

	public static String body(CachedResponse response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	/** A caller and the answer that it will get. */
	public record Asking(Thread thread, CompletableFuture<CachedResponse> future) {

		public static Asking start(Supplier<CachedResponse> question) {
			CompletableFuture<CachedResponse> answer = new CompletableFuture<>();
			Thread thread = Thread.startVirtualThread(() -> {
				try {
					answer.complete(question.get());
				}
				catch (ReadException ex) {
					answer.completeExceptionally(ex);
				}
			});
			return new Asking(thread, answer);
		}

		public Asking awaitWaiting() {
			await("caller waiting", () -> this.thread.getState() == Thread.State.TIMED_WAITING);
			return this;
		}

		public CachedResponse answer() {
			return this.future.orTimeout(20, TimeUnit.SECONDS).join();
		}

		public ReadException failure() {
			return this.future.orTimeout(20, TimeUnit.SECONDS)
				.handle((response, failure) -> (ReadException) failure)
				.join();
		}

		public Reason reason() {
			return failure().getReason();
		}

	}

}
