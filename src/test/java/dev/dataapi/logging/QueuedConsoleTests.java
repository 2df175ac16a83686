package dev.dataapi.logging;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.dataapi.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The queue before the log's console, with a console that blocks.
 */
@Timeout(60)
class QueuedConsoleTests {

	private static final String LOST = "Lines of the log that were lost, since nobody read them in time: ";

	private final LoggerContext context = new LoggerContext();

	private final Logger logger = this.context.getLogger("sample");

	private final BlockingConsole console = new BlockingConsole();

	private final ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();

	private QueuedConsole queue;

	@BeforeEach
	void start() {
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(this.context);
		encoder.setPattern("%msg%n");
		encoder.start();
		ThresholdFilter filter = new ThresholdFilter();
		filter.setLevel("INFO");
		filter.start();
		this.appender.setContext(this.context);
		this.appender.setName("CONSOLE");
		this.appender.setEncoder(encoder);
		this.appender.addFilter(filter);
		this.appender.start();
		this.appender.setOutputStream(this.console);
		this.queue = new QueuedConsole(this.appender, 1000);
		this.queue.start();
		this.logger.addAppender(this.queue);
	}

	@AfterEach
	void stop() {
		this.console.open();
		this.context.stop();
	}

	@Test
	void linesAreWrittenInTheirOrder() {
		this.console.open();
		IntStream.range(0, 50).forEach((number) -> this.logger.info("{}", number));
		this.context.stop();
		assertThat(this.console.lines()).containsExactlyElementsOf(numbers(0, 50).toList());
		assertThat(this.queue.dropped()).isZero();
	}

	@Test
	void lineBelowTheConsolesThresholdIsNotWritten() {
		this.console.open();
		this.logger.setLevel(Level.DEBUG);
		this.logger.debug("fine");
		this.logger.info("info");
		this.context.stop();
		assertThat(this.console.lines()).containsExactly("info");
	}

	@Test
	void linesThatDoNotFitAreDroppedCountedAndTold() {
		this.logger.info("first");
		this.console.awaitBlocked();
		IntStream.range(1000, 3000).forEach((number) -> this.logger.info("{}", number));
		// 800 bytes with the line that is being written, each with its line's end
		int kept = (800 - 6) / 5;
		assertThat(this.queue.dropped()).isEqualTo(2000 - kept);
		this.console.open();
		Eventually.assertThat(() -> assertThat(this.console.lines()).hasSize(kept + 2));
		assertThat(this.console.lines()).startsWith("first", "1000")
			.containsAll(numbers(1000, 1000 + kept).toList())
			.contains(LOST + (2000 - kept));
	}

	@Test
	void lineAfterAFullQueueIsWrittenAgain() {
		this.logger.info("first");
		this.console.awaitBlocked();
		IntStream.range(1000, 3000).forEach((number) -> this.logger.info("{}", number));
		this.console.open();
		Eventually.assertThat(() -> assertThat(this.console.lines()).anyMatch((line) -> line.startsWith(LOST)));
		this.logger.info("last");
		this.context.stop();
		assertThat(this.console.lines()).endsWith("last").filteredOn((line) -> line.startsWith(LOST)).hasSize(1);
	}

	@Test
	void warningHasRoomThatOtherLinesLeave() {
		this.logger.info("first");
		this.console.awaitBlocked();
		IntStream.range(1000, 3000).forEach((number) -> this.logger.info("{}", number));
		this.logger.warn("warning");
		this.logger.error("error");
		this.console.open();
		this.context.stop();
		assertThat(this.console.lines()).contains("warning", "error");
	}

	@Test
	void lineLargerThanTheQueueIsWrittenIfNothingElseWaits() {
		this.console.open();
		String large = "x".repeat(5000);
		this.logger.info(large);
		this.context.stop();
		assertThat(this.console.lines()).containsExactly(large);
	}

	@Test
	void stopWhenNobodyReadsEnds() {
		this.logger.info("first");
		this.console.awaitBlocked();
		this.logger.info("second");
		this.context.stop();
		assertThat(this.console.lines()).isEmpty();
	}

	@Test
	void stopTellsWhatWasDropped() {
		this.logger.info("first");
		this.console.awaitBlocked();
		IntStream.range(1000, 3000).forEach((number) -> this.logger.info("{}", number));
		this.console.open();
		this.context.stop();
		assertThat(this.console.lines()).anyMatch((line) -> line.startsWith(LOST));
	}

	private static Stream<String> numbers(int from, int to) {
		return IntStream.range(from, to).mapToObj(String::valueOf);
	}

	/** Blocks whoever writes until it is opened, as a full pipe does. */
	private static final class BlockingConsole extends OutputStream {

		private final ByteArrayOutputStream written = new ByteArrayOutputStream();

		private final Semaphore gate = new Semaphore(0);

		void open() {
			this.gate.release(1_000_000);
		}

		void awaitBlocked() {
			Eventually.assertThat(() -> assertThat(this.gate.hasQueuedThreads()).isTrue());
		}

		@Override
		public void write(int character) {
			write(new byte[] { (byte) character }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			this.gate.acquireUninterruptibly();
			synchronized (this.written) {
				this.written.write(bytes, offset, length);
			}
		}

		List<String> lines() {
			synchronized (this.written) {
				return this.written.toString(StandardCharsets.UTF_8).lines().toList();
			}
		}

	}

}
