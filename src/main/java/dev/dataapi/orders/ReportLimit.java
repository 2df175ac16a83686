package dev.dataapi.orders;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import dev.dataapi.lookup.LookupOverloadedException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Bounds how many requests read reports or wait for a connection to do so. Whoever comes
 * on top of that is told at once rather than kept, so that reports that pile up hold no
 * more than their share of threads and memory.
 */
@Component
class ReportLimit implements MeterBinder {

	private final int most;

	private final Semaphore permits;

	ReportLimit(ReportProperties properties) {
		this.most = properties.maxReading();
		this.permits = new Semaphore(this.most);
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		Gauge.builder("reports.reading", () -> this.most - this.permits.availablePermits())
			.description("Requests that read a report, or wait for a connection")
			.register(meters);
	}

	/**
	 * Reads a report.
	 * @throws LookupOverloadedException if too many are being read
	 */
	Report read(Supplier<Report> report) {
		if (!this.permits.tryAcquire()) {
			throw new LookupOverloadedException("More than " + this.most + " requests would read reports");
		}
		try {
			return report.get();
		}
		finally {
			this.permits.release();
		}
	}

}
