package dev.dataapi.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import dev.dataapi.cache.LoadQueue.Load;
import dev.dataapi.cache.ReadException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link LoadQueue}. */
class LoadQueueTests {

	private Bulkhead bulkhead;

	private LoadQueue<Long> queue = queue(1, 4, 1000);

	private int started;

	@Test
	void batchWhenConnectionIsFreeSendsAllKeysOfCallerTogether() {
		this.queue = queue(8, 128, 1000);
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
		this.queue.release(running);
		assertThat(sent()).containsExactly(2L);
	}

	@Test
	void batchWhenMoreKeysWaitThanFitSendsAsManyAsFit() {
		admit(range(1, 6));
		assertThat(sent()).containsExactly(1L, 2L, 3L, 4L);
		assertThat(this.queue.waiting()).isEqualTo(2);
	}

	@Test
	void batchWhenSeveralCallersWaitServesThemInOrderOfArrival() {
		admit(range(1, 3));
		admit(List.of(9L, 2L));
		admit(range(4, 6));
		assertThat(endedBatch()).containsExactly(1L, 2L, 3L, 9L);
		assertThat(endedBatch()).containsExactly(4L, 5L, 6L);
	}

	@Test
	void batchWhenCallersWithLongListsWaitTakesSingleKeysFirstUpToHalf() {
		admit(range(1, 10));
		admit(List.of(21L));
		admit(List.of(22L));
		admit(List.of(23L));
		assertThat(endedBatch()).containsExactly(21L, 22L, 1L, 2L);
		assertThat(endedBatch()).containsExactly(23L, 3L, 4L, 5L);
	}

	@Test
	void batchWhenOnlySingleKeysWaitTakesAsManyAsFit() {
		range(1, 5).forEach((key) -> admit(List.of(key)));
		assertThat(endedBatch()).containsExactly(1L, 2L, 3L, 4L);
	}

	@Test
	void batchWhenLastKeyOfLongListIsWantedAloneSendsItAsASingleKey() {
		admit(range(1, 10));
		admit(List.of(10L));
		assertThat(endedBatch()).containsExactly(10L, 1L, 2L, 3L);
	}

	@Test
	void admitWhenKeyIsInFlightSharesItsLoad() {
		Load<Long> unsent = load(admit(List.of(1L)), 1);
		assertThat(load(admit(List.of(1L)), 1)).isSameAs(unsent);
		assertThat(this.queue.waiting()).isEqualTo(1);
		nextBatch();
		assertThat(load(admit(List.of(1L)), 1)).isSameAs(unsent);
		assertThat(this.queue.waiting()).isZero();
	}

	@Test
	void admitWhenLoadHasEndedSinceItWasMissedTakesWhatItFound() throws InterruptedException {
		Entry entry = Entry.of(null, 0);
		Map<Long, Load<Long>> admitted = this.queue.admit(List.of(1L), false, (key) -> entry);
		assertThat(admitted.get(1L).await(System.nanoTime())).isTrue();
		assertThat(admitted.get(1L).entry()).isSameAs(entry);
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
		this.queue.release(running);
		assertThat(nextBatch()).containsExactly(second);
	}

	@Test
	void batchWhenKeyIsBeingLoadedHoldsItsReloadBack() {
		this.queue = queue(2, 4, 1000);
		admit(List.of(1L));
		List<Load<Long>> running = nextBatch();
		reload(1L, 2L);
		assertThat(sent()).containsExactly(2L);
		this.queue.release(running);
		assertThat(sent()).containsExactly(1L);
	}

	@Test
	void admitWhenTooManyWouldWaitTakesNoneOfThem() {
		this.queue = queue(1, 4, 3);
		admit(List.of(1L));
		nextBatch();
		admit(List.of(2L, 3L));
		CacheScene.assertThatReadFails(Reason.OVERLOADED, () -> admit(List.of(4L, 5L)));
		assertThat(this.queue.waiting()).isEqualTo(2);
		admit(List.of(6L));
		CacheScene.assertThatReadFails(Reason.OVERLOADED, () -> admit(List.of(7L)));
		admit(List.of(1L, 2L, 3L, 6L));
		assertThat(this.queue.waiting()).isEqualTo(3);
	}

	@Test
	void admitWhenNothingMayWaitTakesWhatFreeConnectionsCanSend() {
		this.queue = queue(2, 4, 0);
		CacheScene.assertThatReadFails(Reason.OVERLOADED, () -> admit(range(1, 9)));
		admit(range(1, 8));
		assertThat(sent()).hasSize(4);
		assertThat(sent()).hasSize(4);
	}

