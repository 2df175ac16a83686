package dev.dataapi.cache.shared;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CacheScene;
import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.ControlledSource;
import dev.dataapi.cache.ControlledSource.Call;
import dev.dataapi.cache.Loaded;
import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.cache.ReadThroughCache;
import dev.dataapi.cache.Representation;
import dev.dataapi.cache.Source;
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

/** Instances that share look-ups on a real server. */
@Timeout(60)
class SharedCacheTests {

	@RegisterExtension
	final RedisServer server = new RedisServer();

	private SharedScene scene;

	private Instance first;

	private Instance second;

	private Instance third;

	@BeforeEach
	void start() {
		this.server.start();
		this.scene = new SharedScene(SharedScene.LOOKUPS, this.server.store(SharedScene.PATIENCE),
				this.server.store(SharedScene.PATIENCE), this.server.store(SharedScene.PATIENCE));
		this.first = this.scene.instances.get(0);
		this.second = this.scene.instances.get(1);
		this.third = this.scene.instances.get(2);
	}

	@AfterEach
	void close() {
		this.scene.close();
	}

	@Test
	void arrayWhenAnotherInstanceHasLoadedItLoadsNothing() {
		CachedResponse miss = this.first.load(1, 2);
		assertThat(miss.outcome().sharedMisses()).isEqualTo(2);
		CachedResponse shared = this.second.read(1, 2);
		assertThat(shared.body()).isEqualTo(miss.body());
		assertThat(shared.etag()).isEqualTo(miss.etag());
		assertThat(shared.outcome().misses()).isEqualTo(2);
		assertThat(shared.outcome().sharedHits()).isEqualTo(2);
		assertThat(this.second.read(1, 2).outcome().hits()).isEqualTo(2);
		assertThat(this.second.reads("hit")).isEqualTo(2);
		assertThat(this.first.reads("miss")).isEqualTo(2);
		this.second.source.assertNoMoreCalls();
	}

	@Test
	void arrayWhenAnotherInstanceFoundNoValueKnowsThat() {
		Asking asking = this.first.find(1);
		this.first.source.next().answer(Map.of());
		asking.answer();
		CacheScene.await("stored", () -> this.first.store.puts.get() == 1);
		assertThat(CacheScene.body(this.second.read(1))).isEqualTo("[]");
		this.second.source.assertNoMoreCalls();
	}

	@Test
	void arrayWhenSomeAreSharedLoadsTheOthersAfterOneRoundTrip() {
		this.first.load(2, 4);
		this.second.load(9);
		long gets = this.second.store.gets.get();
		Asking asking = this.second.find(1, 2, 3, 4);
		Call call = this.second.source.next();
		assertThat(call.keys()).containsExactly(1L, 3L);
		assertThat(this.second.store.gets.get()).isEqualTo(gets + 1);
		call.answer();
		CachedResponse response = asking.answer();
		assertThat(CacheScene.body(response)).isEqualTo("[\"row 1\",\"row 2\",\"row 3\",\"row 4\"]");
		assertThat(response.outcome().sharedHits()).isEqualTo(2);
		assertThat(response.outcome().sharedMisses()).isEqualTo(2);
	}

	@Test
	void arrayAnswersBeforeItIsStored() {
		this.first.store.writes.drainPermits();
		Asking asking = this.first.find(1);
		this.first.source.next().answer();
		assertThat(asking.answer().outcome().misses()).isEqualTo(1);
		CacheScene.await("connection free", () -> this.first.busy() == 0);
		this.first.store.writes.release();
		CacheScene.await("stored", () -> this.first.store.puts.get() == 1);
	}

	@Test
	void ageCountsFromTheMomentTheWarehouseWasAskedAtBothLevels() {
		this.first.load(1);
		this.scene.advance(Duration.ofSeconds(100));
		CachedResponse shared = this.second.read(1);
		assertThat(shared.outcome().age()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(100).plusMillis(1));
		this.scene.advance(Duration.ofSeconds(60));
		assertThat(this.second.read(1).outcome().hits()).isEqualTo(1);
		this.scene.advance(Duration.ofSeconds(20));
		assertThat(this.second.load(1).outcome().sharedMisses()).isEqualTo(1);
	}

