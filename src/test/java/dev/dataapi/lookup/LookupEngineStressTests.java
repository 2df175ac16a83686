package dev.dataapi.lookup;

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
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Many callers do everything to a small {@link LookupEngine} in a random order. */
class LookupEngineStressTests {

	private static final int CALLERS = 64;

	private static final int REQUESTS = 150;

	private static final int CONNECTIONS = 3;

	private static final int MAX_BATCH = 16;

	private final FakeTicker ticker = new FakeTicker();

	/**
	 * How often each end of a request was seen, by the name of its status or exception.
	 */
	private final Map<String, Integer> ends = new ConcurrentHashMap<>();

	@ParameterizedTest(name = "seed {0}, timeout {1} ms")
	@CsvSource({ "20261122, 60000", "4711, 2" })
	void engineWhenUsedByManyKeepsItsPromises(long seed, long timeout) throws Exception {
		StressSource source = new StressSource(CONNECTIONS, MAX_BATCH, seed);
		try (var loads = Executors.newVirtualThreadPerTaskExecutor();
				var callers = Executors.newVirtualThreadPerTaskExecutor()) {
			LookupEngine<Long> engine = LookupEngine.builder(source, loads)
				.ticker(this.ticker)
				.timeout(Duration.ofMillis(timeout))
				.staleIfError(Duration.ofSeconds(180))
				.connections(CONNECTIONS)
				.maxBatch(MAX_BATCH)
				.maxWaiting(30)
				.maximumAbsences(20)
				.maximumWeight(50 * (100 + LookupCache.ENTRY_OVERHEAD))
				.build();
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				Random random = new Random(seed + i);
				running.add(callers.submit(() -> call(engine, random)));
			}
			for (Future<?> caller : running) {
				caller.get(60, TimeUnit.SECONDS);
			}
			LookupScene.await("engine idle",
					() -> engine.statistics().waitingKeys() + engine.statistics().busyConnections() == 0);
			assertThat(engine.statistics().evictions()).isPositive();
		}
		assertThat(source.complaints).isEmpty();
		assertThat(source.failures).hasPositiveValue();
		assertThat(source.largestBatch).hasValueGreaterThan(1);
		if (timeout < 1000) {
			assertThat(this.ends).containsKeys("LookupTimeoutException");
		}
		else {
			assertThat(this.ends).containsOnlyKeys("HIT", "MISS", "STALE", "LookupFailedException",
					"LookupInterruptedException", "LookupOverloadedException");
		}
	}

	@Test
	void findWhenManyWalkTheSameKeysLoadsEachOnce() throws Exception {
		int last = 2000;
		AtomicInteger loaded = new AtomicInteger();
		try (var loads = Executors.newVirtualThreadPerTaskExecutor();
				var callers = Executors.newVirtualThreadPerTaskExecutor()) {
			LookupEngine<Long> engine = LookupEngine.<Long>builder((keys) -> {
				loaded.addAndGet(keys.size());
				return Map.of();
			}, loads).ticker(this.ticker).connections(CONNECTIONS).timeout(Duration.ofSeconds(60)).build();
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				running.add(callers.submit(() -> LongStream.rangeClosed(1, last).forEach((key) -> {
					engine.find(List.of(key));
					Thread.yield();
				})));
			}
			for (Future<?> caller : running) {
				caller.get(60, TimeUnit.SECONDS);
			}
		}
		assertThat(loaded).hasValue(last);
	}

	private void call(LookupEngine<Long> engine, Random random) {
		for (int i = 0; i < REQUESTS; i++) {
			int size = 1 + random.nextInt((random.nextInt(8) == 0) ? 40 : 3);
			List<Long> keys = random.longs(size, 0, 150).map((key) -> key * key / 150).boxed().toList();
			if (random.nextInt(20) == 0) {
				Thread.currentThread().interrupt();
			}
			try {
				LookupResult<Long> result = (random.nextInt(10) == 0) ? engine.reload(keys) : engine.find(keys);
				check(keys, result);
			}
			catch (LookupException ex) {
				count(ex.getClass().getSimpleName());
			}
			Thread.interrupted();
			this.ticker.advance(Duration.ofMillis(random.nextInt(2000)));
		}
	}

	private void check(List<Long> keys, LookupResult<Long> result) {
		assertThat(result.outcomes()).extracting(LookupOutcome::key).isEqualTo(keys);
		for (LookupOutcome<Long> outcome : result.outcomes()) {
			long key = outcome.key();
			assertThat(outcome.row()).isEqualTo(StressSource.exists(key) ? StressSource.row(key) : null);
			count(outcome.status().name());
		}
	}

	private void count(String end) {
		this.ends.merge(end, 1, Integer::sum);
	}

}
