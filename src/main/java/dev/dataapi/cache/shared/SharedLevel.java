package dev.dataapi.cache.shared;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.EndpointEntries;
import dev.dataapi.cache.Origin;
import dev.dataapi.cache.SecondLevel;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The level on a server that all instances share. Each instance looks once a second what
 * the others have invalidated.
 */
final class SharedLevel implements SecondLevel, AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(SharedLevel.class);

	private static final Duration POLL_PERIOD = Duration.ofSeconds(1);

	private final GuardedStore store;

	/** Begins all names on the server. */
	private final String prefix;

	/** Tells programs apart that may write different values. */
	private final String program;

	private final Origin origin;

	private final Ticker ticker;

	private final MeterRegistry registry;

	private final List<InvalidationLog> logs = new CopyOnWriteArrayList<>();

	/** When invalidations were last looked for. */
	private volatile @Nullable Long followedAt;

	private @Nullable ScheduledExecutorService poller;

	SharedLevel(SharedStore store, String prefix, String program, Origin origin, Ticker ticker,
			MeterRegistry registry) {
		this.store = new GuardedStore(store, ticker, registry);
		this.prefix = prefix;
		this.program = program;
		this.origin = origin;
		this.ticker = ticker;
		this.registry = registry;
	}

	/** Begins to follow invalidations, once a second. */
	void start() {
		this.poller = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("shared-cache").factory());
		this.poller.scheduleWithFixedDelay(this::pollSafely, 0, POLL_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public <K> View<K> open(EndpointEntries<K> entries) {
		InvalidationLog log = new InvalidationLog(this.store,
				SharedNames.invalidations(this.prefix, entries.endpoint()), entries, this.ticker);
		this.logs.add(log);
		return new SharedEntries<>(this.store, () -> names(entries), entries, log, () -> this.logs.remove(log),
				this.ticker, this.registry);
	}

	/** Derives an endpoint's names, once it is known where its values come from. */
	private @Nullable SharedNames names(EndpointEntries<?> entries) {
		String described = this.origin.describe();
		return (described == null) ? null : new SharedNames(this.prefix, entries.endpoint(),
				List.of(this.program, described, entries.source().version()));
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
		List<InvalidationLog> followed = List.copyOf(this.logs);
		List<String> names = followed.stream().map(InvalidationLog::name).toList();
		SharedStore.Found found = this.store.read(null, (store) -> store.last(names));
		boolean complete = found != null;
		for (int i = 0; found != null && i < followed.size(); i++) {
			complete &= followed.get(i).follow(found.values().get(i));
		}
		if (complete) {
			this.followedAt = now;
		}
	}

	@Override
	public long longestAge(long now) {
		Long followed = this.followedAt;
		long unfollowed = LONGEST_UNFOLLOWED.toNanos();
		return (followed != null && now - followed < unfollowed) ? Long.MAX_VALUE : unfollowed;
	}

	@Override
	public void close() {
		if (this.poller != null) {
			this.poller.shutdownNow();
		}
		this.store.close();
	}

}
