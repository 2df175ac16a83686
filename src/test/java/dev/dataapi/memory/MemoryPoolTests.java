package dev.dataapi.memory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.dataapi.memory.MemoryPool.Reservation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets memory, who waits for it, and who goes without.
 */
class MemoryPoolTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final MemoryPool pool = new MemoryPool("test", 100 * 1024, this.registry);

	@Test
	void reserveWhenThereIsEnoughTakesItUntilItIsClosed() {
		Reservation half = reserve(50 * 1024);
		assertThat(half).isNotNull();
		assertThat(this.pool.reserved()).isEqualTo(50 * 1024);
		assertThat(this.registry.get("memory.reserved").tag("use", "test").gauge().value()).isEqualTo(50 * 1024);
		half.close();
		assertThat(this.pool.reserved()).isZero();
	}

	@Test
	void reserveWhenThereIsNotEnoughByTheDeadlineGoesWithout() {
		assertThat(reserve(60 * 1024)).isNotNull();
		assertThat(reserve(60 * 1024)).isNull();
		assertThat(this.pool.reserved()).isEqualTo(60 * 1024);
	}

	@Test
	void reserveWhenMemoryIsGivenBackInTimeIsServedInTurn() throws Exception {
		Reservation most = reserve(90 * 1024);
		CompletableFuture<@Nullable Reservation> large = waiting(80 * 1024);
		CompletableFuture<@Nullable Reservation> small = waiting(5 * 1024);
		assertThat(this.pool.isWaitedFor()).isTrue();
		// Small enough, but behind the large one
		assertThat(small).isNotDone();
		most.close();
		assertThat(large.get(20, TimeUnit.SECONDS)).isNotNull();
		assertThat(small.get(20, TimeUnit.SECONDS)).isNotNull();
	}

	@Test
	void reserveWhenMoreThanThereIsTakesAllOfIt() {
		assertThat(reserve(Long.MAX_VALUE / 2)).isNotNull();
		assertThat(this.pool.reserved()).isEqualTo(100 * 1024);
		assertThat(reserve(1)).isNull();
	}

	@Test
	void reserveSharedTakesMemoryOnceForTheSameObject() throws Exception {
		byte[] answer = new byte[0];
		Reservation first = this.pool.reserveShared(answer, 80 * 1024, end());
		Reservation second = this.pool.reserveShared(answer, 80 * 1024, end());
		assertThat(second).isNotNull();
		assertThat(this.pool.reserved()).isEqualTo(80 * 1024);
		assertThat(this.pool.reserveShared(new byte[0], 80 * 1024, end())).isNull();
		first.close();
		assertThat(this.pool.reserved()).isEqualTo(80 * 1024);
		second.close();
		assertThat(this.pool.reserved()).isZero();
	}

	@Test
	void reserveSharedWhenSeveralWaitForTheSameObjectTakesMemoryOnce() throws Exception {
		byte[] answer = new byte[0];
		Reservation all = reserve(100 * 1024);
		CompletableFuture<@Nullable Reservation> first = waitingFor(answer);
		CompletableFuture<@Nullable Reservation> second = waitingFor(answer);
		all.close();
		assertThat(first.get(20, TimeUnit.SECONDS)).isNotNull().isSameAs(second.get(20, TimeUnit.SECONDS));
		assertThat(this.pool.reserved()).isEqualTo(40 * 1024);
		first.join().close();
		second.join().close();
		assertThat(this.pool.reserved()).isZero();
	}

	@Test
	void growWhenThereIsNotEnoughDoesNotWait() {
		Reservation one = reserve(40 * 1024);
		Reservation other = reserve(40 * 1024);
		assertThat(one.growTo(60 * 1024)).isTrue();
		assertThat(other.growTo(50 * 1024)).isFalse();
		assertThat(other.growTo(30 * 1024)).isTrue();
		one.close();
		other.close();
		assertThat(this.pool.reserved()).isZero();
	}

	@Test
	void shareWhenTheObjectHasAReservationGivesTheOtherBack() throws Exception {
		byte[] answer = new byte[0];
		Reservation first = this.pool.share(answer, reserve(50 * 1024));
		first.shrinkTo(30 * 1024);
		Reservation second = this.pool.share(answer, reserve(50 * 1024));
		assertThat(second).isSameAs(first);
		assertThat(this.pool.reserved()).isEqualTo(30 * 1024);
		first.close();
		second.close();
		assertThat(this.pool.reserved()).isZero();
	}

	@Test
	void growAfterItIsClosedTakesNothing() {
		Reservation closed = reserve(10 * 1024);
		closed.close();
		assertThat(closed.growTo(20 * 1024)).isFalse();
		assertThat(this.pool.reserved()).isZero();
	}

	private CompletableFuture<@Nullable Reservation> waiting(long bytes) {
		return asked(() -> this.pool.reserve(bytes, patientEnd()));
	}

	private CompletableFuture<@Nullable Reservation> waitingFor(byte[] answer) {
		return asked(() -> this.pool.reserveShared(answer, 40 * 1024, patientEnd()));
	}

	/** Returns when the asker waits. */
	private static CompletableFuture<@Nullable Reservation> asked(Question question) {
		CompletableFuture<@Nullable Reservation> answer = new CompletableFuture<>();
		Thread thread = Thread.startVirtualThread(() -> {
			try {
				answer.complete(question.ask());
			}
			catch (InterruptedException ex) {
				answer.completeExceptionally(ex);
			}
		});
		while (thread.getState() != Thread.State.TIMED_WAITING) {
			Thread.yield();
		}
		return answer;
	}

	private @Nullable Reservation reserve(long bytes) {
		try {
			return this.pool.reserve(bytes, end());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long end() {
		return System.nanoTime() + Duration.ofMillis(10).toNanos();
	}

	private static long patientEnd() {
		return System.nanoTime() + Duration.ofSeconds(20).toNanos();
	}

	private interface Question {

		@Nullable Reservation ask() throws InterruptedException;

	}

}
