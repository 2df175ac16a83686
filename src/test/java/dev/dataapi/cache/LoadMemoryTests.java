package dev.dataapi.cache;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.memory.Incoming;
import dev.dataapi.memory.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.BadSqlGrammarException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What loads and answers do when memory is short, and whose fault a failure is.
 */
class LoadMemoryTests {

	private static final int KB = 1024;

	/**
	 * Loads may take 1.7 MB, answers 768 kB, an answer to load 213 kB, a value 256 kB.
	 */
	private final MemoryBudget memory = new MemoryBudget(15L << 20, 256 * KB, new SimpleMeterRegistry());

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void valueWhenTooLargeIsTheFaultOfItsKeyAlone() {
		ReadThroughCache<Long> cache = cache((keys, loaded) -> keys.forEach((key) -> {
			try {
				loaded.value(key, new byte[(key == 13) ? 257 * KB : 10]);
			}
			catch (ValueTooLargeException ex) {
				loaded.failed(key, ex);
			}
		}));
		ReadException failure = catchThrowableOfType(ReadException.class, () -> read(cache, 13, 14));
		assertThat(failure.getCause()).isInstanceOf(ValueTooLargeException.class);
		assertThat(cache.array(CacheScene.keys(14), CacheMode.ONLY_IF_CACHED, Representation.JSON).outcome().hits())
			.isOne();
		assertThat(this.memory.loads().reserved()).isZero();
	}

	@Test
	void failureOfOneKeyLeavesTheOthersOfItsBatchTheirRows() throws Exception {
		List<List<Long>> batches = new ArrayList<>();
		ControlledSource source = new ControlledSource();
		ReadThroughCache<Long> cache = cache((keys, loaded) -> {
			batches.add(keys);
			source.load(keys, loaded);
			if (keys.contains(13L)) {
				loaded.failed(13L, new IllegalStateException("of key 13"));
			}
		});
		var first = CacheScene.Asking.start(() -> read(cache, 1));
		ControlledSource.Call hanging = source.next();
		var good = CacheScene.Asking.start(() -> read(cache, 2)).awaitWaiting();
		var bad = CacheScene.Asking.start(() -> read(cache, 13)).awaitWaiting();
		var both = CacheScene.Asking.start(() -> read(cache, 3, 13)).awaitWaiting();
		hanging.answer();
		source.next().answer();
		assertThat(first.answer().outcome().misses()).isOne();
		assertThat(CacheScene.body(good.answer())).isEqualTo("[\"row 2\"]");
		assertThat(bad.failure()).hasRootCauseMessage("of key 13");
		assertThat(both.failure()).hasRootCauseMessage("of key 13");
		assertThat(batches).hasSize(2);
		assertThat(cache.array(CacheScene.keys(3), CacheMode.ONLY_IF_CACHED, Representation.JSON).outcome().hits())
			.isOne();
	}

	@Test
	void failureOfAStatementThatOneKeyCausesLeavesTheOthersTheirRows() throws Exception {
		List<Integer> statements = new ArrayList<>();
		ReadThroughCache<Long> cache = cache((keys, loaded) -> {
			statements.add(keys.size());
			if (keys.contains(13L)) {
				throw new DataIntegrityViolationException("cannot be computed");
			}
			keys.forEach((key) -> loaded.value(key, ControlledSource.row(key)));
		});
		var bad = CacheScene.Asking.start(() -> read(cache, CacheScene.range(1, 16)));
		assertThat(bad.failure()).hasRootCauseMessage("cannot be computed");
		assertThat(cache.array(CacheScene.keys(1, 2, 12, 14, 16), CacheMode.ONLY_IF_CACHED, Representation.JSON)
			.outcome()
			.hits()).isEqualTo(5);
		assertThat(statements).hasSize(9).startsWith(16, 8);
	}

	@Test
	void failureOfAStatementThatNoKeyCausesIsNotRepeated() {
		List<Integer> statements = new ArrayList<>();
		ReadThroughCache<Long> cache = cache((keys, loaded) -> {
			statements.add(keys.size());
			throw new BadSqlGrammarException("read", "SELECT", new SQLException("no such table"));
		});
		CacheScene.assertThatReadFails(Reason.FAILED, () -> read(cache, CacheScene.range(1, 16)));
		assertThat(statements).containsExactly(16);
	}

	@Test
	void answerWhenLargerThanThereIsMemoryForIsEndedAndReadInHalves() {
		List<Integer> statements = new ArrayList<>();
		ReadThroughCache<Long> cache = cache((keys, loaded) -> {
			statements.add(keys.size());
			Incoming.meter().accept(keys.size() * 100L * KB);
			keys.forEach((key) -> loaded.value(key, new byte[10]));
		});
		try (CachedResponse all = read(cache, CacheScene.range(1, 4))) {
			assertThat(all.outcome().misses()).isEqualTo(4);
		}
		assertThat(statements).containsExactly(4, 2, 2);
	}

	@Test
	void valueWhenStillBeingWrittenIsRefusedBeforeItIsComplete() {
		List<Integer> written = new ArrayList<>();
		ReadThroughCache<Long> cache = cache((keys, loaded) -> {
			var buffer = loaded.buffer(KB);
			for (int i = 1; i <= 1000; i++) {
				buffer.write(new byte[KB], 0, KB);
				written.add(i);
			}
		});
		assertThat(catchThrowableOfType(ReadException.class, () -> read(cache, 1)).getCause()).isInstanceOfSatisfying(
				ValueTooLargeException.class, (ex) -> assertThat(ex.getLimit()).isEqualTo(256 * KB));
		assertThat(written).hasSize(256);
	}

