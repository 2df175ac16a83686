package dev.dataapi.cache.shared;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachePolicy;
import dev.dataapi.cache.CacheScene;
import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.ControlledSource;
import dev.dataapi.cache.ControlledSource.Call;
import dev.dataapi.cache.ReadThroughCache;
import dev.dataapi.cache.Representation;
import dev.dataapi.cache.shared.SharedScene.Instance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

import static org.assertj.core.api.Assertions.assertThat;

/** For how long, and for whom, an invalidation holds. */
@Timeout(120)
class InvalidationLogTests {

	private static final String LIST = "test:invalidations:endpoint";

	private static final CachePolicy WEEK = new CachePolicy(Duration.ofDays(7), Duration.ofDays(7),
			Duration.ofSeconds(30), 128, 4096);

	private static final Duration MOMENT = Duration.ofMillis(2);

	@RegisterExtension
	final RedisServer server = new RedisServer();

	private SharedScene scene;

	private Instance first;

	private Instance second;

	private Instance third;

	@BeforeEach
	void start() {
		this.server.start();
		this.scene = new SharedScene(WEEK, this.server.store(SharedScene.PATIENCE),
				this.server.store(SharedScene.PATIENCE), this.server.store(SharedScene.PATIENCE));
		this.first = this.scene.instances.get(0);
		this.second = this.scene.instances.get(1);
		this.third = this.scene.instances.get(2);
	}

	@AfterEach
	void close() {
		this.scene.close();
	}

