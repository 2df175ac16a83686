package dev.dataapi.lookup;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Ticker;

/** A clock that the test moves; it starts shortly before the nanoseconds overflow. */
final class FakeTicker implements Ticker {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

	void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	@Override
	public long read() {
		return this.nanos.get();
	}

}
