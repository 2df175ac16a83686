package dev.dataapi.cache.shared;

import java.time.Duration;

import dev.dataapi.FakeTicker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link CircuitBreaker}. */
class CircuitBreakerTests {

	private final FakeTicker ticker = new FakeTicker();

	private final CircuitBreaker breaker = new CircuitBreaker("test", this.ticker);

	@Test
	void opensAfterFiveFailuresInARow() {
		fail(4);
		this.breaker.succeeded();
		fail(4);
		assertThat(this.breaker.isOpen()).isFalse();
		assertThat(this.breaker.allows()).isTrue();
		fail(1);
		assertThat(this.breaker.isOpen()).isTrue();
		assertThat(this.breaker.allows()).isFalse();
	}

	@Test
	void letsOneCallThroughEveryFiveSecondsUntilOneSucceeds() {
		fail(5);
		this.ticker.advance(Duration.ofSeconds(5).minusNanos(1));
		assertThat(this.breaker.allows()).isFalse();
		this.ticker.advance(Duration.ofNanos(1));
		assertThat(this.breaker.allows()).isTrue();
		assertThat(this.breaker.allows()).isFalse();
		fail(1);
		assertThat(this.breaker.allows()).isFalse();
		this.ticker.advance(Duration.ofSeconds(5));
		assertThat(this.breaker.allows()).isTrue();
		this.breaker.succeeded();
		assertThat(this.breaker.allows()).isTrue();
		assertThat(this.breaker.isOpen()).isFalse();
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			this.breaker.failed("test");
		}
	}

}
