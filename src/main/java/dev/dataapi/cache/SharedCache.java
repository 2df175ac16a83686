package dev.dataapi.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The level behind the instances' own memories, which all of them share.
 * <p>
 * It may fail at any time: a read that fails finds nothing, a write that fails is
 * dropped. Reads and writes have a breaker each, since a full or read-only server still
 * answers reads; so has each endpoint, since its values alone may be too large.
 * <p>
 * Each instance looks once a second what the others have invalidated.
 */
public final class SharedCache implements AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(SharedCache.class);

	private static final Duration POLL_PERIOD = Duration.ofSeconds(1);

	/**
	 * For how long an instance that cannot follow invalidations serves as fresh what it
	 * had.
	 */
	static final Duration LONGEST_UNFOLLOWED = Duration.ofMinutes(1);

	private final SharedStore store;

	private final String prefix;

	private final String program;

	private final Origin origin;

	private final Ticker ticker;

	private final MeterRegistry registry;

	private final CircuitBreaker reads;

	private final CircuitBreaker writes;

	private final List<SharedEntries<?>> all = new CopyOnWriteArrayList<>();

	/** When invalidations were last looked for. */
	private volatile @Nullable Long followedAt;

	private @Nullable ScheduledExecutorService poller;

	/**
	 * Creates the shared level.
	 * @param store the server
	 * @param prefix begins all names there
	 * @param program tells programs apart that may write different values
	 * @param origin tells where values come from
	 * @param ticker the clock of breakers and entries
	 * @param registry counts and times
	 */
	SharedCache(SharedStore store, String prefix, String program, Origin origin, Ticker ticker,
			MeterRegistry registry) {
		this.store = store;
		this.prefix = prefix;
		this.program = program;
		this.origin = origin;
		this.ticker = ticker;
		this.registry = registry;
		this.reads = breaker("read");
		this.writes = breaker("write");
	}

	private CircuitBreaker breaker(String operation) {
		CircuitBreaker breaker = new CircuitBreaker("Shared cache, " + operation + "s", this.ticker);
		Gauge.builder("cache.shared.open", breaker, (each) -> each.isOpen() ? 1 : 0)
			.description("Whether the shared cache is not used for now, since it fails")
			.tag("operation", operation)
			.register(this.registry);
		return breaker;
	}

	/** Begins to follow invalidations, once a second. */
	void start() {
		this.poller = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("shared-cache").factory());
		this.poller.scheduleWithFixedDelay(this::pollSafely, 0, POLL_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Makes the shared level of one cache. */
	<K> SharedEntries<K> entries(ReadThroughCache<K> cache) {
		SharedEntries<K> entries = new SharedEntries<>(this, cache);
		this.all.add(entries);
		return entries;
	}

	/** What is thrown would end the schedule. */
	private void pollSafely() {
		try {
			poll();
		}
		catch (RuntimeException | Error ex) {
			LOGGER.warn("Shared cache: invalidations could not be followed", ex);
		}
	}

	/** Follows what other instances have invalidated. */
	void poll() {
		long now = this.ticker.read();
		List<InvalidationLog> logs = this.all.stream().map(SharedEntries::invalidations).toList();
		SharedStore.Found found = read(() -> this.store.last(logs.stream().map(InvalidationLog::name).toList()));
		boolean followed = found != null;
		for (int i = 0; found != null && i < logs.size(); i++) {
			followed &= logs.get(i).follow(found.values().get(i));
		}
		if (followed) {
			this.followedAt = now;
		}
	}

	/**
	 * Whether what was fresh a while ago is known to be so still: invalidations have been
	 * followed since.
	 */
	boolean isFollowing(long now) {
		Long followed = this.followedAt;
		return followed != null && now - followed < LONGEST_UNFOLLOWED.toNanos();
	}

	/** What a read of the server finds, or nothing if that fails. */
	<T> @Nullable T read(Supplier<T> call) {
		return call("read", this.reads, null, call);
	}

	/** What a write to the server answers, or nothing if that fails. */
	<T> @Nullable T write(Supplier<T> call) {
		return call("write", this.writes, null, call);
	}

	/** As {@link #read(Supplier)}, of values, which may be too large for the deadline. */
	<T> @Nullable T read(CircuitBreaker endpoint, Supplier<T> call) {
		return call("read", this.reads, endpoint, call);
	}

	/**
	 * As {@link #write(Supplier)}, of values, which may be too large for the deadline.
	 */
	<T> @Nullable T write(CircuitBreaker endpoint, Supplier<T> call) {
		return call("write", this.writes, endpoint, call);
	}

	private <T> @Nullable T call(String operation, CircuitBreaker server, @Nullable CircuitBreaker endpoint,
			Supplier<T> call) {
		if ((endpoint != null && !endpoint.allows()) || !server.allows()) {
			return null;
		}
		Timer.Sample sample = Timer.start(this.registry);
		String outcome = "failure";
		try {
			T result = call.get();
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
				.tags(Tags.of("operation", operation, "outcome", outcome))
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

	String prefix() {
		return this.prefix;
	}

	String program() {
		return this.program;
	}

	/** Where values come from, {@code null} while that is not known. */
	@Nullable String origin() {
		return this.origin.describe();
	}

	SharedStore store() {
		return this.store;
	}

	Ticker ticker() {
		return this.ticker;
	}

	MeterRegistry registry() {
		return this.registry;
	}

	@Override
	public void close() {
		if (this.poller != null) {
			this.poller.shutdownNow();
		}
		this.store.close();
	}

}