	@Test
	void admitWhenOnlySharingIsNeverRefused() {
		this.queue = queue(2, 4, 0);
		admit(List.of(1L));
		nextBatch();
		reload(1L);
		Load<Long> sent = load(admit(List.of(2L)), 2);
		nextBatch();
		assertThat(load(admit(List.of(2L)), 2)).isSameAs(sent);
	}

	@Test
	void giveUpWhenNobodyElseWantsUnsentKeyDropsIt() {
		Map<Long, Load<Long>> first = admit(List.of(1L, 2L));
		Map<Long, Load<Long>> second = admit(List.of(2L, 3L));
		this.queue.giveUp(first.values());
		assertThat(this.queue.waiting()).isEqualTo(2);
		assertThat(endedBatch()).containsExactly(2L, 3L);
		this.queue.giveUp(second.values());
		assertThat(this.queue.waiting()).isZero();
	}

	@Test
	void giveUpWhenKeyIsSentLeavesItToOthers() {
		Map<Long, Load<Long>> caller = admit(List.of(1L));
		nextBatch();
		this.queue.giveUp(caller.values());
		assertThat(load(admit(List.of(1L)), 1)).isSameAs(load(caller, 1));
	}

	@Test
	void giveUpWhenReloadIsHeldBackDropsIt() {
		admit(List.of(1L));
		List<Load<Long>> running = nextBatch();
		Map<Long, Load<Long>> caller = reload(1L);
		this.queue.giveUp(caller.values());
		assertThat(this.queue.waiting()).isZero();
		this.queue.release(running);
		assertThat(sent()).isEmpty();
		admit(List.of(1L));
		assertThat(sent()).containsExactly(1L);
	}

	@Test
	void dispatchWhenThreadIsStartingLeavesItTheKeysThatItCanTake() {
		this.queue = queue(2, 4, 1000);
		admit(List.of(1L));
		assertThat(threads()).isEqualTo(1);
		admit(range(2, 4));
		assertThat(threads()).isZero();
		admit(List.of(5L));
		assertThat(threads()).isEqualTo(1);
		admit(range(6, 20));
		assertThat(threads()).isZero();
		assertThat(keys(this.queue.takeBatch())).containsExactly(1L, 5L, 2L, 3L);
		assertThat(this.queue.takeBatch()).hasSize(4);
		assertThat(threads()).isZero();
	}

	@Test
	void dispatchWhenThreadFoundNothingLeftStartsAnother() {
		Map<Long, Load<Long>> caller = admit(List.of(1L));
		assertThat(threads()).isEqualTo(1);
		this.queue.giveUp(caller.values());
		assertThat(this.queue.takeBatch()).isEmpty();
		assertThat(threads()).isZero();
		admit(List.of(2L));
		assertThat(threads()).isEqualTo(1);
		assertThat(keys(this.queue.takeBatch())).containsExactly(2L);
	}

	private LoadQueue<Long> queue(int connections, int maxBatch, int maxWaiting) {
		this.bulkhead = new Bulkhead(connections);
		return new LoadQueue<>(this.bulkhead, CacheScene.policy(Duration.ofSeconds(1), maxBatch, maxWaiting),
				() -> this.started++);
	}

	private Map<Long, Load<Long>> admit(List<Long> keys) {
		return this.queue.admit(keys, false, (key) -> null);
	}

	private Map<Long, Load<Long>> reload(Long... keys) {
		return this.queue.admit(List.of(keys), true, (key) -> null);
	}

	/** Returns how many threads are started now. */
	private int threads() {
		int before = this.started;
		this.bulkhead.dispatch();
		return this.started - before;
	}

	/** Does what the next thread that is started does first. */
	private List<Load<Long>> nextBatch() {
		this.bulkhead.dispatch();
		if (this.started == 0) {
			return List.of();
		}
		this.started--;
		return this.queue.takeBatch();
	}

	private List<Long> sent() {
		return keys(nextBatch());
	}

	private List<Long> endedBatch() {
		List<Load<Long>> batch = nextBatch();
		this.queue.release(batch);
		return keys(batch);
	}

	private static List<Long> keys(List<Load<Long>> batch) {
		return batch.stream().map(Load::key).toList();
	}

	private static Load<Long> load(Map<Long, Load<Long>> admitted, long key) {
		return admitted.get(key);
	}

	private static List<Long> range(long from, long to) {
		return LongStream.rangeClosed(from, to).boxed().toList();
	}

}
