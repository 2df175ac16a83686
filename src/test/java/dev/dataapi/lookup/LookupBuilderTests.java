package dev.dataapi.lookup;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/** Tests for {@link LookupBuilder}. */
class LookupBuilderTests {

	private final LookupBuilder<Long> builder = LookupEngine.builder((keys) -> Map.of(), Runnable::run);

	@ParameterizedTest
	@MethodSource
	void setterWhenValueIsOutOfRangeNamesIt(String name, Consumer<LookupBuilder<Long>> setting) {
		assertThatIllegalArgumentException().isThrownBy(() -> setting.accept(this.builder))
			.withMessageStartingWith("'" + name + "' must not be ");
	}

	static Stream<Arguments> setterWhenValueIsOutOfRangeNamesIt() {
		Duration negative = Duration.ofNanos(-1);
		Duration tooLong = Duration.ofDays(366);
		return Stream.of(refused("ttl", (b) -> b.ttl(negative)), refused("ttl", (b) -> b.ttl(tooLong)),
				refused("staleIfError", (b) -> b.staleIfError(negative)),
				refused("staleIfError", (b) -> b.staleIfError(tooLong)),
				refused("timeout", (b) -> b.timeout(Duration.ZERO)), refused("timeout", (b) -> b.timeout(tooLong)),
				refused("maximumWeight", (b) -> b.maximumWeight(-1)),
				refused("maximumAbsences", (b) -> b.maximumAbsences(-1)),
				refused("connections", (b) -> b.connections(0)), refused("connections", (b) -> b.connections(1001)),
				refused("maxBatch", (b) -> b.maxBatch(0)), refused("maxBatch", (b) -> b.maxBatch(129)),
				refused("maxWaiting", (b) -> b.maxWaiting(-1)));
	}

	private static Arguments refused(String name, Consumer<LookupBuilder<Long>> setting) {
		return Arguments.of(name, setting);
	}

	@Test
	void setterWhenValueIsLeastOrMostAllowedAcceptsIt() {
		Duration longest = Duration.ofDays(365);
		assertThatNoException().isThrownBy(() -> this.builder.ttl(longest)
			.staleIfError(longest)
			.timeout(longest)
			.maximumWeight(Long.MAX_VALUE >> 1)
			.maximumAbsences(0)
			.connections(1000)
			.maxBatch(1)
			.maxWaiting(Integer.MAX_VALUE)
			.build());
	}

	@Test
	void buildWhenStaleIfErrorHasNoTtlIsRefused() {
		this.builder.ttl(Duration.ZERO).staleIfError(Duration.ofSeconds(1));
		assertThatIllegalArgumentException().isThrownBy(this.builder::build)
			.withMessage("'staleIfError' needs a 'ttl': nothing is remembered without one");
	}

	@Test
	void builderWhenArgumentIsMissingNamesIt() {
		assertThatNullPointerException().isThrownBy(() -> LookupEngine.builder(null, Runnable::run))
			.withMessage("source");
		assertThatNullPointerException().isThrownBy(() -> LookupEngine.builder((keys) -> Map.of(), null))
			.withMessage("executor");
		assertThatNullPointerException().isThrownBy(() -> this.builder.observer(null)).withMessage("observer");
		assertThatNullPointerException().isThrownBy(() -> this.builder.ticker(null)).withMessage("ticker");
	}

}
