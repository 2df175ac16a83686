package dev.dataapi.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
 * answers reads.
 * <p>
 * An endpoint's generation is part of its entries' names. Raising it voids them all; each
 * instance looks once a second whether it was.
 */
public final class SharedCache implements AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(SharedCache.class);

	private static final Duration POLL_PERIOD = Duration.ofSeconds(1);

	/** How many invalidated keys the server keeps for instances to read. */
	private static final int MAX_INVALIDATIONS = 1000;

	private static final Duration INVALIDATION_LIFE = Duration.ofHours(1);

	private final SharedStore store;

	private final String prefix;

	private final String build;

	private final Ticker ticker;

	private final MeterRegistry registry;

	private final CircuitBreaker reads;

	private final CircuitBreaker writes;

	private final List<SharedEntries<?>> all = new CopyOnWriteArrayList<>();

	/** Those in the server's list that this instance has followed. */
	private Set<String> followed = Set.of();

	private @Nullable ScheduledExecutorService poller;

	/**
	 * Creates the shared level.
	 * @param store the server
	 * @param prefix begins all names there
	 * @param build tells programs apart that may write different JSON
	 * @param ticker the clock of breakers and entries
	 * @param registry counts and times
	 */
	SharedCache(SharedStore store, String prefix, String build, Ticker ticker, MeterRegistry registry) {
		this.store = store;
		this.prefix = prefix;
		this.build = build;
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
		if (learnGenerations(this.all)) {
			List<String> invalidations = read(() -> this.store.list(name("invalidations")));
			if (invalidations != null) {
				follow(invalidations);
			}
		}
	}

	private synchronized void follow(List<String> invalidations) {
		Map<String, Set<String>> keys = new HashMap<>();
		for (String invalidation : invalidations) {
			String[] parts = invalidation.split(" ", 3);
			if (parts.length == 3 && !this.followed.contains(invalidation)) {
				keys.computeIfAbsent(parts[1], (endpoint) -> new HashSet<>()).add(parts[2]);
			}
		}
		boolean missed = invalidations.size() >= MAX_INVALIDATIONS && !this.followed.contains(invalidations.getFirst());
		this.followed = Set.copyOf(invalidations);
		for (SharedEntries<?> entries : this.all) {
			Set<String> changed = keys.get(entries.endpoint());
			if (missed) {
				entries.cache().invalidate();
			}
			else if (changed != null) {
				entries.cache().invalidate(changed);
			}
		}
	}

	/**
	 * Reads the generations of some endpoints; one that the server has lost is written
	 * again. Tells whether they could be read.
	 */
	boolean learnGenerations(List<? extends SharedEntries<?>> some) {
		List<String> names = some.stream().map(SharedEntries::generationName).toList();
		SharedStore.Found found = read(() -> this.store.get(names));
		if (found == null) {
			return false;
		}
		for (int i = 0; i < names.size(); i++) {
			SharedEntries<?> entries = some.get(i);
			long generation = number(found.values().get(i));
			if (generation > 0 && generation >= entries.generation()) {
				entries.generation(generation);
			}
			else {
				// A new one is a time, so that none comes again whatever the server loses
				replace(entries, (entries.generation() > 0) ? entries.generation() : found.time());
			}
		}
		return true;
	}

	/** Zero for whatever is not a generation. */
	private static long number(byte @Nullable [] value) {
		try {
			return (value != null) ? Long.parseLong(new String(value, StandardCharsets.US_ASCII)) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * Writes a generation over what the server has instead: nothing, something else, or
	 * one from before an invalidation. Where instances write different ones, the highest
	 * is left in the end.
	 */
	private boolean replace(SharedEntries<?> entries, long generation) {
		List<String> name = List.of(entries.generationName());
		Set<String> written = write(() -> {
			this.store.delete(name);
			return this.store.putIfAbsent(name, Long.toString(generation).getBytes(StandardCharsets.US_ASCII), null);
		});
		boolean done = written != null && !written.isEmpty();
		if (done) {
			entries.generation(generation);
		}
		return done;
	}

	/** Tells the other instances; returns whether that worked. */
	boolean invalidate(SharedEntries<?> entries) {
		long known = entries.generation();
		Long generation = write(() -> this.store.increment(entries.generationName()));
		if (generation == null) {
			return false;
		}
		if (generation <= known) {
			// The server has lost what it counted from
			return replace(entries, known + 1);
		}
		entries.generation(generation);
		return true;
	}

	/** Tells the other instances of some keys; returns whether that worked. */
	boolean invalidate(SharedEntries<?> entries, Collection<String> names, Collection<String> texts) {
		List<String> invalidations = texts.stream()
			.map((text) -> UUID.randomUUID() + " " + entries.endpoint() + " " + text)
			.toList();
		return write(() -> {
			this.store.append(name("invalidations"), invalidations, MAX_INVALIDATIONS, INVALIDATION_LIFE);
			this.store.delete(names);
			return true;
		}) != null;
	}

	/** What a read of the server finds, or nothing if that fails. */
	<T> @Nullable T read(Supplier<T> call) {
		return call("read", this.reads, call);
	}

	/** What a write to the server answers, or nothing if that fails. */
	<T> @Nullable T write(Supplier<T> call) {
		return call("write", this.writes, call);
	}

	private <T> @Nullable T call(String operation, CircuitBreaker breaker, Supplier<T> call) {
		if (!breaker.allows()) {
			return null;
		}
		Timer.Sample sample = Timer.start(this.registry);
		String outcome = "failure";
		try {
			T result = call.get();
			breaker.succeeded();
			outcome = "success";
			return result;
		}
		catch (RuntimeException ex) {
			breaker.failed(String.valueOf(ex.getMessage()));
			return null;
		}
		finally {
			sample.stop(Timer.builder("cache.shared.calls")
				.description("Round trips to the shared cache")
				.tags(Tags.of("operation", operation, "outcome", outcome))
				.register(this.registry));
		}
	}

	/** A name on the server. */
	String name(String... parts) {
		return this.prefix + ":" + String.join(":", parts);
	}

	SharedStore store() {
		return this.store;
	}

	String build() {
		return this.build;
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
