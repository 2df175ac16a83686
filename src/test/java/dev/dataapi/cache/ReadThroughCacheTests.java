package dev.dataapi.cache;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import dev.dataapi.cache.CacheScene.Asking;
import dev.dataapi.cache.ControlledSource.Call;
import dev.dataapi.cache.ReadException.Reason;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for what a {@link ReadThroughCache} answers. */
@Timeout(60)
class ReadThroughCacheTests {

	@AutoClose
	private final CacheScene scene = new CacheScene(8, CacheScene.PATIENT);

	@Test
	void arrayWhenNothingIsAskedIsEmpty() {
		assertThat(CacheScene.body(this.scene.read())).isEqualTo("[]");
	}

	@Test
	void arrayWhenEntryIsFreshIsAHitUntilTtlIsOver() {
		CachedResponse miss = this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(179));
		CachedResponse hit = this.scene.read(1);
		assertThat(hit.body()).isEqualTo(miss.body());
		assertThat(hit.etag()).isEqualTo(miss.etag());
		assertThat(hit.outcome().hits()).isEqualTo(1);
		assertThat(hit.outcome().age()).hasSeconds(179);
		assertThat(hit.outcome().freshFor()).hasSeconds(1);
		assertThat(hit.outcome().loaded()).isZero();
		this.scene.ticker.advance(Duration.ofSeconds(1));
		assertThat(this.scene.load(1).outcome().misses()).isEqualTo(1);
	}

	@Test
	void valueServesTheVeryBytesThatWereLoaded() {
		this.scene.load(1);
		CachedResponse first = this.scene.cache.value(1L, CacheMode.READ_THROUGH, Representation.JSON);
		assertThat(first.body())
			.isSameAs(this.scene.cache.value(1L, CacheMode.READ_THROUGH, Representation.JSON).body())
			.isEqualTo(ControlledSource.row(1));
	}

	@Test
	void valueIsCompressedOnceAndItsWeightGrows() throws IOException {
		this.scene.load(1);
		long weight = this.scene.group.store().weight();
		byte[] compressed = this.scene.cache.value(1L, CacheMode.READ_THROUGH, Representation.JSON).gzip();
		assertThat(this.scene.cache.value(1L, CacheMode.READ_THROUGH, Representation.JSON).gzip()).isSameAs(compressed);
		assertThat(this.scene.group.store().weight()).isEqualTo(weight + compressed.length);
		assertThat(unzip(compressed)).isEqualTo(ControlledSource.row(1));
		Asking reloading = this.scene.reload(1);
		this.scene.source.next().answer(Map.of(1L, ControlledSource.row(2)));
		reloading.answer();
		assertThat(unzip(this.scene.cache.value(1L, CacheMode.READ_THROUGH, Representation.JSON).gzip()))
			.isEqualTo(ControlledSource.row(2));
	}

	@Test
	void arrayIsCompressedForEachResponse() throws IOException {
		CachedResponse response = this.scene.load(1, 2);
		assertThat(unzip(response.gzip())).isEqualTo(response.body());
		assertThat(unzip(this.scene.cached(2, 1).gzip())).isEqualTo(this.scene.cached(2, 1).body());
	}

	@Test
	void arrayWhenKeyHasNoValueCachesThat() {
		Asking asking = this.scene.find(1);
		this.scene.source.next().answer(Map.of());
		assertThat(CacheScene.body(asking.answer())).isEqualTo("[]");
		assertThat(this.scene.cached(1).outcome().hits()).isEqualTo(1);
	}

	@Test
	void arrayWhenSomeKeysAreCachedLoadsTheOthersAndKeepsTheOrder() {
		this.scene.load(2, 4);
		this.scene.ticker.advance(Duration.ofSeconds(10));
		Asking asking = this.scene.find(5, 4, 3, 2, 1);
		Call call = this.scene.source.next();
		assertThat(call.keys()).containsExactly(5L, 3L, 1L);
		call.answer();
		CachedResponse response = asking.answer();
		assertThat(CacheScene.body(response)).isEqualTo("[\"row 5\",\"row 4\",\"row 3\",\"row 2\",\"row 1\"]");
		assertThat(response.outcome().hits()).isEqualTo(2);
		assertThat(response.outcome().misses()).isEqualTo(3);
		assertThat(response.outcome().age()).hasSeconds(10);
		assertThat(response.outcome().freshFor()).hasSeconds(170);
	}

	@Test
	void arrayWhenKeyIsRepeatedLoadsItOnce() {
		Asking asking = this.scene.find(1, 2, 1);
		Call call = this.scene.source.next();
		assertThat(call.keys()).containsExactly(1L, 2L);
		call.answer();
		assertThat(CacheScene.body(asking.answer())).isEqualTo("[\"row 1\",\"row 2\",\"row 1\"]");
	}

	@Test
	void arrayWhenLoadTakesTimeTellsHowLongAndAgesFromItsStart() {
		Asking asking = this.scene.find(1);
		Call call = this.scene.source.next();
		this.scene.ticker.advance(Duration.ofSeconds(7));
		call.answer();
		CachedResponse response = asking.answer();
		assertThat(response.outcome().waited()).isZero();
		assertThat(response.outcome().loaded()).hasSeconds(7);
		assertThat(response.outcome().age()).hasSeconds(7);
	}

	@Test
	void onlyIfCachedWhenKeyIsMissingLoadsNothing() {
		this.scene.load(1);
		assertThat(this.scene.cached(1).outcome().hits()).isEqualTo(1);
		CacheScene.assertThatReadFails(Reason.NOT_CACHED, () -> this.scene.cached(1, 2));
		this.scene.ticker.advance(Duration.ofSeconds(180));
		CacheScene.assertThatReadFails(Reason.NOT_CACHED, () -> this.scene.cached(1));
		this.scene.source.assertNoMoreCalls();
	}

	@Test
	void noCacheWhenEntryIsFreshLoadsItAnewAndCachesThat() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(100));
		Asking reloading = this.scene.reload(1);
		assertThat(CacheScene.body(this.scene.cached(1))).isEqualTo("[\"row 1\"]");
		this.scene.source.next().answer(Map.of(1L, ControlledSource.row(2)));
		assertThat(CacheScene.body(reloading.answer())).isEqualTo("[\"row 2\"]");
		assertThat(reloading.answer().outcome().misses()).isEqualTo(1);
		assertThat(CacheScene.body(this.scene.cached(1))).isEqualTo("[\"row 2\"]");
	}

	@Test
	void noCacheWhenLoadFailsFailsAndLeavesWhatIsCached() {
		this.scene.load(1);
		Asking reloading = this.scene.reload(1);
		this.scene.source.next().fail(new IllegalStateException("down"));
		assertThat(reloading.reason()).isEqualTo(Reason.FAILED);
		assertThat(this.scene.cached(1).outcome().hits()).isEqualTo(1);
	}

	@Test
	void noCacheWhenManyAskShareOneLoad() {
		this.scene.load(1);
		Asking early = this.scene.reloadAndWait(1);
		Call first = this.scene.source.next();
		List<Asking> late = IntStream.range(0, 50).mapToObj((i) -> this.scene.reloadAndWait(1)).toList();
		first.answer();
		this.scene.source.next().answer();
		assertThat(early.answer().outcome().misses()).isEqualTo(1);
		assertThat(late).allSatisfy((asking) -> assertThat(asking.answer().outcome().misses()).isEqualTo(1));
		this.scene.source.assertNoMoreCalls();
	}

	@Test
	void arrayWhenLoadFailsServesStaleEntryWithItsTrueAge() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(239));
		CachedResponse response = failingFind(1).answer();
		assertThat(CacheScene.body(response)).isEqualTo("[\"row 1\"]");
		assertThat(response.outcome().stale()).isEqualTo(1);
		assertThat(response.outcome().age()).hasSeconds(239);
		assertThat(response.outcome().freshFor()).isZero();
		assertThat(response.outcome().staleFor()).hasSeconds(59);
		assertThat(this.scene.load(1).outcome().misses()).isEqualTo(1);
	}

	@Test
	void arrayWhenLoadFailsServesWhatIsFreshAndWhatIsStaleTogether() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(200));
		this.scene.load(2);
		CachedResponse response = failingFind(2, 1).answer();
		assertThat(CacheScene.body(response)).isEqualTo("[\"row 2\",\"row 1\"]");
		assertThat(response.outcome().hits()).isEqualTo(1);
		assertThat(response.outcome().stale()).isEqualTo(1);
	}

	@Test
	void arrayWhenLoadFailsAndStaleEntryIsTooOldFails() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(230));
		Asking asking = this.scene.find(1);
		Call call = this.scene.source.next();
		this.scene.ticker.advance(Duration.ofSeconds(10));
		call.fail(new IllegalStateException("down"));
		assertThat(asking.reason()).isEqualTo(Reason.FAILED);
	}

	@Test
	void arrayWhenLoadFailsForAKeyWithoutStaleEntryFails() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(200));
		assertThat(failingFind(1, 2).reason()).isEqualTo(Reason.FAILED);
	}

	@Test
	void etagIsThatOfTheBytes() {
		assertThat(this.scene.load(1).etag())
			.isEqualTo(Entry.fingerprint("\"row 1\"".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.scene.load(2, 3).etag()).isEqualTo(this.scene.cached(2, 3).etag())
			.isNotEqualTo(this.scene.cached(3, 2).etag())
			.isNotEqualTo(this.scene.cached(2).etag());
	}

	private static byte[] unzip(byte[] compressed) throws IOException {
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
			return in.readAllBytes();
		}
	}

	private Asking failingFind(long... keys) {
		Asking asking = this.scene.find(keys);
		this.scene.source.next().fail(new IllegalStateException("down"));
		return asking;
	}

}
