package dev.dataapi.export;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.dataapi.cache.ReadException;
import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.warehouse.Lane;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * Writes reports that are larger than memory, two at a time at most.
 * <p>
 * One thread reads rows and makes bytes of them, and the request's writes these, so that
 * the warehouse's connection is held no longer than the caller reads in time. What fails
 * before the first byte is a problem; later, the connection is closed before the end of
 * the answer, by which HTTP/1.1 tells the caller that it is not whole.
 */
public final class Exports {

	/**
	 * An attribute of a request that exports, whose value tells whether its connection is
	 * to be closed. Tomcat passes on only names that begin so.
	 */
	public static final String OVERDUE = "org.apache.tomcat.dataapi.export.overdue";

	private static final int MOST = 2;

	private final Lane.Reports lane;

	private final ExportProperties properties;

	private final MemoryBudget memory;

	private final AsyncTaskExecutor threads;

	private final MeterRegistry meters;

	private final int most;

	private final Semaphore free;

	Exports(Lane.Reports lane, ExportProperties properties, MemoryBudget memory, AsyncTaskExecutor threads,
			MeterRegistry meters) {
		this.lane = lane;
		this.properties = properties;
		this.memory = memory;
		this.threads = threads;
		this.meters = meters;
		// So that exports never take all of the lane's connections, unless it has one
		this.most = Math.clamp(lane.statements().connections() - 1, 1, MOST);
		this.free = new Semaphore(this.most);
		Gauge.builder("exports.running", this.free, (free) -> this.most - free.availablePermits())
			.description("Exports whose rows are read")
			.register(meters);
	}

	/**
	 * Writes an answer with all rows. Of a HEAD, nothing is read.
	 * @throws ReadException if it fails before the first byte
	 * @throws ErrorResponseException if the caller cannot be told that an answer is not
	 * whole, or too many exports are running
	 * @throws IOException if it fails later: the connection is then to be closed
	 */
	public void write(Export export, HttpServletRequest request, HttpServletResponse response) throws IOException {
		if ("HTTP/1.0".equals(request.getProtocol())) {
			throw refusal(HttpStatus.HTTP_VERSION_NOT_SUPPORTED,
					"An export needs HTTP/1.1, which tells whether an answer is whole.");
		}
		ExportResponse answer = new ExportResponse(export, request, response);
		if (HttpMethod.HEAD.matches(request.getMethod())) {
			answer.begin();
			return;
		}
		long started = System.nanoTime();
		ExportOutcome outcome = ExportOutcome.REFUSED;
		try {
			ExportReading reading = start(export);
			request.setAttribute(OVERDUE, (BooleanSupplier) reading::isOverdue);
			try {
				write(reading, answer);
				reading.throwFailure(answer.hasBegun());
				answer.end();
				outcome = ExportOutcome.COMPLETE;
			}
			finally {
				outcome = (outcome == ExportOutcome.COMPLETE) ? outcome : reading.outcome(answer.hasBegun());
			}
		}
		finally {
			outcome.mark(request);
			Timer.builder("exports")
				.description("Exports")
				.tag("endpoint", export.endpoint())
				.tag("outcome", outcome.label())
				.register(this.meters)
				.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
		}
	}

	private ExportReading start(Export export) {
		if (!this.free.tryAcquire()) {
			throw refusal(HttpStatus.SERVICE_UNAVAILABLE, "As many exports are running as may: " + this.most + ".");
		}
		ExportReading reading = new ExportReading(export, this.lane, this.memory, this.properties, this::ended);
		try {
			this.threads.execute(reading);
		}
		catch (RuntimeException | Error ex) {
			this.free.release();
			throw ex;
		}
		return reading;
	}

	/** Writes until nothing more comes, or the caller is gone. */
	private static void write(ExportReading reading, ExportResponse answer) throws IOException {
		HandOver parts = reading.parts();
		boolean written = false;
		try {
			for (byte[] part = parts.take(); part != null; part = parts.take()) {
				answer.write(part, parts.isEmpty());
			}
			written = true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while rows are read");
		}
		finally {
			if (!written) {
				parts.abandon();
			}
		}
	}

	private void ended(ExportReading reading) {
		this.free.release();
		counter("export.rows", "Rows of exports", reading.export()).increment(reading.parts().rows());
		counter("export.bytes", "Bytes of exports, not compressed", reading.export())
			.increment(reading.parts().bytes());
	}

	private Counter counter(String name, String description, Export export) {
		return Counter.builder(name).description(description).tag("endpoint", export.endpoint()).register(this.meters);
	}

	private static ErrorResponseException refusal(HttpStatus status, String detail) {
		ErrorResponseException refusal = new ErrorResponseException(status);
		refusal.setDetail(detail);
		refusal.getBody().setProperty("error", status.getReasonPhrase() + ".");
		return refusal;
	}

}