	@Test
	void ageCountsTheTimeThatTheWarehouseTook() {
		Asking asking = this.first.find(1);
		Call call = this.first.source.next();
		this.scene.advance(Duration.ofSeconds(7));
		call.answer();
		asking.answer();
		CacheScene.await("stored", () -> this.first.store.puts.get() == 1);
		assertThat(this.second.read(1).outcome().age()).hasSeconds(7);
	}

	@Test
	void arrayWhenServersClockIsSetBackLoadsWhatSeemsToComeFromTheFuture() {
		this.first.load(1);
		this.scene.advanceServer(Duration.ofSeconds(-5));
		assertThat(this.second.load(1).outcome().sharedMisses()).isEqualTo(1);
	}

	@Test
	void noCacheSkipsBothLevelsAndRewritesBoth() {
		this.first.load(1);
		this.second.read(1);
		this.scene.advance(Duration.ofSeconds(1));
		Asking reloading = this.second.find(CacheMode.NO_CACHE, 1);
		this.second.source.next().answer(Map.of(1L, ControlledSource.row(2)));
		assertThat(reloading.answer().outcome().sharedMisses()).isEqualTo(1);
		CacheScene.await("stored", () -> this.second.store.puts.get() == 1);
		assertThat(CacheScene.body(this.second.read(1))).isEqualTo("[\"row 2\"]");
		assertThat(CacheScene.body(this.third.read(1))).isEqualTo("[\"row 2\"]");
	}

