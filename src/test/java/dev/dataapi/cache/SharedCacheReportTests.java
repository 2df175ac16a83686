package dev.dataapi.cache;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.ControlledSource.Call;
import dev.dataapi.cache.SharedScene.Instance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

import static org.assertj.core.api.Assertions.assertThat;

/** Instances that share reports, of which one loads each. */
@Timeout(60)
class SharedCacheReportTests {

	@RegisterExtension
	final RedisServer server = new RedisServer();

	private SharedScene scene;

	private Instance first;

	private Instance second;

	@BeforeEach
	void start() {
		this.server.start();
		open(SharedScene.REPORTS);
	}

	private void open(CachePolicy policy) {
		this.scene = new SharedScene(policy,
				IntStream.range(0, 10)
					.mapToObj((i) -> this.server.store(SharedScene.PATIENCE))
					.toArray(SharedStore[]::new));
		this.first = this.scene.instances.getFirst();
		this.second = this.scene.instances.getLast();
	}

	@AfterEach
	void close() {
		this.scene.close();
	}

	@Test
	void reportThatTenInstancesAreAskedForIsLoadedOnce() {
		Asking loading = this.first.find(1);
		Call call = this.first.source.next();
		List<Instance> others = this.scene.instances.subList(1, 10);
		List<Asking> waiting = others.stream().map((instance) -> instance.find(1)).toList();
		others.forEach(SharedCacheReportTests::awaitWaiting);
		call.answer();
		assertThat(loading.answer().sharedMisses()).isEqualTo(1);
		assertThat(waiting).allSatisfy((asking) -> {
			assertThat(CacheScene.body(asking.answer())).isEqualTo("[\"row 1\"]");
			assertThat(asking.answer().sharedHits()).isEqualTo(1);
		});
		others.forEach((instance) -> instance.source.assertNoMoreCalls());
	}

	@Test
	void reportThatAnotherInstanceFailsToLoadIsLoadedHere() {
		Asking failing = this.first.find(1);
		Call call = this.first.source.next();
		Asking waiting = this.second.find(1);
		awaitWaiting(this.second);
		call.fail(new IllegalStateException("down"));
		failing.failure();
		this.second.source.next().answer();
		assertThat(waiting.answer().misses()).isEqualTo(1);
	}

	@Test
	void reportThatAnotherInstanceNeverLoadsIsLoadedHereAfterAQuarterOfTheDeadline() {
		this.scene.close();
		open(CacheScene.policy(Duration.ofSeconds(8), 1, 60));
		// As of an instance that has died
		holdLease();
		long started = System.nanoTime();
		Asking waiting = this.second.find(1);
		this.second.source.next().answer();
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
		assertThat(waiting.answer().misses()).isEqualTo(1);
		CacheScene.await("idle",
				() -> this.second.gauge("cache.waiting.keys") + this.second.gauge("cache.busy.connections") == 0);
	}

	@Test
	void otherReportsAreLoadedWhileSomeWaitForAnotherInstance() {
		this.first.find(1);
		Call one = this.first.source.next();
		this.first.find(2);
		Call two = this.first.source.next();
		Asking waitingForOne = this.second.find(1);
		Asking waitingForTwo = this.second.find(2);
		CacheScene.await("waiting", () -> this.second.gauge("cache.waiting.keys") == 2);
		Asking third = this.second.find(3);
		this.second.source.next().answer();
		assertThat(third.answer().misses()).isEqualTo(1);
		one.answer();
		two.answer();
		assertThat(List.of(waitingForOne, waitingForTwo))
			.allSatisfy((asking) -> assertThat(asking.answer().sharedHits()).isEqualTo(1));
	}

	@Test
	void noCacheWaitsForNoOtherInstance() {
		this.first.find(1);
		this.first.source.next();
		Asking reloading = this.second.find(CacheMode.NO_CACHE, 1);
		this.second.source.next().answer();
		assertThat(reloading.answer().misses()).isEqualTo(1);
	}

	@Test
	void noCacheWhileWaitingForAnotherInstanceLoadsOnce() {
		Asking loading = this.first.find(1);
		Call call = this.first.source.next();
		Asking waiting = this.second.find(1);
		awaitWaiting(this.second);
		Asking reloading = this.second.find(CacheMode.NO_CACHE, 1);
		CacheScene.await("both", () -> this.second.gauge("cache.waiting.keys") == 2);
		call.answer();
		loading.answer();
		assertThat(waiting.answer().sharedHits()).isEqualTo(1);
		this.second.source.next().answer();
		assertThat(reloading.answer().misses()).isEqualTo(1);
	}

	@Test
	void invalidationLetsNobodyWaitForWhatIsVoid() {
		this.first.find(1);
		this.first.source.next();
		this.second.cache.invalidator().everywhere();
		Asking asking = this.second.find(1);
		this.second.source.next().answer();
		assertThat(asking.answer().misses()).isEqualTo(1);
	}

	@Test
	void leaseIsGivenBackWhenTheServerFailsOnceItIsTaken() {
		this.first.load(2);
		this.first.store.failsOnceLeased = true;
		this.first.load(1);
		try (Jedis jedis = this.server.connect()) {
			CacheScene.await("given back", () -> jedis.keys("test:2:lease:*").isEmpty());
		}
		assertThat(this.second.read(1).sharedHits()).isEqualTo(1);
	}

	/** Waits until an instance waits for another, and holds no connection meanwhile. */
	private static void awaitWaiting(Instance instance) {
		// The generation, the entry, and one look whether the other is done
		CacheScene.await("waiting", () -> instance.store.gets.get() >= 3);
		assertThat(instance.gauge("cache.waiting.keys")).isEqualTo(1);
		assertThat(instance.gauge("cache.busy.connections")).isZero();
	}

	private void holdLease() {
		Asking asking = this.first.find(1);
		Call call = this.first.source.next();
		try (Jedis jedis = this.server.connect()) {
			String lease = jedis.keys("test:2:lease:*").iterator().next();
			call.fail(new IllegalStateException("down"));
			asking.failure();
			CacheScene.await("given back", () -> !jedis.exists(lease));
			jedis.set(lease, "", SetParams.setParams().ex(60));
		}
	}

}
