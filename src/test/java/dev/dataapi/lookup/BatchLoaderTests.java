package dev.dataapi.lookup;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.lookup.ControlledSource.Call;
import dev.dataapi.lookup.LookupOutcome.Status;
import dev.dataapi.lookup.LookupScene.Asking;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.dataapi.lookup.LookupScene.range;
import static org.assertj.core.api.Assertions.assertThat;

/** Tests for how {@link BatchLoader} shares and batches the loads of many callers. */
@Timeout(60)
class BatchLoaderTests {

	@AutoClose
	private final LookupScene scene = new LookupScene((builder) -> builder.connections(2));

	private final ControlledSource source = this.scene.source;

	@Test
	void findWhenThousandCallersMissAnAbsentKeyLoadsItOnce() {
		List<Asking> callers = IntStream.range(0, 1000).mapToObj((i) -> this.scene.find(404)).toList();
		callers.forEach(Asking::awaitWaiting);
		this.source.next().answer(Map.of());
		assertThat(callers).allSatisfy((caller) -> {
			LookupOutcome<Long> outcome = caller.answer().outcomes().getFirst();
			assertThat(outcome.row()).isNull();
			assertThat(outcome.status()).isEqualTo(Status.MISS);
		});
		assertThat(this.scene.engine.find(LookupScene.keys(404)).count(Status.HIT)).isEqualTo(1);
		this.source.assertNoMoreCalls();
	}

	@Test
	void findWhenLoadEndsAlwaysHasTheKeyOnItsWayOrRemembered() {
		AtomicReference<LookupEngine<Long>> engine = new AtomicReference<>();
		AtomicBoolean loaded = new AtomicBoolean();
		List<Boolean> known = new CopyOnWriteArrayList<>();
		// The clock is read at every step on the way from the source to the caller
		Ticker watcher = () -> {
			if (loaded.compareAndSet(true, false)) {
				known.add(engine.get().statistics().busyConnections() == 1
						|| engine.get().findRemembered(LookupScene.keys(1)).isPresent());
				loaded.set(true);
			}
			return 0;
		};
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			engine.set(LookupEngine.<Long>builder((keys) -> {
				loaded.set(true);
				return Map.of(1L, ControlledSource.row(1));
			}, threads).ticker(watcher).build());
			engine.get().find(LookupScene.keys(1));
		}
		assertThat(known).isNotEmpty().doesNotContain(false);
	}

	@Test
	void findWhenTtlIsZeroSharesLoadUnderWayAndRemembersNothing() {
		try (LookupScene forgetful = new LookupScene((builder) -> builder.ttl(Duration.ZERO))) {
			Asking first = forgetful.findAndWait(1);
			Asking second = forgetful.findAndWait(1);
			forgetful.source.next().answer();
			assertThat(Stream.of(first, second)).allSatisfy((caller) -> caller.answer());
			assertThat(forgetful.load(1).count(Status.MISS)).isEqualTo(1);
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
		LookupEngine<Long> engine = LookupEngine.builder(this.source, unstarted::add).connections(2).build();
		Asking first = this.scene.ask(() -> engine.find(LookupScene.keys(1))).awaitWaiting();
		Asking second = this.scene.ask(() -> engine.find(LookupScene.keys(2))).awaitWaiting();
		assertThat(unstarted).hasSize(1);
		Thread.startVirtualThread(unstarted.remove());
		Call both = this.source.next();
		assertThat(both.keys()).containsExactly(1L, 2L);
		both.answer();
		assertThat(List.of(first, second)).allSatisfy((caller) -> caller.answer());
	}

	@Test
	void findWhenEngineIsIdleSendsLargeRequestOnOneConnection() {
		this.scene.findAndWait(range(1, 100));
		assertThat(this.source.next().keys()).hasSize(100);
		this.source.assertNoMoreCalls();
		assertThat(this.scene.engine.statistics().busyConnections()).isEqualTo(1);
	}

	@Test
	void findWhenAllConnectionsAreBusyGathersMissesForTheNextFreeOne() {
		Call first = occupy(1);
		occupy(2);
		List<Asking> gathered = IntStream.rangeClosed(3, 202).mapToObj((key) -> this.scene.findAndWait(key)).toList();
		this.source.assertNoMoreCalls();
		assertThat(this.scene.engine.statistics()).isEqualTo(new LookupStatistics(0, 0, 0, 0, 200, 2));
		this.scene.ticker.advance(Duration.ofSeconds(3));
		first.answer();
		Call next = this.source.next();
		assertThat(next.keys()).hasSize(128).doesNotHaveDuplicates();
		this.source.assertNoMoreCalls();
		this.scene.ticker.advance(Duration.ofSeconds(5));
		next.answer();
		assertThat(this.source.next().keys()).hasSize(72).doesNotContainAnyElementsOf(next.keys());
		LookupTiming timing = gathered.get(Math.toIntExact(next.keys().getFirst()) - 3).answer().timing();
		assertThat(timing).isEqualTo(new LookupTiming(Duration.ofSeconds(3), Duration.ofSeconds(5)));
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
	void findWhenLoadFailsFailsThoseWhoWaitForItAndIsNotRemembered() {
		Asking other = this.scene.findAndWait(1);
		Call otherCall = this.source.next();
		Asking first = this.scene.findAndWait(2, 3);
		Asking second = this.scene.findAndWait(2);
		IllegalStateException failure = new IllegalStateException("down");
		this.source.next().fail(failure);
		assertThat(first.failure()).isInstanceOf(LookupFailedException.class).hasCause(failure);
		assertThat(second.failure()).isInstanceOf(LookupFailedException.class).hasCause(failure);
		assertThat(this.scene.load(2).count(Status.MISS)).isEqualTo(1);
		otherCall.answer();
		assertThat(other.answer().count(Status.MISS)).isEqualTo(1);
	}

	@Test
	void findWhenSourceThrowsAnythingFreesTheConnection() {
		for (Error error : List.of(new OutOfMemoryError("test"), new StackOverflowError(), new AssertionError())) {
			Asking asking = this.scene.find(1);
			this.source.next().fail(error);
			assertThat(asking.failure()).isInstanceOf(LookupFailedException.class).hasCause(error);
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
		assertThat(waiting.answer().count(Status.MISS)).isEqualTo(1);
	}

	@Test
	void reloadWhenLoadIsUnderWayWaitsForItAndLoadsAnewOnceForAll() {
		Asking finding = this.scene.findAndWait(1);
		Call early = this.source.next();
		Asking first = this.scene.reloadAndWait(1);
		Asking second = this.scene.reloadAndWait(1);
		this.source.assertNoMoreCalls();
		early.answer(Map.of());
		assertThat(finding.answer().outcomes().getFirst().row()).isNull();
		this.source.next().answer();
		assertThat(List.of(first, second))
			.allSatisfy((caller) -> assertThat(caller.answer().outcomes().getFirst().row()).isNotNull());
		this.source.assertNoMoreCalls();
	}

	private Call occupy(long key) {
		this.scene.find(key);
		return this.source.next();
	}

}
