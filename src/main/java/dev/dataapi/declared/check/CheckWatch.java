package dev.dataapi.declared.check;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.dataapi.declared.file.InvalidEndpointsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.util.StringUtils;

/**
 * Says how far the command {@code check} is and what it waits for, and ends it when it
 * takes too long: the start of the service would wait forever for a warehouse that cannot
 * be reached. Thread-safe.
 */
public final class CheckWatch implements AutoCloseable {

	private static final Duration SILENCE = Duration.ofSeconds(2);

	/** The embedded warehouse takes some seconds to load, and nothing can be wrong. */
	private static final Duration LOADING = Duration.ofSeconds(30);

	private static final Duration PAUSE = Duration.ofSeconds(8);

	/** How much longer than to be reached the warehouse may take to answer all. */
	private static final int ANSWERS = 5;

	private final PrintStream err;

	private final Duration patience;

	private final LastWarning lastWarning = new LastWarning();

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("check-watch").factory());

	private final long started = System.nanoTime();

	private final AtomicInteger checked = new AtomicInteger();

	/** How many statements there are to check; 0 until the warehouse is reached. */
	private volatile int statements;

	/** What the check waited for when it was ended. */
	private volatile @Nullable String late;

	CheckWatch(PrintStream err, Duration patience) {
		this.err = err;
		this.patience = patience;
	}

	/** Begins to watch the start of an application, which is closed when it is late. */
	void begin(ConfigurableApplicationContext context) {
		this.lastWarning.start();
		root().addAppender(this.lastWarning);
		Environment environment = context.getEnvironment();
		boolean snowflake = environment.acceptsProfiles(Profiles.of("snowflake"));
		String host = environment.getProperty("data-api.snowflake.host", "");
		String warehouse = !snowflake ? "the embedded warehouse to load"
				: StringUtils.hasText(host) ? "Snowflake at " + host
						: "Snowflake, account " + environment.getProperty("data-api.snowflake.account", "");
		this.timer.scheduleWithFixedDelay(() -> tell(warehouse), (snowflake ? SILENCE : LOADING).toMillis(),
				PAUSE.toMillis(), TimeUnit.MILLISECONDS);
		for (int times : List.of(1, ANSWERS)) {
			this.timer.schedule(() -> endIfLate(context), this.patience.multipliedBy(times).toMillis(),
					TimeUnit.MILLISECONDS);
		}
	}

	/** The warehouse answers: so many statements are to be checked. */
	void reached(int statements) {
		this.statements = statements;
	}

	/** One more statement has been checked. */
	void advance() {
		this.checked.incrementAndGet();
	}

	private boolean isReached() {
		return this.statements > 0;
	}

	private Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.started);
	}

	private Duration limit() {
		return this.patience.multipliedBy(isReached() ? ANSWERS : 1);
	}

	private String progress() {
		return this.checked + " of " + this.statements + " statements are checked";
	}

	private void tell(String warehouse) {
		this.err.printf("%s (%d s of at most %d s)%n",
				isReached() ? progress() : "Waiting for " + warehouse + this.lastWarning.text, elapsed().toSeconds(),
				limit().toSeconds());
	}

	private void endIfLate(ConfigurableApplicationContext context) {
		if (elapsed().compareTo(limit()) >= 0 && context.isActive()) {
			// before the context is closed: its start goes on, and fails
			this.late = sentence();
			context.close();
		}
	}

	private String sentence() {
		if (isReached()) {
			return "The check has not ended within %d s: %s.".formatted(limit().toSeconds(), progress());
		}
		String warning = this.lastWarning.text;
		return "The warehouse could not be reached within %d s".formatted(limit().toSeconds())
				+ (warning.isEmpty() ? "." : warning);
	}

	/**
	 * Passes if the check was not ended.
	 * @throws InvalidEndpointsException if it took too long, with what it waited for
	 */
	void requireInTime() throws InvalidEndpointsException {
		String sentence = this.late;
		if (sentence != null) {
			throw new InvalidEndpointsException(List.of(sentence));
		}
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		root().detachAppender(this.lastWarning);
	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	/**
	 * Keeps this service's last warning, which tells why it waits.
	 */
	private static final class LastWarning extends AppenderBase<ILoggingEvent> {

		private static final String WAITING = "Waiting for Snowflake: ";

		/** After a colon, or nothing if there was no warning. */
		private volatile String text = "";

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel().isGreaterOrEqual(Level.WARN) && event.getLoggerName().startsWith("dev.dataapi.")) {
				String message = event.getFormattedMessage().replace('\n', ' ');
				this.text = ": " + (message.startsWith(WAITING) ? message.substring(WAITING.length()) : message);
			}
		}

	}

}
