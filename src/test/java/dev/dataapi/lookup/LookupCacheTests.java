package dev.dataapi.lookup;

import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link LookupCache}. */
class LookupCacheTests {

	private final FakeTicker ticker = new FakeTicker();

	private final LookupBuilder<Long> builder = LookupEngine.<Long>builder((keys) -> Map.of(), Runnable::run)
		.ticker(this.ticker);

	@Test
	void findingWhenTtlIsOverSinceItsLoadWasSentIsNotFresh() {
		LookupCache<Long> cache = new LookupCache<>(this.builder.ttl(Duration.ofSeconds(180)));
		Finding finding = row(10);
		this.ticker.advance(Duration.ofSeconds(3));
		cache.remember(1L, finding);
		this.ticker.advance(Duration.ofSeconds(177).minusMillis(1));
		assertThat(cache.findFresh(1L, this.ticker.read())).isSameAs(finding);
		this.ticker.advance(Duration.ofMillis(1));
		assertThat(cache.findFresh(1L, this.ticker.read())).isNull();
	}

	@Test
	void findingWhenNoErrorIsToBeBridgedLeavesWithTheTtl() {
		LookupCache<Long> cache = new LookupCache<>(this.builder.ttl(Duration.ofSeconds(180)));
		cache.remember(1L, row(10));
		this.ticker.advance(Duration.ofSeconds(180));
		assertThat(cache.find(1L)).isNull();
	}

	@Test
	void findingWhenErrorIsToBeBridgedStaysThatMuchLonger() {
		LookupCache<Long> cache = new LookupCache<>(
				this.builder.ttl(Duration.ofSeconds(180)).staleIfError(Duration.ofSeconds(60)));
		Finding finding = row(10);
		cache.remember(1L, finding);
		this.ticker.advance(Duration.ofSeconds(240).minusMillis(1));
		assertThat(cache.findFresh(1L, this.ticker.read())).isNull();
		assertThat(cache.find(1L)).isSameAs(finding);
		assertThat(cache.isServedOnError(finding, this.ticker.read())).isTrue();
		this.ticker.advance(Duration.ofMillis(1));
		assertThat(cache.isServedOnError(finding, this.ticker.read())).isFalse();
		assertThat(cache.find(1L)).isNull();
	}

	@Test
	void rowsWhenTooHeavyAreEvictedAndCounted() {
		int weight = 800 + LookupCache.ENTRY_OVERHEAD;
		LookupCache<Long> cache = new LookupCache<>(this.builder.maximumWeight(10 * weight));
		LongStream.range(0, 100).forEach((key) -> cache.remember(key, row(800)));
		assertThat(cache.rows()).isEqualTo(10);
		assertThat(cache.weight()).isEqualTo(10 * weight);
		assertThat(cache.evictions()).isEqualTo(90);
	}

	@Test
	void absencesWhenManyDisplaceEachOtherAndNoRow() {
		LookupCache<Long> cache = new LookupCache<>(
				this.builder.maximumAbsences(10).maximumWeight(5 * (long) (100 + LookupCache.ENTRY_OVERHEAD)));
		LongStream.range(0, 5).forEach((key) -> cache.remember(key, row(100)));
		LongStream.range(5, 1000).forEach((key) -> cache.remember(key, absence()));
		assertThat(cache.rows()).isEqualTo(5);
		assertThat(cache.absences()).isEqualTo(10);
	}

	@Test
	void rememberWhenRowHasGoneOrComeReplacesTheFormerFinding() {
		LookupCache<Long> cache = new LookupCache<>(this.builder);
		Finding row = row(10);
		Finding absence = absence();
		cache.remember(1L, row);
		cache.remember(1L, absence);
		assertThat(cache.find(1L)).isSameAs(absence);
		assertThat(cache.rows()).isZero();
		cache.remember(1L, row);
		assertThat(cache.find(1L)).isSameAs(row);
		assertThat(cache.absences()).isZero();
	}

	@Test
	void rememberWhenTtlIsZeroRemembersNothing() {
		LookupCache<Long> cache = new LookupCache<>(this.builder.ttl(Duration.ZERO));
		cache.remember(1L, row(10));
		cache.remember(2L, absence());
		assertThat(cache.rows() + cache.absences()).isZero();
	}

	private Finding row(int length) {
		return new Finding(new byte[length], this.ticker.read());
	}

	private Finding absence() {
		return new Finding(null, this.ticker.read());
	}

}
