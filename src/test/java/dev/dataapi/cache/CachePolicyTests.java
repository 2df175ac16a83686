package dev.dataapi.cache;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Tests for {@link CachePolicy}. */
class CachePolicyTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration NEGATIVE = Duration.ofNanos(-1);

	private static final Duration LONGEST = Duration.ofDays(365);

	@ParameterizedTest
	@MethodSource
	void policyWhenValueIsOutOfRangeNamesIt(String name, Supplier<CachePolicy> policy) {
		assertThatIllegalArgumentException().isThrownBy(policy::get)
			.withMessageStartingWith("'" + name + "' must not be");
	}

	static Stream<Arguments> policyWhenValueIsOutOfRangeNamesIt() {
		Duration tooLong = LONGEST.plusNanos(1);
		return Stream.of(refused("ttl", () -> policy(NEGATIVE, SECOND, SECOND, 1, 1)),
				refused("ttl", () -> policy(tooLong, SECOND, SECOND, 1, 1)),
				refused("staleIfError", () -> policy(SECOND, NEGATIVE, SECOND, 1, 1)),
				refused("staleIfError", () -> policy(SECOND, tooLong, SECOND, 1, 1)),
				refused("deadline", () -> policy(SECOND, SECOND, Duration.ZERO, 1, 1)),
				refused("deadline", () -> policy(SECOND, SECOND, tooLong, 1, 1)),
				refused("maxBatch", () -> policy(SECOND, SECOND, SECOND, 0, 1)),
				refused("maxWaiting", () -> policy(SECOND, SECOND, SECOND, 1, -1)));
	}

	private static Arguments refused(String name, Supplier<CachePolicy> policy) {
		return Arguments.of(name, policy);
	}

	@Test
	void policyWhenValueIsLeastOrMostAllowedAcceptsIt() {
		assertThatNoException().isThrownBy(() -> policy(Duration.ZERO, Duration.ZERO, Duration.ofNanos(1), 1, 0));
		assertThatNoException()
			.isThrownBy(() -> policy(LONGEST, LONGEST, LONGEST, Integer.MAX_VALUE, Integer.MAX_VALUE));
	}

	@Test
	void nothingIsKeptWithoutATimeToLive() {
		assertThat(policy(Duration.ZERO, SECOND, SECOND, 1, 1).retention()).isZero();
		assertThat(policy(SECOND, SECOND, SECOND, 1, 1).retention()).hasSeconds(2);
	}

	private static CachePolicy policy(Duration ttl, Duration staleIfError, Duration deadline, int maxBatch,
			int maxWaiting) {
		return new CachePolicy(ttl, staleIfError, deadline, maxBatch, maxWaiting);
	}

}
