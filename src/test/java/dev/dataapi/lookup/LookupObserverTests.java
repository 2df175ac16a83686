package dev.dataapi.lookup;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.dataapi.lookup.ControlledSource.Call;
import dev.dataapi.lookup.LookupScene.Asking;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.dataapi.lookup.LookupScene.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tests for what a {@link LookupObserver} is told. */
@Timeout(60)
class LookupObserverTests {

	private final BlockingQueue<LookupResult<?>> answers = new LinkedBlockingQueue<>();

	private final BlockingQueue<LookupException> failures = new LinkedBlockingQueue<>();

	private final BlockingQueue<RoundTripEvent> roundTrips = new LinkedBlockingQueue<>();

	@AutoClose
	private final LookupScene scene = new LookupScene(
			(builder) -> builder.connections(1).maxWaiting(0).observer(new Recorder()));

	@Test
	void answeredWhenRowsAreLoadedOrRememberedGetsTheResult() throws InterruptedException {
		LookupResult<Long> loaded = this.scene.load(1, 2, 3);
		LookupResult<Long> found = this.scene.engine.find(keys(1));
		LookupResult<Long> remembered = this.scene.engine.findRemembered(keys(2)).orElseThrow();
		assertThat(this.answers).containsExactly(loaded, found, remembered);
		assertThat(roundTrip()).isEqualTo(new RoundTripEvent(3, Duration.ZERO, null));
	}

	@Test
	void failedWhenLoadFailsOrIsRefusedGetsTheException() throws InterruptedException {
		Asking asking = this.scene.find(1);
		Call call = this.scene.source.next();
		assertThatExceptionOfType(LookupOverloadedException.class).isThrownBy(() -> this.scene.engine.find(keys(2)));
		this.scene.ticker.advance(Duration.ofSeconds(5));
		IllegalStateException failure = new IllegalStateException("down");
		call.fail(failure);
		Throwable failed = asking.failure();
		assertThat(this.failures).hasSize(2).last().isSameAs(failed);
		assertThat(roundTrip()).isEqualTo(new RoundTripEvent(1, Duration.ofSeconds(5), failure));
	}

	private RoundTripEvent roundTrip() throws InterruptedException {
		return this.roundTrips.poll(20, TimeUnit.SECONDS);
	}

	record RoundTripEvent(int keys, Duration took, @Nullable Throwable failure) {
	}

	private final class Recorder implements LookupObserver {

		@Override
		public void answered(LookupResult<?> result) {
			LookupObserverTests.this.answers.add(result);
		}

		@Override
		public void failed(LookupException failure) {
			LookupObserverTests.this.failures.add(failure);
		}

		@Override
		public void loaded(int keys, Duration took, @Nullable Throwable failure) {
			LookupObserverTests.this.roundTrips.add(new RoundTripEvent(keys, took, failure));
		}

	}

}
