package dev.dataapi.logging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of the log from a thread of its own, so that no request waits for a
 * console which nobody reads. Lines that do not fit the queue are dropped and counted.
 *
 * <p>
 * The queue is bounded in bytes, since a line may be a hundred bytes or a stack trace. A
 * fifth of it is for warnings and errors alone.
 */
class QueuedConsole extends UnsynchronizedAppenderBase<ILoggingEvent> {

	private static final byte[] END = {};

	private static final int LARGEST_WRITE = 8192;

	/** Between two notices of dropped lines. */
	private static final long SOONEST_TOLD = TimeUnit.SECONDS.toNanos(1);

	/** For a console that is read too slowly for the queue ever to be empty. */
	private static final long LATEST_TOLD = TimeUnit.SECONDS.toNanos(10);

	/** How long the process waits at its end for the last lines to be written. */
	private static final long LONGEST_STOP_MILLIS = 2000;

	private final Encoder<ILoggingEvent> encoder;

	private final OutputStream console;

	private final int capacity;

	private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final LongAdder dropped = new LongAdder();

	private @Nullable Thread writer;

	/** The capacity is in bytes. */
	QueuedConsole(ConsoleAppender<ILoggingEvent> console, int capacity) {
		this.encoder = console.getEncoder();
		this.console = console.getOutputStream();
		this.capacity = capacity;
		setContext(console.getContext());
		setName(console.getName());
		console.getCopyOfAttachedFiltersList().forEach(this::addFilter);
	}

	long dropped() {
		return this.dropped.sum();
	}

	@Override
	public void start() {
		super.start();
		this.writer = Thread.ofPlatform().name("log").daemon().start(this::write);
	}

	/** Waits for a short time until all queued lines are written. */
	@Override
	public void stop() {
		super.stop();
		Thread writer = this.writer;
		if (writer != null) {
			this.writer = null;
			this.lines.add(END);
			try {
				writer.join(LONGEST_STOP_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	protected void append(ILoggingEvent event) {
		int most = event.getLevel().isGreaterOrEqual(Level.WARN) ? this.capacity : this.capacity / 5 * 4;
		if (this.waiting.get() >= most) {
			this.dropped.increment();
			return;
		}
		byte[] line = this.encoder.encode(event);
		int before = this.waiting.getAndAdd(line.length);
		if (before > 0 && before + line.length > most) {
			this.waiting.addAndGet(-line.length);
			this.dropped.increment();
			return;
		}
		this.lines.add(line);
	}

	private void write() {
		ByteArrayOutputStream chunk = new ByteArrayOutputStream(LARGEST_WRITE);
		Notices notices = new Notices();
		boolean ended = false;
		try {
			while (!ended) {
				byte[] line = notices.isDue() ? this.lines.poll(SOONEST_TOLD, TimeUnit.NANOSECONDS) : this.lines.take();
				while (line != null && line != END) {
					chunk.writeBytes(line);
					line = (chunk.size() < LARGEST_WRITE) ? this.lines.poll() : null;
				}
				ended = line == END;
				flush(chunk);
				long lost = notices.next(ended);
				if (lost > 0) {
					chunk.writeBytes(this.encoder.encode(notice(lost)));
					this.waiting.addAndGet(chunk.size());
					flush(chunk);
				}
			}
		}
		catch (InterruptedException ex) {
			addWarn("Interrupted while writing the log", ex);
		}
	}

	private void flush(ByteArrayOutputStream chunk) {
		try {
			chunk.writeTo(this.console);
			this.console.flush();
		}
		catch (IOException ex) {
			addError("The log cannot be written", ex);
		}
		this.waiting.addAndGet(-chunk.size());
		chunk.reset();
	}

	private ILoggingEvent notice(long lost) {
		Logger logger = ((LoggerContext) getContext()).getLogger(QueuedConsole.class);
		return new LoggingEvent(QueuedConsole.class.getName(), logger, Level.WARN,
				"Lines of the log that were lost, since nobody read them in time: {}", null, new Object[] { lost });
	}

	/** Decides when a line in the log says how many others were dropped. */
	private final class Notices {

		private long told;

		private long lastTold = System.nanoTime() - SOONEST_TOLD;

		private boolean due;

		private long dueSince;

		boolean isDue() {
			return dropped() > this.told;
		}

		/** How many dropped lines a notice should report now, or zero for no notice. */
		long next(boolean ended) {
			long dropped = dropped();
			long untold = dropped - this.told;
			long now = System.nanoTime();
			if (untold == 0) {
				return 0;
			}
			if (!this.due) {
				this.due = true;
				this.dueSince = now;
			}
			boolean idle = QueuedConsole.this.lines.isEmpty() && now - this.lastTold >= SOONEST_TOLD;
			if (!ended && !idle && now - this.dueSince < LATEST_TOLD) {
				return 0;
			}
			this.told = dropped;
			this.lastTold = now;
			this.due = false;
			return untold;
		}

	}

}
