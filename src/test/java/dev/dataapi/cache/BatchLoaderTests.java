package dev.dataapi.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.ControlledSource.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.dataapi.cache.CacheScene.range;
import static org.assertj.core.api.Assertions.assertThat;

/** Tests for how {@link BatchLoader} shares and batches the loads of many callers. */
@Timeout(60)
class BatchLoaderTests {

	@AutoClose
	private final CacheScene scene = new CacheScene(2, CacheScene.PATIENT);

	private final ControlledSource source = this.scene.source;

	@Test
	void findWhenThousandCallersMissAnAbsentKeyLoadsItOnce() {
		List<Asking> callers = IntStream.range(0, 1000).mapToObj((i) -> this.scene.find(404)).toList();
		callers.forEach(Asking::awaitWaiting);
		this.source.next().answer(Map.of());
		assertThat(callers).allSatisfy((caller) -> {
			assertThat(CacheScene.body(caller.answer())).isEqualTo("[]");
			assertThat(caller.answer().outcome().misses()).isEqualTo(1);
		});
		assertThat(this.scene.cached(404).outcome().hits()).isEqualTo(1);
		this.source.assertNoMoreCalls();
	}

	@Test
	void findWhenTtlIsZeroSharesLoadInFlightAndCachesNothing() {
		CachePolicy policy = CacheScene.PATIENT.with(Duration.ZERO, Duration.ofSeconds(60), Duration.ofSeconds(30));
		try (CacheScene forgetful = new CacheScene(8, policy)) {
			Asking first = forgetful.findAndWait(1);
			Asking second = forgetful.findAndWait(1);
			forgetful.source.next().answer();
			assertThat(Stream.of(first, second)).allSatisfy((caller) -> caller.answer());
			assertThat(forgetful.load(1).outcome().misses()).isEqualTo(1);
			assertThat(forgetful.load(1).outcome().stored()).isFalse();
		}
	}

	@Test
	void findWhenConnectionIsFreeSendsMissAtOnceAndAlone() {
		this.scene.findAndWait(1);
		assertThat(this.source.next().keys()).containsExactly(1L);
		this.scene.findAndWait(2);
		assertThat(this.source.next().keys()).containsExactly(2L);
	}

	@Test
	void findWhenThreadForEarlierMissHasNotStartedYetSendsBothTogether() {
		BlockingQueue<Runnable> unstarted = new LinkedBlockingQueue<>();
		ReadThroughCache<Long> cache = new CacheGroup("test", CacheScene.PATIENT, 2, 1000, 10,
				CacheScene.environment(unstarted::add, new SimpleMeterRegistry(), this.scene.ticker))
			.cache("endpoint", this.source);
		Asking first = this.scene
			.ask(() -> cache.array(CacheScene.keys(1), CacheMode.READ_THROUGH, Representation.JSON))
			.awaitWaiting();
		Asking second = this.scene
			.ask(() -> cache.array(CacheScene.keys(2), CacheMode.READ_THROUGH, Representation.JSON))
			.awaitWaiting();
		assertThat(unstarted).hasSize(1);
		Thread.startVirtualThread(unstarted.remove());
		Call both = this.source.next();
		assertThat(both.keys()).containsExactly(1L, 2L);
		both.answer();
		assertThat(List.of(first, second)).allSatisfy((caller) -> caller.answer());
	}

	@Test
	void findWhenIdleSendsLargeRequestOnOneConnection() {
		this.scene.findAndWait(range(1, 100));
		assertThat(this.source.next().keys()).hasSize(100);
		this.source.assertNoMoreCalls();
		assertThat(this.scene.busyConnections()).isEqualTo(1);
	}

