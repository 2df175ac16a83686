package dev.dataapi.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.ControlledSource.Call;
import dev.dataapi.cache.ReadException.Reason;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link CacheMeters} and the statistics that Actuator shows. */
@Timeout(60)
class CacheMetersTests {

	@AutoClose
	private final CacheScene scene = new CacheScene(1, CacheScene.policy(Duration.ofSeconds(30), 128, 0));

	@Test
	void readsAreCountedOnceForEachKey() {
		this.scene.load(1, 2, 3);
		this.scene.read(1);
		this.scene.read(2, 3);
		assertThat(reads("miss")).isEqualTo(3);
		assertThat(reads("hit")).isEqualTo(3);
		CacheStats stats = this.scene.group.store().values().stats();
		assertThat(stats.hitCount()).isEqualTo(3);
		assertThat(stats.missCount()).isEqualTo(3);
		assertThat(stats.hitRate()).isEqualTo(0.5);
	}

	@Test
	void staleEntryIsAMissOfTheCacheAndCountedAsStale() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(200));
		Asking asking = this.scene.find(1);
		this.scene.source.next().fail(new IllegalStateException("down"));
		asking.answer();
		assertThat(reads("stale")).isEqualTo(1);
		assertThat(this.scene.group.store().values().stats().hitCount()).isZero();
	}

	@Test
	void loadsAreTimedWithTheirKeys() {
		Asking asking = this.scene.find(1, 2, 3);
		Call call = this.scene.source.next();
		this.scene.ticker.advance(Duration.ofSeconds(5));
		call.answer();
		asking.answer();
		CacheScene.await("load counted", () -> this.scene.registry.get("cache.load.keys").summary().count() == 1);
		assertThat(this.scene.registry.get("cache.load.keys").summary().totalAmount()).isEqualTo(3);
		assertThat(this.scene.registry.get("cache.loads").tag("outcome", "success").timer().totalTime(TimeUnit.SECONDS))
			.isEqualTo(5);
		assertThat(this.scene.registry.get("cache.load.wait").timer().count()).isEqualTo(1);
	}

	@Test
	void failuresAreCountedByReason() {
		Asking asking = this.scene.find(1);
		Call call = this.scene.source.next();
		CacheScene.assertThatReadFails(Reason.OVERLOADED, () -> this.scene.read(2));
		call.fail(new IllegalStateException("down"));
		asking.failure();
		for (String reason : new String[] { "overloaded", "failed" }) {
			assertThat(this.scene.registry.get("cache.failures").tag("reason", reason).counter().count()).isEqualTo(1);
		}
		CacheScene.await("failed load counted",
				() -> this.scene.registry.get("cache.loads").tag("outcome", "failure").timer().count() == 1);
	}

	@Test
	void retiredCacheAnswersThoseWhoHaveFoundItAndLeavesNothingBehind() {
		this.scene.load(1);
		Asking asking = this.scene.find(2);
		Call call = this.scene.source.next();
		this.scene.group.retire(this.scene.cache);
		assertThat(this.scene.group.store().values().asMap()).isEmpty();
		assertThat(this.scene.registry.find("cache.reads").meters()).isEmpty();
		call.answer();
		asking.answer();
		this.scene.load(3);
		Asking failing = this.scene.find(4);
		this.scene.source.next().fail(new IllegalStateException("down"));
		failing.failure();
		assertThat(this.scene.registry.getMeters()).filteredOn((meter) -> meter.getId().getTag("endpoint") != null)
			.isEmpty();
		assertThat(this.scene.group.caches()).isEmpty();
	}

	@Test
	void cacheThatTakesThePlaceOfAnotherGoesOnCounting() {
		this.scene.load(1);
		ReadThroughCache<Long> next = this.scene.group.cache("endpoint", this.scene.source);
		this.scene.group.retire(this.scene.cache);
		Asking asking = this.scene
			.ask(() -> next.array(CacheScene.keys(1), CacheMode.READ_THROUGH, Representation.JSON));
		Call call = this.scene.source.next();
		assertThat(this.scene.busyConnections()).isEqualTo(1);
		call.answer();
		asking.answer();
		assertThat(reads("miss")).isEqualTo(2);
		assertThat(this.scene.group.caches()).containsExactly(next);
	}

	private double reads(String result) {
		return this.scene.registry.get("cache.reads")
			.tag("endpoint", "endpoint")
			.tag("result", result)
			.functionCounter()
			.count();
	}

}
