package dev.dataapi.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.dataapi.FakeTicker;
import dev.dataapi.cache.CacheScene.Asking;
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

	final List<Instance> instances;

	SharedScene(CachePolicy policy, SharedStore... stores) {
		this.instances = Stream.of(stores).map((store) -> new Instance(policy, store)).toList();
	}

	/** Lets time pass, for the server and all instances. */
	void advance(Duration duration) {
		this.millis.addAndGet(duration.toMillis());
		this.instances.forEach((instance) -> instance.ticker.advance(duration));
	}

	/** Sets the server's clock, and nobody else's. */
	void advanceServer(Duration duration) {
		this.millis.addAndGet(duration.toMillis());
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

		final SharedCache shared;

		private final CachePolicy policy;

		final CacheGroup group;

		final ReadThroughCache<Long> cache;

		Instance(CachePolicy policy, SharedStore store) {
			// Nanoseconds since no moment in particular, as on two machines
			this.ticker.advance(Duration.ofNanos((long) (Math.random() * 1e15)));
			this.store = new ClockedStore(store);
			this.shared = new SharedCache(this.store, "test", "build", this.ticker, this.registry);
			this.policy = policy;
			this.group = group(this.registry);
			this.cache = this.group.cache("endpoint", this.source);
		}

		private CacheGroup group(SimpleMeterRegistry registry) {
			return new CacheGroup("test", this.policy, 2, 32L << 20, 20_000, SharedScene.this.threads, registry,
					this.ticker, this.shared, MemoryBudget.ofThisJvm());
		}

		/** A group whose endpoints may have the same names. */
		CacheGroup anotherGroup() {
			return group(new SimpleMeterRegistry());
		}

		CachedResponse read(long... keys) {
			return this.cache.array(CacheScene.keys(keys), CacheMode.READ_THROUGH);
		}

		Asking find(CacheMode mode, long... keys) {
			return Asking.start(() -> this.cache.array(CacheScene.keys(keys), mode));
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

		/** Whether the first read after a lease is taken fails. */
		volatile boolean failsOnceLeased;

		private volatile boolean leased;

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
			if (this.leased) {
				this.leased = false;
				throw new Failure("no answer", null);
			}
			return new Found(this.store.get(names).values(), SharedScene.this.millis.get());
		}

		@Override
		public void put(Map<String, byte[]> values, Duration life) {
			this.writes.acquireUninterruptibly();
			try {
				this.store.put(values, life);
			}
			finally {
				this.puts.incrementAndGet();
			}
		}

		@Override
		public Set<String> putIfAbsent(Collection<String> names, byte[] value, Duration life) {
			this.leased = this.failsOnceLeased;
			return this.store.putIfAbsent(names, value, life);
		}

		@Override
		public void delete(Collection<String> names) {
			this.store.delete(names);
		}

		@Override
		public long increment(String name) {
			return this.store.increment(name);
		}

		@Override
		public void append(String list, List<String> elements, int kept, Duration life) {
			this.store.append(list, elements, kept, life);
		}

		@Override
		public List<String> list(String list) {
			return this.store.list(list);
		}

		@Override
		public void close() {
			this.store.close();
		}

	}

}
