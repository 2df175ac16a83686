package dev.dataapi.warehouse.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Progress reports, on a fake clock.
 */
class LoadProgressTests {

	private final AtomicLong clock = new AtomicLong();

	private final List<String> lines = new ArrayList<>();

	@Test
	void addWhenASecondHasPassedReportsProgress() {
		LoadProgress progress = progress(15_000_000);
		this.clock.addAndGet(TimeUnit.SECONDS.toNanos(5));
		progress.start();
		progress.add(1_000_000);
		assertThat(this.lines).isEmpty();
		this.clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
		progress.add(2_000_000);
		progress.add(1);
		assertThat(this.lines)
			.containsExactly("Loading orders: 20 % (3,000,000 of 15,000,000), 1,500,000 rows/s, 8 s left");
	}

	@Test
	void addWhenLoadIsSmallLogsNothing() {
		LoadProgress progress = progress(1_499_999);
		this.clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
		progress.add(100_000);
		assertThat(this.lines).isEmpty();
	}

	@Test
	void addWhenCancelledThrows() {
		LoadProgress progress = progress(15_000);
		progress.add(1);
		progress.cancel();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> progress.add(1));
	}

	private LoadProgress progress(long total) {
		return new LoadProgress(total, this.clock::get, this.lines::add);
	}

}
