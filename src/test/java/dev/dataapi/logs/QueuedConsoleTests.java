package dev.dataapi.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import dev.dataapi.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link QueuedConsole}, with a console that is slow. */
@Timeout(60)
class QueuedConsoleTests {

	private final Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory())
		.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.dataapi.queued");

	private final SlowConsole slow = new SlowConsole();

	private final List<Appender<ILoggingEvent>> before = new ArrayList<>();

	@BeforeEach
	void replaceConsole() {
		this.root.iteratorForAppenders().forEachRemaining(this.before::add);
		this.before.forEach(this.root::detachAppender);
		this.slow.setName("CONSOLE");
		this.slow.start();
		this.root.addAppender(this.slow);
	}

	@AfterEach
	void giveConsoleBack() {
		this.root.detachAppender(this.slow);
		this.before.forEach(this.root::addAppender);
	}

	@Test
	void lineIsWrittenByAnotherThreadThanTheOneThatWritesItsRequestsAnswer() throws Exception {
		QueuedConsole queued = new QueuedConsole();
		this.logger.info("one");
		assertThat(this.slow.lines()).isEmpty();
		this.slow.release(1);
		Eventually.assertThat(() -> assertThat(this.slow.lines()).containsExactly("one"));
		assertThat(this.slow.writer).isNotSameAs(Thread.currentThread());
		queued.destroy();
	}

	@Test
	void destroyWritesWhatIsQueuedAndLaterLinesAtOnce() throws Exception {
		QueuedConsole queued = new QueuedConsole();
		IntStream.range(0, 500).forEach((number) -> this.logger.info("{}", number));
		this.slow.release(501);
		queued.destroy();
		this.logger.info("late");
		assertThat(this.slow.lines()).hasSize(501).startsWith("0").endsWith("499", "late");
		assertThat(this.slow.writer).isSameAs(Thread.currentThread());
	}

	@Test
	void lineWhenQueueIsFullWaitsAndIsNotLost() throws Exception {
		QueuedConsole queued = new QueuedConsole();
		Thread caller = Thread.ofPlatform()
			.daemon()
			.start(() -> IntStream.range(0, 3000).forEach((number) -> this.logger.info("{}", number)));
		Eventually.assertThat(() -> assertThat(caller.getState()).isEqualTo(Thread.State.WAITING));
		this.slow.release(3000);
		caller.join(TimeUnit.SECONDS.toMillis(30));
		queued.destroy();
		assertThat(this.slow.lines())
			.containsExactlyElementsOf(IntStream.range(0, 3000).mapToObj(String::valueOf).toList());
	}

	@Test
	void consoleForPeopleIsWrittenAtOnce() {
		ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(QueuedConsole.class);
		runner.run((context) -> assertThat(context).doesNotHaveBean(QueuedConsole.class));
		runner.withPropertyValues("logging.structured.format.console=some.Format")
			.run((context) -> assertThat(context).hasSingleBean(QueuedConsole.class));
	}

	/** Writes a line only when it may. */
	private static final class SlowConsole extends AppenderBase<ILoggingEvent> {

		private final Semaphore permits = new Semaphore(0);

		private final List<String> lines = new ArrayList<>();

		private volatile Thread writer = Thread.currentThread();

		void release(int lines) {
			this.permits.release(lines);
		}

		List<String> lines() {
			synchronized (this.lines) {
				return List.copyOf(this.lines);
			}
		}

		@Override
		protected void append(ILoggingEvent event) {
			if (!event.getLoggerName().startsWith("dev.dataapi.queued")) {
				return;
			}
			this.permits.acquireUninterruptibly();
			this.writer = Thread.currentThread();
			synchronized (this.lines) {
				this.lines.add(event.getFormattedMessage());
			}
		}

	}

}