	@Test
	void loadWhenOthersHaveTheMemoryIsRefusedBeforeItsDeadline() throws Exception {
		ReadThroughCache<Long> cache = cache((keys, loaded) -> keys.forEach((key) -> loaded.value(key, new byte[KB])));
		assertThat(read(cache, 1).outcome().misses()).isOne();
		try (var all = this.memory.loads().reserve(2 << 20, System.nanoTime() + Duration.ofSeconds(1).toNanos())) {
			assertThat(all).isNotNull();
			CacheScene.assertThatReadFails(Reason.MEMORY_IN_USE, () -> read(cache, 2));
			assertThat(read(cache, 1).outcome().hits()).isOne();
		}
		assertThat(read(cache, 3).outcome().misses()).isOne();
	}

	@Test
	void loadWhenItGrowsBeyondTheMemoryIsRefusedWithoutWaiting() throws Exception {
		ReadThroughCache<Long> cache = cache(
				(keys, loaded) -> keys.forEach((key) -> loaded.value(key, new byte[100 * KB])));
		try (var most = this.memory.loads().reserve(1600 * KB, System.nanoTime() + Duration.ofSeconds(1).toNanos())) {
			assertThat(most).isNotNull();
			CacheScene.assertThatReadFails(Reason.MEMORY_IN_USE, () -> read(cache, 2));
		}
		assertThat(read(cache, 2).outcome().misses()).isOne();
	}

	@Test
	void largeAnswersHoldMemoryUntilTheyAreClosed() {
		ReadThroughCache<Long> cache = cache(
				(keys, loaded) -> keys.forEach((key) -> loaded.value(key, new byte[100 * KB])));
		read(cache, 1, 2).close();
		read(cache, 3, 4).close();
		CachedResponse first = read(cache, 1, 2, 3, 4);
		assertThat(this.memory.answers().reserved()).isBetween(400L * KB, 402L * KB);
		CacheScene.assertThatReadFails(Reason.MEMORY_IN_USE, () -> read(cache, 1, 2, 3, 4));
		first.close();
		assertThat(this.memory.answers().reserved()).isZero();
		try (CachedResponse again = read(cache, 1, 2, 3, 4)) {
			assertThat(again.outcome().hits()).isEqualTo(4);
		}
	}

	@Test
	void largeValueHoldsMemoryOnceForAllItsReaders() {
		ReadThroughCache<Long> cache = cache((keys, loaded) -> loaded.value(keys.getFirst(), new byte[200 * KB]));
		List<CachedResponse> readers = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			readers.add(cache.value(1L, CacheMode.READ_THROUGH, Representation.JSON));
		}
		assertThat(this.memory.answers().reserved()).isEqualTo(200 * KB);
		readers.forEach(CachedResponse::close);
		assertThat(this.memory.answers().reserved()).isZero();
	}

	@Test
	void largeValueHoldsMemoryForItsCompressedBytesOnce() {
		byte[] value = new byte[200 * KB];
		new Random(1).nextBytes(value);
		ReadThroughCache<Long> cache = cache((keys, loaded) -> loaded.value(keys.getFirst(), value));
		List<CachedResponse> readers = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			readers.add(cache.value(1L, CacheMode.READ_THROUGH, Representation.JSON));
			readers.getLast().gzip();
		}
		assertThat(this.memory.answers().reserved()).isBetween(400L * KB, 402L * KB);
		readers.forEach(CachedResponse::close);
		assertThat(this.memory.answers().reserved()).isZero();
	}

	@Test
	void largeArrayIsWrittenAsItWouldBeJoined() throws Exception {
		ReadThroughCache<Long> cache = cache((keys, loaded) -> keys.forEach((key) -> loaded.value(key,
				("\"" + key + "x".repeat(40 * KB) + "\"").getBytes(StandardCharsets.US_ASCII))));
		try (CachedResponse large = read(cache, 1, 2, 3)) {
			assertThat(large.parts()).hasSizeGreaterThan(1);
			var written = new ByteArrayOutputStream();
			large.writeTo(written);
			assertThat(written.toByteArray()).isEqualTo(large.body()).hasSize(large.size());
			assertThat(written.toString(StandardCharsets.US_ASCII)).startsWith("[\"1x")
				.contains("x\",\"2x", "x\",\"3x")
				.endsWith("x\"]");
		}
	}

	@Test
	void failedReadGivesItsMemoryBack() {
		Map<Long, Integer> sizes = new ConcurrentHashMap<>(Map.of(1L, 100 * KB, 2L, 100 * KB));
		ReadThroughCache<Long> cache = cache((keys, loaded) -> keys.forEach((key) -> {
			Integer size = sizes.get(key);
			if (size == null) {
				throw new IllegalStateException("down");
			}
			loaded.value(key, new byte[size]);
		}));
		read(cache, 1, 2).close();
		for (long key = 3; key < 20; key++) {
			long missing = key;
			CacheScene.assertThatReadFails(Reason.FAILED, () -> read(cache, 1, missing));
		}
		assertThat(this.memory.answers().reserved()).isZero();
		assertThat(this.memory.loads().reserved()).isZero();
	}

	private static CachedResponse read(ReadThroughCache<Long> cache, long... keys) {
		return cache.array(CacheScene.keys(keys), CacheMode.READ_THROUGH, Representation.JSON);
	}

	private ReadThroughCache<Long> cache(BiConsumer<List<Long>, Loaded<Long>> source) {
		CacheGroup group = new CacheGroup("test", CacheScene.policy(Duration.ofMillis(300), 128, 100), 1, 32L << 20,
				100, new CacheEnvironment(this.threads, new SimpleMeterRegistry(), Ticker.systemTicker(), this.memory,
						SecondLevel.NONE));
		return group.cache("endpoint", source::accept);
	}

}