	@Test
	void arrayWhenLoadFailsServesStaleEntryOfTheSharedLevel() {
		this.first.load(1);
		this.scene.advance(Duration.ofSeconds(200));
		Asking asking = this.second.find(1);
		this.second.source.next().fail(new IllegalStateException("down"));
		CachedResponse response = asking.answer();
		assertThat(response.outcome().stale()).isEqualTo(1);
		assertThat(response.outcome().age()).hasSeconds(200);
		this.scene.advance(Duration.ofSeconds(40));
		Asking late = this.second.find(1);
		this.second.source.next().fail(new IllegalStateException("down"));
		assertThat(late.reason()).isEqualTo(Reason.FAILED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage that is long enough to be an entry", "\u0001too short" })
	void arrayWhenServerHoldsGarbageLoads(String garbage) {
		this.first.load(1);
		overwriteAll(garbage);
		assertThat(this.second.load(1).outcome().sharedMisses()).isEqualTo(1);
		assertThat(this.second.isOpen("read")).isFalse();
	}

	@Test
	void arrayWhenServerHoldsAnotherTypeLoads() {
		this.first.load(1);
		try (Jedis jedis = this.server.connect()) {
			for (String name : jedis.keys("test:2:endpoint:*")) {
				jedis.del(name);
				jedis.lpush(name, "x");
			}
		}
		assertThat(this.second.load(1).outcome().sharedMisses()).isEqualTo(1);
	}

	@Test
	void arrayWhenSharingFailsInsideLoadsAndReleasesTheConnection() {
		this.first.load(1);
		this.first.source.textFailure = new StackOverflowError("text");
		for (long key = 2; key < 12; key++) {
			Asking asking = this.first.find(key);
			this.first.source.next().answer();
			assertThat(asking.answer().outcome().misses()).isEqualTo(1);
		}
		CacheScene.await("idle", () -> this.first.busy() == 0);
	}

	@Test
	void versionsDoNotShareEntries() {
		this.first.load(1);
		ReadThroughCache<Long> other = this.second.anotherGroup().cache("endpoint", new Source<Long>() {

			@Override
			public void load(List<Long> keys, Loaded<Long> loaded) {
				loaded.value(1L, "\"new shape\"".getBytes(StandardCharsets.UTF_8));
			}

			@Override
			public String version() {
				return "2";
			}

		});
		assertThat(CacheScene.body(other.array(CacheScene.keys(1), CacheMode.READ_THROUGH, Representation.JSON)))
			.isEqualTo("[\"new shape\"]");
	}

	@Test
	void invalidateVoidsAllEntriesOfAllInstances() {
		this.first.load(1);
		this.second.read(1);
		this.scene.advance(Duration.ofMillis(1));
		assertThat(this.first.cache.invalidator().everywhere()).isTrue();
		assertThat(this.second.read(1).outcome().hits()).isEqualTo(1);
		this.second.shared.poll();
		this.scene.advance(Duration.ofMillis(2));
		assertThat(this.first.load(1).outcome().sharedMisses()).isEqualTo(1);
		this.scene.advance(Duration.ofMillis(2));
		assertThat(this.second.read(1).outcome().sharedHits()).isEqualTo(1);
	}

	@Test
	void invalidateWithKeysVoidsThoseAlone() {
		this.first.load(1, 2);
		this.second.read(1, 2);
		this.scene.advance(Duration.ofMillis(1));
		assertThat(this.first.cache.invalidator().everywhere("2").told()).isTrue();
		this.second.shared.poll();
		assertThat(this.second.read(1).outcome().hits()).isEqualTo(1);
		assertThat(this.second.load(2).outcome().sharedMisses()).isEqualTo(1);
		this.second.shared.poll();
		assertThat(this.second.read(1, 2).outcome().hits()).isEqualTo(2);
	}

	@Test
	void invalidateWhenLoadIsInFlightVoidsWhatItBrings() {
		Asking early = this.second.find(1);
		Call old = this.second.source.next();
		this.scene.advance(Duration.ofMillis(1));
		assertThat(this.first.cache.invalidator().everywhere("1").told()).isTrue();
		this.second.shared.poll();
		this.scene.advance(Duration.ofMillis(2));
		Asking late = this.second.find(1).awaitWaiting();
		old.answer(Map.of(1L, ControlledSource.row(1)));
		assertThat(CacheScene.body(early.answer())).isEqualTo("[\"row 1\"]");
		this.second.source.next().answer(Map.of(1L, ControlledSource.row(2)));
		assertThat(CacheScene.body(late.answer())).isEqualTo("[\"row 2\"]");
		CacheScene.await("stored", () -> this.second.store.puts.get() == 1);
		this.scene.advance(Duration.ofMillis(2));
		assertThat(CacheScene.body(this.first.read(1))).isEqualTo("[\"row 2\"]");
	}

	@Test
	void entryInUseIsRefreshedBeforeItExpiresAndFoundByTheOthers() {
		this.first.load(1);
		this.second.read(1);
		this.scene.advance(Duration.ofSeconds(160));
		this.first.read(1);
		this.first.source.assertNoMoreCalls();
		this.scene.advance(Duration.ofSeconds(15));
		assertThat(this.first.read(1).outcome().hits()).isEqualTo(1);
		this.first.source.next().answer(Map.of(1L, ControlledSource.row(2)));
		CacheScene.await("stored", () -> this.first.store.puts.get() == 2);
		assertThat(this.second.read(1).outcome().hits()).isEqualTo(1);
		CacheScene.await("found", () -> CacheScene.body(this.second.read(1)).equals("[\"row 2\"]"));
		this.second.source.assertNoMoreCalls();
	}

	@Test
	void entryWhoseRefreshFailsIsServedUntilItExpiresAndThenLoaded() {
		this.first.load(1);
		this.scene.advance(Duration.ofSeconds(175));
		assertThat(this.first.read(1).outcome().hits()).isEqualTo(1);
		this.first.source.next().fail(new IllegalStateException("down"));
		CacheScene.await("idle", () -> this.first.busy() == 0);
		assertThat(this.first.read(1).outcome().hits()).isEqualTo(1);
		this.scene.advance(Duration.ofSeconds(5));
		assertThat(this.first.load(1).outcome().sharedMisses()).isEqualTo(1);
	}

	@Test
	void retiredCacheFollowsInvalidationsNoLonger() {
		ReadThroughCache<Long> other = this.first.group.cache("other", this.first.source);
		this.first.shared.poll();
		assertThat(this.first.store.followed).isEqualTo(2);
		this.first.group.retire(other);
		this.first.shared.poll();
		assertThat(this.first.store.followed).isEqualTo(1);
		assertThat(this.first.registry.getMeters())
			.noneMatch((meter) -> "other".equals(meter.getId().getTag("endpoint")));
	}

	@Test
	void invalidationsAreFollowedWhateverWentWrongBefore() {
		this.first.store.getFailure = new StackOverflowError("read");
		this.first.shared.start();
		CacheScene.await("failed", () -> this.first.store.polls.get() > 0);
		this.first.store.getFailure = null;
		long polls = this.first.store.polls.get();
		CacheScene.await("followed again", () -> this.first.store.polls.get() > polls);
	}

	private void overwriteAll(String value) {
		try (Jedis jedis = this.server.connect()) {
			Set<String> names = jedis.keys("test:2:endpoint:*");
			assertThat(names).isNotEmpty();
			names.forEach((name) -> jedis.set(name, value));
		}
	}

}
