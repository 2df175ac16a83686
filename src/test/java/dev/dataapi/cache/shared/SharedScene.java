package dev.dataapi.cache.shared;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.dataapi.FakeTicker;
import dev.dataapi.cache.CacheEnvironment;
import dev.dataapi.cache.CacheGroup;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachePolicy;
import dev.dataapi.cache.CacheScene;
import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.ControlledSource;
import dev.dataapi.cache.Loaded;
import dev.dataapi.cache.ReadThroughCache;
import dev.dataapi.cache.Representation;
import dev.dataapi.cache.Source;
import dev.dataapi.memory.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

/** Instances that share a cache, each with a source and a clock of its own. */
final class SharedScene implements AutoCloseable {

	/** For tests without faults, on however slow a machine. */
	static final Duration PATIENCE = Duration.ofSeconds(20);

	static final CachePolicy LOOKUPS = CacheScene.PATIENT;

	static final CachePolicy REPORTS = CacheScene.policy(Duration.ofSeconds(30), 1, 60);

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	/** The server's clock, which all instances read. */
	private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

	private final long maxBytes;

	final List<Instance> instances;

	SharedScene(CachePolicy policy, SharedStore... stores) {
		this(policy, stores[0].maxBytes(), stores);
	}

	SharedScene(CachePolicy policy, long maxBytes, SharedStore... stores) {
		this.maxBytes = maxBytes;
		this.instances = Stream.of(stores).map((store) -> new Instance(policy, store)).toList();
	}

	/**
	 * Lets time pass, for the server and all instances, which follow invalidations if it
	 * is seconds.
	 */
	void advance(Duration duration) {
		this.millis.addAndGet(duration.toMillis());
		this.instances.forEach((instance) -> instance.ticker.advance(duration));
		if (duration.toSeconds() > 0) {
			this.instances.forEach((instance) -> instance.shared.poll());
		}
	}

	/** Sets the server's clock, and nobody else's. */
	void advanceServer(Duration duration) {
		this.millis.addAndGet(duration.toMillis());
	}

	/** The server's clock, in milliseconds since 1970. */
	long time() {
		return this.millis.get();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.instances.forEach((instance) -> instance.shared.close());
	}

	/** One instance of the service. */
	final class Instance {

		final FakeTicker ticker = new FakeTicker();

		final SimpleMeterRegistry registry = new SimpleMeterRegistry();

		final ControlledSource source = new ControlledSource();

		final ClockedStore store;

		final SharedLevel shared;

		private final CachePolicy policy;

		final CacheGroup group;

		final ReadThroughCache<Long> cache;

		Instance(CachePolicy policy, SharedStore store) {
			// Nanoseconds since no moment in particular, as on two machines
			this.ticker.advance(Duration.ofNanos((long) (Math.random() * 1e15)));
			this.store = new ClockedStore(store);
			this.shared = new SharedLevel(this.store, "test", "program", () -> "origin", this.ticker, this.registry);
			this.policy = policy;
			this.group = group(this.registry);
			this.cache = this.group.cache("endpoint", this.source);
		}

		private CacheGroup group(SimpleMeterRegistry registry) {
			return new CacheGroup("test", this.policy, 2, 32L << 20, 20_000, new CacheEnvironment(
					SharedScene.this.threads, registry, this.ticker, MemoryBudget.ofThisJvm(), this.shared));
		}

		/** A group whose endpoints may have the same names. */
		CacheGroup anotherGroup() {
			return group(new SimpleMeterRegistry());
		}

		/** The same endpoint of another version, from the same source. */
		ReadThroughCache<Long> version(String version, CachePolicy policy) {
			return anotherGroup().cache("endpoint", policy, new Source<Long>() {

				@Override
				public void load(List<Long> keys, Loaded<Long> loaded) {
					Instance.this.source.load(keys, loaded);
				}

				@Override
				public List<Long> keys(String text) {
					return Instance.this.source.keys(text);
				}

				@Override
				public String version() {
					return version;
				}

			});
		}

		CachedResponse read(long... keys) {
			return this.cache.array(CacheScene.keys(keys), CacheMode.READ_THROUGH, Representation.JSON);
		}

		Asking find(CacheMode mode, long... keys) {
			return Asking.start(() -> this.cache.array(CacheScene.keys(keys), mode, Representation.JSON));
		}

		Asking find(long... keys) {
			return find(CacheMode.READ_THROUGH, keys);
		}

		/** Finds keys that the source loads, and returns when they are stored. */
		CachedResponse load(long... keys) {
			double stored = this.store.puts.get();
			Asking asking = find(keys);
			this.source.next().answer();
			CachedResponse answer = asking.answer();
			CacheScene.await("stored", () -> this.store.puts.get() > stored);
			return answer;
		}

		int busy() {
			return gauge("cache.busy.connections");
		}

		int gauge(String name) {
			return (int) this.registry.get(name).gauge().value();
		}

		boolean isOpen(String operation) {
			return this.registry.get("cache.shared.open").tag("operation", operation).gauge().value() == 1;
		}

		double reads(String result) {
			return this.registry.get("cache.shared.reads").tag("result", result).counter().count();
		}

	}

	/** A store on a server whose clock the test moves. */
	final class ClockedStore implements SharedStore {

		private final SharedStore store;

		final AtomicLong gets = new AtomicLong();

		final AtomicLong puts = new AtomicLong();

		/** How often invalidations were looked for. */
		final AtomicLong polls = new AtomicLong();

		/** Of how many endpoints they were looked for last. */
		volatile int followed;

		/** Reads of names that contain it take too long. */
		volatile @Nullable String lateReads;

		/** As do writes. */
		volatile @Nullable String lateWrites;

		/** Thrown by all reads. */
		volatile @Nullable Error getFailure;

		/** One permit for each write that may begin. */
		final Semaphore writes = new Semaphore(1_000_000);

		ClockedStore(SharedStore store) {
			this.store = store;
		}

		@Override
		public Found get(List<String> names) {
			this.gets.incrementAndGet();
			if (this.getFailure != null) {
				throw this.getFailure;
			}
			failIfLate(this.lateReads, names);
			return clocked(this.store.get(names));
		}

		@Override
		public void put(Map<String, byte[]> values, Duration life) {
			this.writes.acquireUninterruptibly();
			try {
				failIfLate(this.lateWrites, values.keySet());
				this.store.put(values, life);
			}
			finally {
				this.puts.incrementAndGet();
			}
		}

		private static void failIfLate(@Nullable String late, Collection<String> names) {
			if (late != null && names.stream().anyMatch((name) -> name.contains(late))) {
				throw new Failure("no answer in time", null, true);
			}
		}

		@Override
		public long maxBytes() {
			return SharedScene.this.maxBytes;
		}

		@Override
		public void delete(Collection<String> names) {
			this.store.delete(names);
		}

		@Override
		public void append(String list, List<String> elements, int kept) {
			this.store.append(list, elements, kept);
		}

		@Override
		public Found last(List<String> lists) {
			this.polls.incrementAndGet();
			this.followed = lists.size();
			if (this.getFailure != null) {
				throw this.getFailure;
			}
			return clocked(this.store.last(lists));
		}

		@Override
		public Found list(String list) {
			return clocked(this.store.list(list));
		}

		private Found clocked(Found found) {
			return new Found(found.values(), SharedScene.this.millis.get());
		}

		@Override
		public void close() {
			this.store.close();
		}

	}

}
