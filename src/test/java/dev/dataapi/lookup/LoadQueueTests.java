package dev.dataapi.lookup;

import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tests for {@link LoadQueue}, {@link SharedLoads} and {@link Turns}. */
class LoadQueueTests {

	private LoadQueue<Long> queue = new LoadQueue<>(1, 4, 1000);

	@Test
	void batchWhenConnectionIsFreeSendsAllKeysOfCallerTogether() {
		this.queue = new LoadQueue<>(8, 128, 1000);
		admit(range(1, 100));
		assertThat(sent()).hasSize(100);
		assertThat(this.queue.busy()).isEqualTo(1);
		assertThat(sent()).isEmpty();
	}

	@Test
	void batchWhenConnectionsAreBusySendsNothingUntilOneIsFree() {
		admit(List.of(1L));
		List<Load<Long>> running = nextBatch();
		admit(List.of(2L));
		assertThat(sent()).isEmpty();
		this.queue.end(running);
		assertThat(sent()).containsExactly(2L);
	}

	@Test
	void batchWhenMoreKeysWaitThanFitSendsAsManyAsFit() {
		admit(range(1, 6));
		assertThat(sent()).containsExactly(1L, 2L, 3L, 4L);
		assertThat(this.queue.waiting()).isEqualTo(2);
	}

	@Test
	void batchWhenLargeRequestsWaitTakesOneKeyOfEachInTurn() {
		this.queue = new LoadQueue<>(1, 128, 1000);
		admit(range(1, 100));
		admit(range(101, 200));
		admit(range(201, 300));
		admit(List.of(999L));
		List<Long> batch = sent();
		assertThat(batch).hasSize(128).startsWith(1L, 101L, 201L, 999L, 2L, 102L, 202L, 3L);
	}

	@Test
	void batchWhenMoreCallersWaitThanFitServesThemInOrderOfArrival() {
		for (int i = 0; i < 6; i++) {
			admit(range(100 * i, 100 * i + 9));
		}
		admit(List.of(999L));
		assertThat(endedBatch()).containsExactly(0L, 100L, 200L, 300L);
		assertThat(endedBatch()).containsExactly(400L, 500L, 999L, 1L);
	}

	@Test
	void batchWhenLastKeyOfLongListIsSharedSendsItInTurnOfWhoSharesIt() {
		admit(range(1, 100));
		admit(List.of(100L));
		assertThat(endedBatch()).containsExactly(1L, 100L, 2L, 3L);
		assertThat(Stream.generate(this::endedBatch).limit(24).flatMap(Collection::stream))
			.containsExactlyElementsOf(range(4, 99));
		assertThat(sent()).isEmpty();
	}

	@Test
	void admitWhenKeyIsOnItsWaySharesItsLoad() {
		Load<Long> unsent = load(admit(List.of(1L)), 1);
		assertThat(load(admit(List.of(1L)), 1)).isSameAs(unsent);
		assertThat(this.queue.waiting()).isEqualTo(1);
		nextBatch();
		assertThat(load(admit(List.of(1L)), 1)).isSameAs(unsent);
		assertThat(this.queue.waiting()).isZero();
	}

	@Test
	void admitWhenLoadHasEndedSinceItWasMissedTakesWhatItFound() throws InterruptedException {
		Finding finding = new Finding(null, 0);
		Caller<Long> caller = this.queue.admit(List.of(1L), false, (key) -> finding);
		assertThat(caller.await(System.nanoTime())).isTrue();
		assertThat(load(caller, 1).finding()).isSameAs(finding);
		assertThat(this.queue.waiting()).isZero();
	}

	@Test
	void admitWhenReloadingSharesOnlyUnsentLoad() {
		Load<Long> first = load(admit(List.of(1L)), 1);
		assertThat(load(reload(1L), 1)).isSameAs(first);
		List<Load<Long>> running = nextBatch();
		Load<Long> second = load(reload(1L), 1);
		assertThat(second).isNotSameAs(first);
		assertThat(load(reload(1L), 1)).isSameAs(second);
		assertThat(load(admit(List.of(1L)), 1)).isSameAs(first);
		this.queue.end(running);
		assertThat(nextBatch()).containsExactly(second);
	}

	@Test
	void batchWhenKeyIsBeingLoadedHoldsItsReloadBack() {
		this.queue = new LoadQueue<>(2, 4, 1000);
		admit(List.of(1L));
		List<Load<Long>> running = nextBatch();
		reload(1L, 2L);
		assertThat(sent()).containsExactly(2L);
		this.queue.end(running);
		assertThat(sent()).containsExactly(1L);
	}

