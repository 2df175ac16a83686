package dev.dataapi.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import dev.dataapi.FakeTicker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Many callers do everything to a small {@link ReadThroughCache} in a random order. */
class ReadThroughCacheStressTests {

	private static final int CALLERS = 64;

	private static final int REQUESTS = 150;

	private static final int CONNECTIONS = 3;

	private static final int MAX_BATCH = 16;

	private final FakeTicker ticker = new FakeTicker();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	/**
	 * How often each end of a read was seen, by its result or reason.
	 */
	private final Map<String, Integer> ends = new ConcurrentHashMap<>();

	@ParameterizedTest(name = "seed {0}, timeout {1} ms")
	@CsvSource({ "20261122, 60000", "4711, 2" })
	void cacheWhenUsedByManyKeepsItsPromises(long seed, long timeout) throws Exception {
		StressSource source = new StressSource(CONNECTIONS, MAX_BATCH, seed);
		try (var loads = Executors.newVirtualThreadPerTaskExecutor();
				var callers = Executors.newVirtualThreadPerTaskExecutor()) {
			CachePolicy policy = new CachePolicy(Duration.ofSeconds(180), Duration.ofSeconds(180),
					Duration.ofMillis(timeout), MAX_BATCH, 30);
			CacheGroup group = new CacheGroup("test", policy, CONNECTIONS, 50 * (100 + EntryStore.ENTRY_OVERHEAD), 20,
					CacheScene.environment(loads, this.registry, this.ticker));
			ReadThroughCache<Long> cache = group.cache("endpoint", source);
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				Random random = new Random(seed + i);
				running.add(callers.submit(() -> call(cache, random)));
			}
			for (Future<?> caller : running) {
				caller.get(60, TimeUnit.SECONDS);
			}
			CacheScene.await("cache idle", () -> gauge("cache.waiting.keys") + gauge("cache.busy.connections") == 0);
			assertThat(group.store().values().stats().evictionCount()).isPositive();
		}
		assertThat(source.complaints).isEmpty();
		assertThat(source.failures).hasPositiveValue();
		assertThat(source.largestBatch).hasValueGreaterThan(1);
		if (timeout < 1000) {
			assertThat(this.ends).containsKeys("TIMEOUT");
		}
		else {
			assertThat(this.ends).containsOnlyKeys("hit", "miss", "stale", "FAILED", "INTERRUPTED", "OVERLOADED");
		}
	}

	@Test
	void findWhenManyWalkTheSameKeysLoadsEachOnce() throws Exception {
		int last = 2000;
		AtomicInteger loaded = new AtomicInteger();
		try (var loads = Executors.newVirtualThreadPerTaskExecutor();
				var callers = Executors.newVirtualThreadPerTaskExecutor()) {
			ReadThroughCache<Long> cache = new CacheGroup("test", CacheScene.PATIENT, CONNECTIONS, 1000, 10_000,
					CacheScene.environment(loads, this.registry, this.ticker))
				.cache("endpoint", (keys, found) -> {
					loaded.addAndGet(keys.size());
				});
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				running.add(callers.submit(() -> LongStream.rangeClosed(1, last).forEach((key) -> {
					cache.array(List.of(key), CacheMode.READ_THROUGH, Representation.JSON);
					Thread.yield();
				})));
			}
			for (Future<?> caller : running) {
				caller.get(60, TimeUnit.SECONDS);
			}
		}
		assertThat(loaded).hasValue(last);
	}

	private void call(ReadThroughCache<Long> cache, Random random) {
		for (int i = 0; i < REQUESTS; i++) {
			int size = 1 + random.nextInt((random.nextInt(8) == 0) ? 40 : 3);
			List<Long> keys = random.longs(size, 0, 150).map((key) -> key * key / 150).boxed().toList();
			if (random.nextInt(20) == 0) {
				Thread.currentThread().interrupt();
			}
			try {
				check(keys, cache.array(keys, (random.nextInt(10) == 0) ? CacheMode.NO_CACHE : CacheMode.READ_THROUGH,
						Representation.JSON));
			}
			catch (ReadException ex) {
				count(ex.getReason().name(), 1);
			}
			Thread.interrupted();
			this.ticker.advance(Duration.ofMillis(random.nextInt(2000)));
		}
	}

	private void check(List<Long> keys, CachedResponse response) {
		String expected = keys.stream()
			.filter(StressSource::exists)
			.map((key) -> new String(StressSource.row(key), StandardCharsets.US_ASCII))
			.collect(Collectors.joining(",", "[", "]"));
		assertThat(CacheScene.body(response)).isEqualTo(expected);
		assertThat(response.outcome().hits() + response.outcome().misses() + response.outcome().stale())
			.isEqualTo(keys.size());
		count("hit", response.outcome().hits());
		count("miss", response.outcome().misses());
		count("stale", response.outcome().stale());
	}

	private void count(String end, int times) {
		if (times > 0) {
			this.ends.merge(end, times, Integer::sum);
		}
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

}
