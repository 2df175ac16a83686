package dev.dataapi.lookup;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

import dev.dataapi.lookup.ControlledSource.Call;
import dev.dataapi.lookup.LookupOutcome.Status;
import dev.dataapi.lookup.LookupScene.Asking;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.dataapi.lookup.LookupScene.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tests for what {@link BatchLoader} does at its limits: bounds, deadlines, the end. */
@Timeout(60)
class BatchLoaderLimitsTests {

	@AutoClose
	private final LookupScene patient = new LookupScene((builder) -> builder.connections(1).maxWaiting(2));

	@AutoClose
	private final LookupScene hasty = new LookupScene(
			(builder) -> builder.connections(1).timeout(Duration.ofMillis(20)));

	@Test
	void findWhenTooManyKeysWouldWaitIsRefusedAsAWhole() {
		this.patient.find(1);
		Call running = this.patient.source.next();
		this.patient.findAndWait(2);
		assertThatExceptionOfType(LookupOverloadedException.class)
			.isThrownBy(() -> this.patient.engine.find(keys(3, 4)))
			.withMessage("More than 2 keys would wait to be loaded");
		assertThat(this.patient.engine.statistics().waitingKeys()).isEqualTo(1);
		running.answer();
		assertThat(this.patient.source.next().keys()).containsExactly(2L);
	}

	@Test
	void findWhenLoadHangsTimesOutAndLeavesTheLoadToOthers() {
		assertThatExceptionOfType(LookupTimeoutException.class).isThrownBy(() -> this.hasty.engine.find(keys(1)))
			.withMessage("No answer within 20 ms");
		assertThat(this.hasty.engine.statistics().busyConnections()).isEqualTo(1);
		this.hasty.source.next().answer();
		this.hasty.awaitIdle();
		assertThat(this.hasty.engine.find(keys(1)).count(Status.HIT)).isEqualTo(1);
	}

	@Test
	void findWhenConnectionsHangTimesOutAndDropsWhatWasNotSent() {
		this.hasty.find(1);
		Call hanging = this.hasty.source.next();
		assertThatExceptionOfType(LookupTimeoutException.class).isThrownBy(() -> this.hasty.engine.find(keys(2, 3)));
		assertThat(this.hasty.engine.statistics()).isEqualTo(new LookupStatistics(0, 0, 0, 0, 0, 1));
		hanging.answer();
		this.hasty.awaitIdle();
		this.hasty.source.assertNoMoreCalls();
	}

	@Test
	void findWhenLoadsTogetherTakeTooLongTimesOutThoughEachIsQuick() {
		LookupSource<Long> slow = (keys) -> {
			long end = System.nanoTime() + Duration.ofMillis(40).toNanos();
			while (System.nanoTime() < end) {
				LockSupport.parkNanos(end - System.nanoTime());
			}
			return Map.of();
		};
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			LookupEngine<Long> engine = LookupEngine.builder(slow, threads)
				.connections(1)
				.maxBatch(1)
				.timeout(Duration.ofMillis(200))
				.build();
			assertThatExceptionOfType(LookupTimeoutException.class)
				.isThrownBy(() -> engine.find(LongStream.range(0, 20).boxed().toList()));
		}
	}

	@Test
	void findWhenInterruptedGivesUpForItselfOnly() {
		this.patient.find(1);
		Call running = this.patient.source.next();
		Asking alone = this.patient.findAndWait(2);
		Asking sharing = this.patient.findAndWait(3);
		Asking staying = this.patient.findAndWait(3);
		alone.thread().interrupt();
		sharing.thread().interrupt();
		assertThat(alone.failure()).isInstanceOf(LookupInterruptedException.class);
		assertThat(sharing.failure()).isInstanceOf(LookupInterruptedException.class);
		assertThat(this.patient.engine.statistics().waitingKeys()).isEqualTo(1);
		running.answer();
		Call next = this.patient.source.next();
		assertThat(next.keys()).containsExactly(3L);
		next.answer();
		assertThat(staying.answer().count(Status.MISS)).isEqualTo(1);
	}

	@Test
	void findWhenInterruptedSetsTheInterruptStatusAgain() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(LookupInterruptedException.class).isThrownBy(() -> this.patient.engine.find(keys(1)));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void findWhenExecutorRefusesFailsAndFreesTheConnection() {
		AtomicInteger refusals = new AtomicInteger(2);
		ControlledSource source = new ControlledSource();
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			LookupEngine<Long> engine = LookupEngine.builder(source, (task) -> {
				switch (refusals.getAndDecrement()) {
					case 2 -> throw new RejectedExecutionException();
					case 1 -> throw new OutOfMemoryError("no thread");
					default -> threads.execute(task);
				}
			}).connections(1).build();
			assertThatExceptionOfType(LookupFailedException.class).isThrownBy(() -> engine.find(keys(1)))
				.withCauseInstanceOf(RejectedExecutionException.class);
			assertThatExceptionOfType(LookupFailedException.class).isThrownBy(() -> engine.find(keys(1)))
				.withCauseInstanceOf(OutOfMemoryError.class);
			threads.execute(() -> source.next().answer());
			assertThat(engine.find(keys(1)).count(Status.MISS)).isEqualTo(1);
		}
	}

	@Test
	void findWhenExecutorRefusesThreadForKeyThatAnotherHasTakenLeavesItToThat() {
		ControlledSource source = new ControlledSource();
		AtomicReference<Runnable> unstarted = new AtomicReference<>();
		AtomicReference<Asking> first = new AtomicReference<>();
		LookupEngine<Long> engine = LookupEngine.builder(source, (task) -> {
			if (unstarted.compareAndSet(null, task)) {
				return;
			}
			first.get().thread().interrupt();
			assertThat(first.get().failure()).isInstanceOf(LookupInterruptedException.class);
			Thread.startVirtualThread(unstarted.get());
			source.next().answer();
			throw new RejectedExecutionException();
		}).connections(2).maxBatch(1).build();
		first.set(this.patient.ask(() -> engine.find(keys(1))).awaitWaiting());
		assertThat(engine.find(keys(2)).count(Status.MISS)).isEqualTo(1);
		LookupScene.await("idle", () -> engine.statistics().busyConnections() == 0);
	}

	@Test
	void closeWhenLoadsAreUnderWayWaitsForThemAndTakesNoMore() {
		Asking first = this.patient.find(1);
		Call running = this.patient.source.next();
		Asking second = this.patient.findAndWait(2);
		Thread closing = Thread.ofPlatform().daemon().start(this.patient.engine::close);
		LookupScene.await("close waiting", () -> closing.getState() == Thread.State.TIMED_WAITING);
		assertThatExceptionOfType(LookupClosedException.class).isThrownBy(() -> this.patient.engine.find(keys(3)));
		running.answer();
		assertThat(first.answer().count(Status.MISS)).isEqualTo(1);
		Call last = this.patient.source.next();
		assertThat(closing.isAlive()).isTrue();
		last.answer();
		assertThat(second.answer().count(Status.MISS)).isEqualTo(1);
		LookupScene.await("closed", () -> !closing.isAlive());
		assertThat(this.patient.engine.find(keys(1, 2)).count(Status.HIT)).isEqualTo(2);
	}

	@Test
	void closeWhenLoadHangsEndsWithTheTimeout() {
		this.hasty.find(1);
		this.hasty.source.next();
		this.hasty.engine.close();
		assertThat(this.hasty.engine.statistics().busyConnections()).isEqualTo(1);
	}

}