	@Test
	void admitWhenTooManyWouldWaitTakesNoneOfThem() {
		this.queue = new LoadQueue<>(1, 4, 3);
		admit(List.of(1L));
		nextBatch();
		admit(List.of(2L, 3L));
		assertThatExceptionOfType(LookupOverloadedException.class).isThrownBy(() -> admit(List.of(4L, 5L)));
		assertThat(this.queue.waiting()).isEqualTo(2);
		admit(List.of(6L));
		assertThatExceptionOfType(LookupOverloadedException.class).isThrownBy(() -> admit(List.of(7L)));
		admit(List.of(1L, 2L, 3L, 6L));
		assertThat(this.queue.waiting()).isEqualTo(3);
	}

	@Test
	void admitWhenNothingMayWaitTakesWhatFreeConnectionsCanSend() {
		this.queue = new LoadQueue<>(2, 4, 0);
		assertThatExceptionOfType(LookupOverloadedException.class).isThrownBy(() -> admit(range(1, 9)));
		admit(range(1, 8));
		assertThat(sent()).hasSize(4);
		assertThat(sent()).hasSize(4);
	}

	@Test
	void admitWhenOnlySharingIsNeverRefused() {
		this.queue = new LoadQueue<>(2, 4, 0);
		admit(List.of(1L));
		nextBatch();
		reload(1L);
		admit(List.of(2L));
		nextBatch();
		assertThat(load(admit(List.of(2L)), 2).sent).isTrue();
	}

	@Test
	void giveUpWhenNobodyElseWantsUnsentKeyDropsIt() {
		Caller<Long> first = admit(List.of(1L, 2L));
		Caller<Long> second = admit(List.of(2L, 3L));
		this.queue.giveUp(first);
		assertThat(this.queue.waiting()).isEqualTo(2);
		assertThat(endedBatch()).containsExactly(2L, 3L);
		this.queue.giveUp(second);
		assertThat(this.queue.waiting()).isZero();
	}

	@Test
	void giveUpWhenKeyIsSentLeavesItToOthers() {
		Caller<Long> caller = admit(List.of(1L));
		nextBatch();
		this.queue.giveUp(caller);
		assertThat(load(admit(List.of(1L)), 1)).isSameAs(load(caller, 1));
	}

	@Test
	void giveUpWhenReloadIsHeldBackDropsIt() {
		admit(List.of(1L));
		List<Load<Long>> running = nextBatch();
		Caller<Long> caller = reload(1L);
		this.queue.giveUp(caller);
		assertThat(this.queue.waiting()).isZero();
		this.queue.end(running);
		assertThat(sent()).isEmpty();
		assertThat(load(admit(List.of(1L)), 1).sent).isFalse();
	}

	@Test
	void startsBatchWhenThreadIsAboutToComeLeavesItTheKeysThatItCanTake() {
		this.queue = new LoadQueue<>(2, 4, 1000);
		admit(List.of(1L));
		assertThat(this.queue.startsBatch()).isTrue();
		admit(range(2, 4));
		assertThat(this.queue.startsBatch()).isFalse();
		admit(List.of(5L));
		assertThat(this.queue.startsBatch()).isTrue();
		admit(range(6, 20));
		assertThat(this.queue.startsBatch()).isFalse();
		assertThat(keys(this.queue.startedBatch())).containsExactly(1L, 2L, 5L, 6L);
		assertThat(this.queue.startedBatch()).hasSize(4);
		assertThat(this.queue.startsBatch()).isFalse();
	}

	@Test
	void startsBatchWhenThreadFoundNothingLeftStartsAnother() {
		Caller<Long> caller = admit(List.of(1L));
		assertThat(this.queue.startsBatch()).isTrue();
		this.queue.giveUp(caller);
		assertThat(this.queue.startedBatch()).isEmpty();
		assertThat(this.queue.startsBatch()).isFalse();
		admit(List.of(2L));
		assertThat(this.queue.startsBatch()).isTrue();
		assertThat(keys(this.queue.startedBatch())).containsExactly(2L);
	}

	private Caller<Long> admit(List<Long> keys) {
		return this.queue.admit(keys, false, (key) -> null);
	}

	private Caller<Long> reload(Long... keys) {
		return this.queue.admit(List.of(keys), true, (key) -> null);
	}

	/** As a thread does that is started for it and runs at once. */
	private List<Load<Long>> nextBatch() {
		return this.queue.startsBatch() ? this.queue.startedBatch() : List.of();
	}

	private List<Long> sent() {
		return keys(nextBatch());
	}

	private List<Long> endedBatch() {
		List<Load<Long>> batch = nextBatch();
		this.queue.end(batch);
		return keys(batch);
	}

	private static List<Long> keys(List<Load<Long>> batch) {
		return batch.stream().map((load) -> load.key).toList();
	}

	private static Load<Long> load(Caller<Long> caller, long key) {
		return caller.loads.get(key);
	}

	private static List<Long> range(long from, long to) {
		return LongStream.rangeClosed(from, to).boxed().toList();
	}

}
