package dev.dataapi.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import dev.dataapi.FakeTicker;
import dev.dataapi.cache.EntryStore.Key;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link EntryStore}. */
class EntryStoreTests {

	private final FakeTicker ticker = new FakeTicker();

	private static final Source<Long> NOTHING = (keys, loaded) -> {
	};

	private final CacheGroup group = group(1 << 20, 100);

	private final EntryStore store = this.group.store();

	private final ReadThroughCache<Long> cache = this.group.cache("first", NOTHING);

	@Test
	void entryLeavesWhenItIsTooOldForTheMostPatientCache() {
		this.group.cache("patient",
				CacheScene.PATIENT.with(Duration.ofSeconds(300), Duration.ZERO, Duration.ofSeconds(1)), NOTHING);
		this.group.cache("brief", CacheScene.PATIENT.with(Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1)),
				NOTHING);
		this.store.put(new Key(this.cache, 1L, 0), value(10));
		this.ticker.advance(Duration.ofSeconds(300).minusMillis(1));
		assertThat(this.store.get(new Key(this.cache, 1L, 0))).isNotNull();
		this.ticker.advance(Duration.ofMillis(1));
		assertThat(this.store.get(new Key(this.cache, 1L, 0))).isNull();
	}

	@Test
	void cachesThatShareTheStoreDoNotShareKeys() {
		ReadThroughCache<Long> other = this.group.cache("second", NOTHING);
		Entry entry = value(10);
		this.store.put(new Key(this.cache, 1L, 0), entry);
		assertThat(this.store.get(new Key(other, 1L, 0))).isNull();
		assertThat(this.store.get(new Key(this.cache, 1L, 0))).isSameAs(entry);
	}

	@Test
	void valuesAreBoundedByWeightAcrossCaches() {
		int weight = 800 + EntryStore.ENTRY_OVERHEAD;
		EntryStore small = group(10 * weight, 0).store();
		ReadThroughCache<Long> other = this.group.cache("second", NOTHING);
		LongStream.range(0, 50).forEach((key) -> small.put(new Key(this.cache, key, 0), value(800)));
		LongStream.range(0, 50).forEach((key) -> small.put(new Key(other, key, 0), value(800)));
		assertThat(small.values().estimatedSize()).isEqualTo(10);
		assertThat(small.weight()).isEqualTo(10 * weight);
		assertThat(small.values().stats().evictionCount()).isEqualTo(90);
	}

	@Test
	void longKeysCountTowardsTheWeight() {
		EndpointEntries<String> texts = new EndpointEntries<>("texts", CacheScene.PATIENT, new Source<String>() {

			@Override
			public void load(List<String> keys, Loaded<String> loaded) {
			}

			@Override
			public int weigh(String key) {
				return key.length();
			}

		}, this.store, this.ticker, (now) -> Long.MAX_VALUE);
		texts.put("k".repeat(7700), value(2));
		assertThat(this.store.weight()).isEqualTo(7700 + 2 + EntryStore.ENTRY_OVERHEAD);
	}

	@Test
	void compressedValueCountsTowardsTheWeightAndDisplacesOthers() {
		EntryStore small = group(10 * (8000 + EntryStore.ENTRY_OVERHEAD), 0).store();
		Map<Long, Entry> entries = LongStream.range(0, 10)
			.boxed()
			.collect(Collectors.toMap(Function.identity(), (key) -> random(8000)));
		entries.forEach((key, entry) -> small.put(new Key(this.cache, key, 0), entry));
		assertThat(small.values().estimatedSize()).isEqualTo(10);
		byte[] compressed = entries.get(3L).gzip(() -> small.weighAgain(new Key(this.cache, 3L, 0)));
		assertThat(small.values().estimatedSize()).isEqualTo(9);
		entries.forEach((key, entry) -> entry.gzip(() -> small.weighAgain(new Key(this.cache, key, 0))));
		assertThat(small.values().estimatedSize()).isEqualTo(5);
		assertThat(small.weight()).isEqualTo(5L * (8000 + compressed.length + EntryStore.ENTRY_OVERHEAD));
	}

	@Test
	void negativeEntriesDisplaceEachOtherAndNoValue() {
		EntryStore small = group(5 * (100 + EntryStore.ENTRY_OVERHEAD), 10).store();
		LongStream.range(0, 5).forEach((key) -> small.put(new Key(this.cache, key, 0), value(100)));
		LongStream.range(5, 1000).forEach((key) -> small.put(new Key(this.cache, key, 0), negative()));
		assertThat(small.values().estimatedSize()).isEqualTo(5);
		assertThat(small.negatives().estimatedSize()).isEqualTo(10);
	}

	@Test
	void putWhenValueHasGoneOrComeReplacesTheFormerEntry() {
		Key key = new Key(this.cache, 1L, 0);
		Entry value = value(10);
		Entry negative = negative();
		this.store.put(key, value);
		this.store.put(key, negative);
		assertThat(this.store.get(key)).isSameAs(negative);
		assertThat(this.store.values().estimatedSize()).isZero();
		this.store.put(key, value);
		assertThat(this.store.get(key)).isSameAs(value);
		assertThat(this.store.negatives().estimatedSize()).isZero();
	}

	@Test
	void putWhenLaterEntryIsThereKeepsThatUnlessItIsVoid() {
		EndpointEntries<Long> entries = new EndpointEntries<>("third", CacheScene.PATIENT, NOTHING, this.store,
				this.ticker, (now) -> Long.MAX_VALUE);
		Entry earlier = value(1);
		this.ticker.advance(Duration.ofSeconds(1));
		Entry later = value(2);
		entries.put(1L, later);
		entries.put(1L, earlier);
		assertThat(entries.get(1L)).isSameAs(later);
		this.ticker.advance(Duration.ofSeconds(1));
		entries.invalidate(this.ticker.read());
		assertThat(entries.get(1L)).isNull();
		Entry latest = value(3);
		entries.put(1L, latest);
		assertThat(entries.get(1L)).isSameAs(latest);
	}

	private CacheGroup group(long maxWeight, long maxNegatives) {
		return new CacheGroup("test", CacheScene.PATIENT, 1, maxWeight, maxNegatives,
				CacheScene.environment(Runnable::run, new SimpleMeterRegistry(), this.ticker));
	}

	private Entry value(int length) {
		return Entry.of(new byte[length], null, this.ticker.read());
	}

	/** So random that it cannot be compressed. */
	private Entry random(int length) {
		byte[] value = new byte[length];
		new Random(length).nextBytes(value);
		return Entry.of(value, null, this.ticker.read());
	}

	private Entry negative() {
		return Entry.of(null, null, this.ticker.read());
	}

}
