package dev.dataapi.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import dev.dataapi.cache.ReadException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for what only a {@link LoadQueue} shows: the order of its lanes, its states. */
class LoadQueueTests {

	private ConnectionShares shares;

	private LoadQueue<Long> queue = queue(1, 4, 1000);

	private int started;

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
	void enqueueWhenKeyHasBeenLoadedMeanwhileEndsItsLoad() {
		Load<Long> load = new Load<>(1L, false, 5L);
		this.queue.admit(List.of(load));
		assertThat(threads()).isZero();
		assertThat(this.queue.enqueue(List.of(load), Map.of(1L, Entry.of(null, null, 5)))).containsExactly(load);
		assertThat(this.queue.waiting()).isZero();
		assertThat(sent()).isEmpty();
		assertThat(load(admit(List.of(1L)), 1)).isNotSameAs(load);
	}

	@Test
	void enqueueWhenAnotherCallerNeedsALaterEntrySendsTheLoad() {
		for (Load<Long> sharing : List.of(new Load<>(1L, true, null), new Load<>(1L, false, 6L))) {
			this.queue = queue(1, 4, 1000);
			Load<Long> load = new Load<>(1L, false, null);
			this.queue.admit(List.of(load));
			assertThat(load(this.queue.admit(List.of(sharing)), 1)).isSameAs(load);
			assertThat(this.queue.enqueue(List.of(load), Map.of(1L, Entry.of(null, null, 5)))).isEmpty();
			assertThat(sent()).containsExactly(1L);
		}
	}

	@Test
	void closeWhenTheLastLoadNeedNotBeSentEnds() throws InterruptedException {
		Load<Long> load = new Load<>(1L, false, null);
		this.queue.admit(List.of(load));
		Thread closing = Thread.ofPlatform().daemon().start(() -> {
			try {
				this.queue.close(System.nanoTime() + Duration.ofMinutes(5).toNanos());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		CacheScene.await("close waiting", () -> closing.getState() == Thread.State.TIMED_WAITING);
		this.queue.enqueue(List.of(load), Map.of(1L, Entry.of(null, null, 5)));
		assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void enqueueWhenEarlierLoadHasEndedMeanwhileSendsTheLoad() {
		admit(List.of(1L));
		List<Load<Long>> running = nextBatch();
		Load<Long> later = new Load<>(1L, false, 1L);
		assertThat(load(this.queue.admit(List.of(later)), 1)).isSameAs(later);
		this.queue.release(running);
		assertThat(sent()).isEmpty();
		this.queue.enqueue(List.of(later), Map.of());
		assertThat(sent()).containsExactly(1L);
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
		assertThat(keys(this.queue.takeBatch(0))).containsExactly(1L, 5L, 2L, 3L);
		assertThat(this.queue.takeBatch(0)).hasSize(4);
		assertThat(threads()).isZero();
	}

	@Test
	void dispatchWhenThreadFoundNothingLeftStartsAnother() {
		Map<Long, Load<Long>> caller = admit(List.of(1L));
		assertThat(threads()).isEqualTo(1);
		this.queue.giveUp(caller.values());
		assertThat(this.queue.takeBatch(0)).isEmpty();
		assertThat(threads()).isZero();
		admit(List.of(2L));
		assertThat(threads()).isEqualTo(1);
		assertThat(keys(this.queue.takeBatch(0))).containsExactly(2L);
	}

	private LoadQueue<Long> queue(int connections, int maxBatch, int maxWaiting) {
		this.shares = new ConnectionShares(connections);
		return new LoadQueue<>(this.shares, CacheScene.policy(Duration.ofSeconds(1), maxBatch, maxWaiting),
				() -> this.started++);
	}

	private Map<Long, Load<Long>> admit(List<Long> keys) {
		return enqueue(keys.stream().map((key) -> new Load<>(key, false, null)).toList());
	}

	private Map<Long, Load<Long>> reload(Long... keys) {
		return enqueue(Stream.of(keys).map((key) -> new Load<>(key, true, null)).toList());
	}

	private Map<Long, Load<Long>> enqueue(List<Load<Long>> wanted) {
		Map<Long, Load<Long>> admitted = this.queue.admit(wanted);
		this.queue.enqueue(wanted.stream().filter((load) -> admitted.get(load.key()) == load).toList(), Map.of());
		return admitted;
	}

	/** Returns how many threads are started now. */
	private int threads() {
		int before = this.started;
		this.shares.dispatch();
		return this.started - before;
	}

	/** Does what the next thread that is started does first. */
	private List<Load<Long>> nextBatch() {
		this.shares.dispatch();
		if (this.started == 0) {
			return List.of();
		}
		this.started--;
		return this.queue.takeBatch(0);
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