	/** A later instance is one that has not read the list before. */
	@ParameterizedTest
	@ValueSource(strings = { "1", "1,2", "" })
	void instanceThatStartsLaterServesNothingInvalidatedInAnotherVersion(String keys) {
		ReadThroughCache<Long> other = this.third.version("2", WEEK);
		load(this.third, () -> other.array(CacheScene.keys(1), CacheMode.READ_THROUGH, Representation.JSON));
		this.scene.advance(MOMENT);
		invalidate(this.first, keys);
		for (Instance instance : this.scene.instances) {
			instance.ticker.advance(Duration.ofHours(30));
		}
		this.scene.advanceServer(Duration.ofHours(30));
		this.second.shared.poll();
		ReadThroughCache<Long> late = this.second.version("2", WEEK);
		load(this.second, () -> late.array(CacheScene.keys(1), CacheMode.READ_THROUGH, Representation.JSON));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "" })
	void instanceThatStartsLaterServesNothingLoadedWhileTheInvalidationCame(String keys) {
		Asking asking = this.third.find(1);
		Call early = this.third.source.next();
		this.scene.advance(MOMENT);
		invalidate(this.first, keys);
		this.scene.advance(MOMENT);
		// The one that loads has not heard of it
		early.answer();
		asking.answer();
		CacheScene.await("stored", () -> this.third.store.puts.get() == 1);
		this.scene.advance(Duration.ofHours(30));
		assertThat(this.second.load(1).outcome().sharedMisses()).isEqualTo(1);
		assertThat(this.third.read(1).outcome().sharedHits()).isEqualTo(1);
	}

	@Test
	void keyThatAnotherVersionCannotReadVoidsAllOfThatVersion() {
		this.first.load(1);
		this.second.read(1);
		try (Jedis jedis = this.server.connect()) {
			this.scene.advance(MOMENT);
			jedis.rpush(LIST, this.scene.time() + " x =not a number");
			jedis.rpush(LIST, "nonsense");
		}
		this.second.shared.poll();
		this.scene.advance(MOMENT);
		assertThat(this.second.load(1).outcome().sharedMisses()).isEqualTo(1);
		this.second.shared.poll();
		assertThat(this.second.read(1).outcome().hits()).isEqualTo(1);
	}

	@Test
	void instanceThatHasMissedSomeVoidsWhatMayBeVoid() {
		this.first.load(1, 5000);
		this.second.read(1, 5000);
		this.scene.advance(MOMENT);
		invalidate(this.first, "1");
		invalidate(this.first, range(5000, 6000));
		try (Jedis jedis = this.server.connect()) {
			assertThat(jedis.llen(LIST)).isEqualTo(1000);
		}
		this.second.shared.poll();
		this.scene.advance(MOMENT);
		assertThat(this.second.load(1).outcome().sharedMisses()).isEqualTo(1);
		assertThat(this.third.load(5000).outcome().sharedMisses()).isEqualTo(1);
	}

	@Test
	void moreKeysThanTheServerKeepsVoidAllOfTheOthers() {
		this.first.load(1);
		this.second.read(1);
		this.scene.advance(MOMENT);
		invalidate(this.first, range(5000, 6001));
		try (Jedis jedis = this.server.connect()) {
			assertThat(jedis.llen(LIST)).isEqualTo(2);
		}
		assertThat(this.first.read(1).outcome().hits()).isEqualTo(1);
		this.second.shared.poll();
		this.scene.advance(MOMENT);
		assertThat(this.second.load(1).outcome().sharedMisses()).isEqualTo(1);
	}

	@Test
	void listThatTheServerLostIsBegunAgainAndMemoryKept() {
		this.first.load(1);
		this.second.read(1);
		try (Jedis jedis = this.server.connect()) {
			jedis.flushAll();
			this.second.shared.poll();
			assertThat(jedis.llen(LIST)).isEqualTo(1);
		}
		this.first.shared.poll();
		assertThat(this.first.read(1).outcome().hits()).isEqualTo(1);
		assertThat(this.second.read(1).outcome().hits()).isEqualTo(1);
	}

	@Test
	void entriesOlderThanAListThatWasLostAreNotServed() {
		this.first.load(1);
		try (Jedis jedis = this.server.connect()) {
			jedis.del(LIST);
		}
		this.scene.advance(MOMENT);
		assertThat(this.second.load(1).outcome().sharedMisses()).isEqualTo(1);
		assertThat(this.third.read(1).outcome().sharedHits()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "" })
	void invalidationThatTheServerLostBeforeAnInstanceSawItIsToldAgain(String keys) {
		this.first.load(1);
		this.second.read(1);
		this.scene.advance(MOMENT);
		invalidate(this.first, keys);
		try (Jedis jedis = this.server.connect()) {
			jedis.del(LIST);
		}
		// The one that does not know of it is the first to see the loss
		this.second.shared.poll();
		this.first.shared.poll();
		this.second.shared.poll();
		this.scene.advance(MOMENT);
		assertThat(this.first.load(1).outcome().sharedMisses()).isEqualTo(1);
		this.scene.advance(MOMENT);
		assertThat(this.second.read(1).outcome().sharedHits()).isEqualTo(1);
	}

	@Test
	void nameOfSomethingElseIsTakenForTheList() {
		try (Jedis jedis = this.server.connect()) {
			jedis.set(LIST, "x");
		}
		this.first.load(1);
		assertThat(this.second.read(1).outcome().sharedHits()).isEqualTo(1);
		assertThat(this.first.isOpen("read")).isFalse();
	}

	@Test
	void countIsOfKeysThatHadAnEntryHereOrInTheSharedCache() {
		this.first.load(1, 2);
		this.second.load(3);
		this.scene.advance(MOMENT);
		assertThat(this.second.cache.invalidator().everywhere("1,3,3,4").entries()).isEqualTo(2);
		assertThat(this.third.cache.invalidator().everywhere("1,2,3").entries()).isEqualTo(1);
		assertThat(this.third.cache.invalidator().everywhere("1,2,3").entries()).isZero();
	}

	@Test
	void instanceCutOffServesNothingAsFreshThatIsOlderThanAMinute() {
		this.first.load(1);
		this.second.read(1);
		this.scene.instances.forEach((instance) -> instance.shared.poll());
		this.server.stop();
		// Nobody tells it of what happens in these seconds
		this.scene.advance(Duration.ofSeconds(59));
		assertThat(this.second.read(1).outcome().hits()).isEqualTo(1);
		this.scene.advance(Duration.ofSeconds(1));
		Asking asking = this.second.find(1);
		this.second.source.next().answer(Map.of(1L, ControlledSource.row(2)));
		assertThat(CacheScene.body(asking.answer())).isEqualTo("[\"row 2\"]");
		assertThat(this.second.read(1).outcome().hits()).isEqualTo(1);
		// It is stale, not void
		this.scene.advance(Duration.ofSeconds(61));
		Asking late = this.second.find(1);
		this.second.source.next().fail(new IllegalStateException("down"));
		assertThat(late.answer().outcome().stale()).isEqualTo(1);
	}

	@Test
	void instanceThatIsConnectedServesAsLongAsTheTimeToLive() {
		this.first.load(1);
		this.second.read(1);
		this.scene.advance(Duration.ofDays(6));
		assertThat(List.of(this.first.read(1).outcome().hits(), this.second.read(1).outcome().hits()))
			.containsExactly(1, 1);
	}

	private static String range(int start, int end) {
		return LongStream.range(start, end).mapToObj(Long::toString).collect(Collectors.joining(","));
	}

	private static void invalidate(Instance instance, String keys) {
		assertThat(keys.isEmpty() ? instance.cache.invalidator().everywhere()
				: instance.cache.invalidator().everywhere(keys).told())
			.isTrue();
	}

	/** Has the source asked, and waits until its answer is stored. */
	private static void load(Instance instance, Supplier<CachedResponse> read) {
		long stored = instance.store.puts.get();
		Asking asking = Asking.start(read);
		instance.source.next().answer();
		assertThat(asking.answer().outcome().sharedMisses()).isPositive();
		CacheScene.await("stored", () -> instance.store.puts.get() > stored);
	}

}