	@Test
	void findWhenAllConnectionsAreBusyGathersMissesForTheNextFreeOne() {
		Call first = occupy(1);
		occupy(2);
		List<Asking> gathered = IntStream.rangeClosed(3, 202).mapToObj((key) -> this.scene.findAndWait(key)).toList();
		this.source.assertNoMoreCalls();
		assertThat(this.scene.waitingKeys()).isEqualTo(200);
		assertThat(this.scene.busyConnections()).isEqualTo(2);
		this.scene.ticker.advance(Duration.ofSeconds(3));
		first.answer();
		Call next = this.source.next();
		assertThat(next.keys()).hasSize(128).doesNotHaveDuplicates();
		this.source.assertNoMoreCalls();
		this.scene.ticker.advance(Duration.ofSeconds(5));
		next.answer();
		assertThat(this.source.next().keys()).hasSize(72).doesNotContainAnyElementsOf(next.keys());
		CachedResponse answer = gathered.getFirst().answer();
		assertThat(answer.outcome().waited()).hasSeconds(3);
		assertThat(answer.outcome().loaded()).hasSeconds(5);
	}

	@Test
	void findWhenLargeRequestsWaitPutsSingleKeyIntoTheNextBatch() {
		Call running = occupy(1);
		occupy(2);
		for (int i = 1; i <= 3; i++) {
			this.scene.findAndWait(range(1000 * i, 1000 * i + 99));
		}
		this.scene.findAndWait(9999);
		running.answer();
		assertThat(this.source.next().keys()).hasSize(128).contains(9999L);
	}

	@Test
	void findWhenLoadFailsTellsAllWhoWaitForItAndCachesNothing() {
		Asking other = this.scene.findAndWait(1);
		Call otherCall = this.source.next();
		Asking first = this.scene.findAndWait(2, 3);
		Asking second = this.scene.findAndWait(2);
		IllegalStateException failure = new IllegalStateException("down");
		this.source.next().fail(failure);
		assertThat(first.failure()).hasCause(failure);
		assertThat(second.failure()).hasCause(failure);
		assertThat(this.scene.load(2).outcome().misses()).isEqualTo(1);
		otherCall.answer();
		assertThat(other.answer().outcome().misses()).isEqualTo(1);
	}

	@Test
	void findWhenSourceThrowsAnythingFreesTheConnection() {
		for (Error error : List.of(new OutOfMemoryError("test"), new StackOverflowError(), new AssertionError())) {
			Asking asking = this.scene.find(1);
			this.source.next().fail(error);
			assertThat(asking.failure()).hasCause(error);
		}
		Asking cancelled = this.scene.find(1);
		this.source.next().fail(new CancellationException());
		assertThat(cancelled.failure()).hasCauseInstanceOf(CancellationException.class);
		Asking broken = this.scene.find(1);
		this.source.next().answer((Map<Long, byte[]>) null);
		assertThat(broken.failure()).hasCauseInstanceOf(NullPointerException.class);
		this.scene.awaitIdle();
	}

	@Test
	void findWhenSourceFailsSendsWhatGatheredMeanwhile() {
		Call running = occupy(1);
		occupy(2);
		Asking waiting = this.scene.findAndWait(3);
		running.fail(new OutOfMemoryError("test"));
		this.source.next().answer();
		assertThat(waiting.answer().outcome().misses()).isEqualTo(1);
	}

	@Test
	void reloadWhenLoadIsInFlightWaitsForItAndLoadsAnewOnceForAll() {
		Asking finding = this.scene.findAndWait(1);
		Call early = this.source.next();
		Asking first = this.scene.reloadAndWait(1);
		Asking second = this.scene.reloadAndWait(1);
		this.source.assertNoMoreCalls();
		early.answer(Map.of());
		assertThat(CacheScene.body(finding.answer())).isEqualTo("[]");
		this.source.next().answer();
		assertThat(List.of(first, second))
			.allSatisfy((caller) -> assertThat(CacheScene.body(caller.answer())).isEqualTo("[\"row 1\"]"));
		this.source.assertNoMoreCalls();
	}

	private Call occupy(long key) {
		this.scene.find(key);
		return this.source.next();
	}

}
