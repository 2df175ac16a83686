package dev.dataapi.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.ControlledSource.Call;
import dev.dataapi.cache.ReadException.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.dataapi.cache.CacheScene.keys;
import static org.assertj.core.api.Assertions.assertThat;

/** Tests for what {@link BatchLoader} does at its limits: bounds, deadlines, the end. */
@Timeout(60)
class BatchLoaderLimitsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@AutoClose
	private final CacheScene patient = new CacheScene(1, CacheScene.policy(Duration.ofSeconds(30), 128, 2));

	@AutoClose
	private final CacheScene hasty = new CacheScene(1, CacheScene.policy(Duration.ofMillis(300), 128, 4096));

	@Test
	void findWhenTooManyKeysWouldWaitIsRefusedAsAWhole() {
		this.patient.find(1);
		Call running = this.patient.source.next();
		this.patient.findAndWait(2);
		CacheScene.assertThatReadFails(Reason.OVERLOADED, () -> this.patient.read(3, 4))
			.withMessage("More than 2 keys would wait to be loaded");
		assertThat(this.patient.waitingKeys()).isEqualTo(1);
		running.answer();
		assertThat(this.patient.source.next().keys()).containsExactly(2L);
	}

	@Test
	void findWhenAListIsLongLoadsItInSlicesThatLeaveRoomForOthers() {
		Asking asking = this.patient.find(CacheScene.range(1, 3000));
		List<Long> loaded = new ArrayList<>();
		while (loaded.size() < 3000) {
			Call call = this.patient.source.next();
			assertThat(this.patient.waitingKeys()).isLessThanOrEqualTo(128);
			loaded.addAll(call.keys());
			call.answer();
		}
		assertThat(asking.answer().outcome().misses()).isEqualTo(3000);
		assertThat(loaded).containsExactlyElementsOf(keys(CacheScene.range(1, 3000)));
	}

	@Test
	void findWhenLoadHangsTimesOutWithoutCancellingIt() {
		CacheScene.assertThatReadFails(Reason.TIMEOUT, () -> this.hasty.read(1)).withMessage("No answer within 300 ms");
		assertThat(this.hasty.busyConnections()).isEqualTo(1);
		this.hasty.source.next().answer();
		this.hasty.awaitIdle();
		assertThat(this.hasty.read(1).outcome().hits()).isEqualTo(1);
	}

	@Test
	void findWhenConnectionsHangTimesOutAndDropsWhatWasNotSent() {
		this.hasty.find(1);
		Call hanging = this.hasty.source.next();
		CacheScene.assertThatReadFails(Reason.TIMEOUT, () -> this.hasty.read(2, 3));
		assertThat(this.hasty.waitingKeys()).isZero();
		assertThat(this.hasty.busyConnections()).isEqualTo(1);
		hanging.answer();
		this.hasty.awaitIdle();
		this.hasty.source.assertNoMoreCalls();
	}

	@Test
	void findWhenLoadsTogetherTakeTooLongTimesOutThoughEachIsQuick() {
		Source<Long> slow = (keys, loaded) -> {
			long end = System.nanoTime() + Duration.ofMillis(40).toNanos();
			while (System.nanoTime() < end) {
				LockSupport.parkNanos(end - System.nanoTime());
			}
		};
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			ReadThroughCache<Long> cache = cache(1, CacheScene.policy(Duration.ofMillis(200), 1, 4096), threads, slow);
			CacheScene.assertThatReadFails(Reason.TIMEOUT, () -> cache.array(LongStream.range(0, 20).boxed().toList(),
					CacheMode.READ_THROUGH, Representation.JSON));
		}
	}

	@Test
	void findWhenInterruptedDoesNotCancelSharedLoads() {
		this.patient.find(1);
		Call running = this.patient.source.next();
		Asking alone = this.patient.findAndWait(2);
		Asking sharing = this.patient.findAndWait(3);
		Asking staying = this.patient.findAndWait(3);
		alone.thread().interrupt();
		sharing.thread().interrupt();
		assertThat(alone.reason()).isEqualTo(Reason.INTERRUPTED);
		assertThat(sharing.reason()).isEqualTo(Reason.INTERRUPTED);
		assertThat(this.patient.waitingKeys()).isEqualTo(1);
		running.answer();
		Call next = this.patient.source.next();
		assertThat(next.keys()).containsExactly(3L);
		next.answer();
		assertThat(staying.answer().outcome().misses()).isEqualTo(1);
	}

	@Test
	void findWhenInterruptedSetsTheInterruptStatusAgain() {
		Thread.currentThread().interrupt();
		CacheScene.assertThatReadFails(Reason.INTERRUPTED, () -> this.patient.read(1));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void findWhenExecutorRefusesFailsAndFreesTheConnection() {
		AtomicInteger refusals = new AtomicInteger(2);
		ControlledSource source = new ControlledSource();
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			ReadThroughCache<Long> cache = cache(1, CacheScene.PATIENT, (task) -> {
				switch (refusals.getAndDecrement()) {
					case 2 -> throw new RejectedExecutionException();
					case 1 -> throw new OutOfMemoryError("no thread");
					default -> threads.execute(task);
				}
			}, source);
			CacheScene
				.assertThatReadFails(Reason.FAILED,
						() -> cache.array(keys(1), CacheMode.READ_THROUGH, Representation.JSON))
				.withCauseInstanceOf(RejectedExecutionException.class);
			CacheScene
				.assertThatReadFails(Reason.FAILED,
						() -> cache.array(keys(1), CacheMode.READ_THROUGH, Representation.JSON))
				.withCauseInstanceOf(OutOfMemoryError.class);
			threads.execute(() -> source.next().answer());
			assertThat(cache.array(keys(1), CacheMode.READ_THROUGH, Representation.JSON).outcome().misses())
				.isEqualTo(1);
		}
	}

	@Test
	void findWhenExecutorRefusesThreadForKeyThatAnotherHasTakenLeavesItToThat() {
		ControlledSource source = new ControlledSource();
		AtomicReference<Runnable> unstarted = new AtomicReference<>();
		AtomicReference<Asking> first = new AtomicReference<>();
		ReadThroughCache<Long> cache = cache(2, CacheScene.policy(Duration.ofSeconds(30), 1, 4096), (task) -> {
			if (unstarted.compareAndSet(null, task)) {
				return;
			}
			first.get().thread().interrupt();
			assertThat(first.get().reason()).isEqualTo(Reason.INTERRUPTED);
			Thread.startVirtualThread(unstarted.get());
			source.next().answer();
			throw new RejectedExecutionException();
		}, source);
		first.set(this.patient.ask(() -> cache.array(keys(1), CacheMode.READ_THROUGH, Representation.JSON))
			.awaitWaiting());
		assertThat(cache.array(keys(2), CacheMode.READ_THROUGH, Representation.JSON).outcome().misses()).isEqualTo(1);
		CacheScene.await("idle", () -> this.registry.get("cache.busy.connections").gauge().value() == 0);
	}

	@Test
	void closeWhenLoadsAreInFlightWaitsForThemAndTakesNoMore() {
		Asking first = this.patient.find(1);
		Call running = this.patient.source.next();
		Asking second = this.patient.findAndWait(2);
		Thread closing = Thread.ofPlatform().daemon().start(this.patient.group::close);
		CacheScene.await("close waiting", () -> closing.getState() == Thread.State.TIMED_WAITING);
		CacheScene.assertThatReadFails(Reason.CLOSED, () -> this.patient.read(3));
		running.answer();
		assertThat(first.answer().outcome().misses()).isEqualTo(1);
		Call last = this.patient.source.next();
		assertThat(closing.isAlive()).isTrue();
		last.answer();
		assertThat(second.answer().outcome().misses()).isEqualTo(1);
		CacheScene.await("closed", () -> !closing.isAlive());
		assertThat(this.patient.read(1, 2).outcome().hits()).isEqualTo(2);
	}

	@Test
	void closeWhenLoadHangsEndsWithTheTimeout() {
		this.hasty.find(1);
		this.hasty.source.next();
		this.hasty.group.close();
		assertThat(this.hasty.busyConnections()).isEqualTo(1);
	}

	private ReadThroughCache<Long> cache(int connections, CachePolicy policy, Executor executor, Source<Long> source) {
		return new CacheGroup("test", policy, connections, 1000, 10,
				CacheScene.environment(executor, this.registry, Ticker.systemTicker()))
			.cache("endpoint", source);
	}

}
