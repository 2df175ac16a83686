package dev.dataapi.lookup;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.dataapi.lookup.ControlledSource.Call;
import dev.dataapi.lookup.LookupOutcome.Status;
import dev.dataapi.lookup.LookupScene.Asking;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.dataapi.lookup.LookupScene.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Tests for what {@link LookupEngine} answers to one caller. */
@Timeout(60)
class LookupEngineTests {

	@AutoClose
	private final LookupScene scene = new LookupScene(
			(builder) -> builder.ttl(Duration.ofSeconds(180)).staleIfError(Duration.ofSeconds(60)));

	private final LookupEngine<Long> engine = this.scene.engine;

	@Test
	void findWhenNothingIsAskedAnswersNothing() {
		assertThat(this.engine.find(List.of()).outcomes()).isEmpty();
	}

	@Test
	void findWhenRowIsRememberedServesTheSameBytesUntilTtlIsOver() {
		byte[] row = this.scene.load(1).outcomes().getFirst().row();
		this.scene.ticker.advance(Duration.ofSeconds(179));
		LookupResult<Long> hit = this.engine.find(keys(1));
		assertThat(hit.outcomes().getFirst().row()).isSameAs(row);
		assertThat(hit.outcomes().getFirst().status()).isEqualTo(Status.HIT);
		assertThat(hit.age()).hasSeconds(179);
		assertThat(hit.freshFor()).hasSeconds(1);
		assertThat(hit.timing()).isEqualTo(LookupTiming.NONE);
		this.scene.ticker.advance(Duration.ofSeconds(1));
		assertThat(this.scene.load(1).count(Status.MISS)).isEqualTo(1);
	}

	@Test
	void findWhenKeyIsAbsentRemembersThat() {
		Asking asking = this.scene.find(1);
		this.scene.source.next().answer(Map.of());
		assertThat(asking.answer().outcomes().getFirst().row()).isNull();
		LookupOutcome<Long> hit = this.engine.find(keys(1)).outcomes().getFirst();
		assertThat(hit.row()).isNull();
		assertThat(hit.status()).isEqualTo(Status.HIT);
		assertThat(this.engine.statistics()).isEqualTo(new LookupStatistics(0, 0, 1, 0, 0, 0));
	}

	@Test
	void findWhenSomeKeysAreRememberedLoadsTheOthersAndAnswersInOrderAsked() {
		this.scene.load(2, 4);
		this.scene.ticker.advance(Duration.ofSeconds(10));
		Asking asking = this.scene.find(5, 4, 3, 2, 1);
		Call call = this.scene.source.next();
		assertThat(call.keys()).containsExactly(5L, 3L, 1L);
		call.answer();
		LookupResult<Long> result = asking.answer();
		assertThat(result.outcomes()).extracting(LookupOutcome::key, LookupOutcome::status, LookupOutcome::age)
			.containsExactly(tuple(5L, Status.MISS, Duration.ZERO), tuple(4L, Status.HIT, Duration.ofSeconds(10)),
					tuple(3L, Status.MISS, Duration.ZERO), tuple(2L, Status.HIT, Duration.ofSeconds(10)),
					tuple(1L, Status.MISS, Duration.ZERO));
		assertThat(result.outcomes()).extracting((outcome) -> new String(outcome.row()))
			.containsExactly("row 5", "row 4", "row 3", "row 2", "row 1");
		assertThat(result.age()).hasSeconds(10);
		assertThat(result.freshFor()).hasSeconds(170);
	}

	@Test
	void findWhenKeyIsRepeatedLoadsItOnceAndAnswersEachTime() {
		Asking asking = this.scene.find(1, 2, 1);
		Call call = this.scene.source.next();
		assertThat(call.keys()).containsExactly(1L, 2L);
		call.answer();
		assertThat(asking.answer().outcomes()).extracting(LookupOutcome::key).containsExactly(1L, 2L, 1L);
	}

	@Test
	void findWhenLoadTakesTimeTellsHowLongAndAgesFromItsStart() {
		Asking asking = this.scene.find(1);
		Call call = this.scene.source.next();
		this.scene.ticker.advance(Duration.ofSeconds(7));
		call.answer();
		LookupResult<Long> result = asking.answer();
		assertThat(result.timing()).isEqualTo(new LookupTiming(Duration.ZERO, Duration.ofSeconds(7)));
		assertThat(result.age()).hasSeconds(7);
	}

	@Test
	void findRememberedWhenKeyIsMissingLoadsNothing() {
		this.scene.load(1);
		assertThat(this.engine.findRemembered(keys(1))).isPresent();
		assertThat(this.engine.findRemembered(keys(1, 2))).isEmpty();
		this.scene.ticker.advance(Duration.ofSeconds(180));
		assertThat(this.engine.findRemembered(keys(1))).isEmpty();
		this.scene.source.assertNoMoreCalls();
	}

	@Test
	void reloadWhenRowIsRememberedLoadsItAnewAndRemembersThat() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(100));
		Asking reloading = this.scene.reload(1);
		byte[] changed = ControlledSource.row(2);
		this.scene.source.next().answer(Map.of(1L, changed));
		assertThat(reloading.answer().outcomes())
			.containsExactly(new LookupOutcome<>(1L, changed, Status.MISS, Duration.ZERO));
		assertThat(this.engine.find(keys(1)).outcomes())
			.containsExactly(new LookupOutcome<>(1L, changed, Status.HIT, Duration.ZERO));
	}

	@Test
	void findWhenLoadFailsServesWhatIsStaleWithItsTrueAge() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(239));
		LookupResult<Long> result = failingFind(1).answer();
		assertThat(result.outcomes()).extracting(LookupOutcome::status, LookupOutcome::age)
			.containsExactly(tuple(Status.STALE, Duration.ofSeconds(239)));
		assertThat(result.outcomes().getFirst().row()).isEqualTo(ControlledSource.row(1));
		assertThat(result.freshFor()).isZero();
		assertThat(this.scene.load(1).count(Status.MISS)).isEqualTo(1);
	}

	@Test
	void findWhenLoadFailsAndStaleRowIsTooOldFails() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(230));
		Asking asking = this.scene.find(1);
		Call call = this.scene.source.next();
		this.scene.ticker.advance(Duration.ofSeconds(10));
		call.fail(new IllegalStateException("down"));
		assertThat(asking.failure()).isInstanceOf(LookupFailedException.class);
	}

	@Test
	void findWhenLoadFailsForOneKeyWithoutStaleRowFails() {
		this.scene.load(1);
		this.scene.ticker.advance(Duration.ofSeconds(200));
		assertThat(failingFind(1, 2).failure()).isInstanceOf(LookupFailedException.class);
	}

	@Test
	void reloadWhenLoadFailsFailsAndLeavesWhatIsRemembered() {
		this.scene.load(1);
		Asking reloading = this.scene.reload(1);
		this.scene.source.next().fail(new IllegalStateException("down"));
		assertThat(reloading.failure()).isInstanceOf(LookupFailedException.class);
		assertThat(this.engine.find(keys(1)).count(Status.HIT)).isEqualTo(1);
	}

	private Asking failingFind(long... keys) {
		Asking asking = this.scene.find(keys);
		this.scene.source.next().fail(new IllegalStateException("down"));
		return asking;
	}

}
