package dev.dataapi.cache.shared;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * A store that may fail at any time: a read that fails finds nothing, a write that fails
 * is dropped.
 * <p>
 * Reads and writes have a breaker each, since a full or read-only server still answers
 * reads; so has each endpoint, since its values alone may be too large for the deadline.
 */
final class GuardedStore implements AutoCloseable {

	private final SharedStore store;

	private final MeterRegistry registry;

	private final CircuitBreaker reads;

	private final CircuitBreaker writes;

	GuardedStore(SharedStore store, Ticker ticker, MeterRegistry registry) {
		this.store = store;
		this.registry = registry;
		this.reads = breaker("read", ticker);
		this.writes = breaker("write", ticker);
	}

	private CircuitBreaker breaker(String operation, Ticker ticker) {
		CircuitBreaker breaker = new CircuitBreaker("Shared cache, " + operation + "s", ticker);
		Gauge.builder("cache.shared.open", breaker, (each) -> each.isOpen() ? 1 : 0)
			.description("Whether the shared cache is not used for now, since it fails")
			.tag("operation", operation)
			.register(this.registry);
		return breaker;
	}

	/** In bytes, how large the values of one call may be. */
	long maxBytes() {
		return this.store.maxBytes();
	}

	/**
	 * Reads.
	 * @param endpoint the breaker of the endpoint whose values are read, if any are
	 * @param call the read
	 * @return what it finds, {@code null} if it fails
	 */
	<T> @Nullable T read(@Nullable CircuitBreaker endpoint, Function<SharedStore, T> call) {
		return call("read", this.reads, endpoint, call);
	}

	/** As {@link #read}; tells whether it succeeded. */
	boolean write(@Nullable CircuitBreaker endpoint, Consumer<SharedStore> call) {
		return call("write", this.writes, endpoint, (store) -> {
			call.accept(store);
			return true;
		}) != null;
	}

	private <T> @Nullable T call(String operation, CircuitBreaker server, @Nullable CircuitBreaker endpoint,
			Function<SharedStore, T> call) {
		if ((endpoint != null && !endpoint.allows()) || !server.allows()) {
			return null;
		}
		Timer.Sample sample = Timer.start(this.registry);
		String outcome = "failure";
		try {
			T result = call.apply(this.store);
			server.succeeded();
			if (endpoint != null) {
				endpoint.succeeded();
			}
			outcome = "success";
			return result;
		}
		catch (RuntimeException ex) {
			boolean late = ex instanceof SharedStore.Failure failure && failure.isLate();
			CircuitBreaker judged = (endpoint != null && late && answers()) ? endpoint : server;
			judged.failed(String.valueOf(ex.getMessage()));
			return null;
		}
		finally {
			sample.stop(Timer.builder("cache.shared.calls")
				.description("Round trips to the shared cache")
				.tags("operation", operation, "outcome", outcome)
				.register(this.registry));
		}
	}

	/** Whether the server answers a call without values in time. */
	private boolean answers() {
		try {
			this.store.get(List.of());
			return true;
		}
		catch (SharedStore.Failure ex) {
			return false;
		}
	}

	@Override
	public void close() {
		this.store.close();
	}

}
