package dev.dataapi.declared.check;

import dev.dataapi.declared.file.InvalidEndpointsException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.util.StringUtils;

/**
 * Tells what the command {@code check} waits for, and ends it when it takes too long: the
 * start of the service would wait forever for a warehouse that cannot be reached.
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

	private final CheckProgress progress;

	private final LastWarning lastWarning = new LastWarning();

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("check-watch").factory());

	private final long started = System.nanoTime();

	/** What the check waited for when it was ended. */
	private volatile @Nullable String late;

	public CheckWatch(PrintStream err, Duration patience, CheckProgress progress) {
		this.err = err;
		this.patience = patience;
		this.progress = progress;
	}

	/** Begins to watch the start of an application, which is closed when it is late. */
	public void begin(ConfigurableApplicationContext context) {
		this.lastWarning.start();
		root().addAppender(this.lastWarning);
		Duration silence = isSnowflake(context.getEnvironment()) ? SILENCE : LOADING;
		this.timer.scheduleWithFixedDelay(() -> tell(context.getEnvironment()), silence.toMillis(), PAUSE.toMillis(),
				TimeUnit.MILLISECONDS);
		this.timer.schedule(() -> endUnlessReached(context), this.patience.toMillis(), TimeUnit.MILLISECONDS);
		this.timer.schedule(() -> end(context), this.patience.multipliedBy(ANSWERS).toMillis(), TimeUnit.MILLISECONDS);
	}

	private Duration limit() {
		return this.patience.multipliedBy(this.progress.isReached() ? ANSWERS : 1);
	}

	private void tell(Environment environment) {
		String warning = this.lastWarning.text;
		String what = this.progress.isReached() ? this.progress.toString()
				: "Waiting for " + warehouse(environment) + ((warning != null) ? ": " + warning : "");
		this.err.printf("%s (%d s of at most %d s)%n", what,
				Duration.ofNanos(System.nanoTime() - this.started).toSeconds(), limit().toSeconds());
	}

	private static boolean isSnowflake(Environment environment) {
		return environment.acceptsProfiles(Profiles.of("snowflake"));
	}

	private static String warehouse(Environment environment) {
		if (!isSnowflake(environment)) {
			return "the embedded warehouse to load";
		}
		String host = environment.getProperty("data-api.snowflake.host", environment.getProperty("SNOWFLAKE_HOST", ""));
		String account = environment.getProperty("data-api.snowflake.account",
				environment.getProperty("SNOWFLAKE_ACCOUNT", ""));
		return StringUtils.hasText(host) ? "Snowflake at " + host : "Snowflake, account " + account;
	}

	private void endUnlessReached(ConfigurableApplicationContext context) {
		if (!this.progress.isReached()) {
			end(context);
		}
	}

	private void end(ConfigurableApplicationContext context) {
		if (context.isActive()) {
			// before the context is closed: its start goes on, and fails
			this.late = sentence();
			context.close();
		}
	}

	private String sentence() {
		if (this.progress.isReached()) {
			return "The check has not ended within %d s: %s.".formatted(limit().toSeconds(), this.progress);
		}
		String warning = this.lastWarning.text;
		return "The warehouse could not be reached within %d s".formatted(limit().toSeconds())
				+ ((warning != null) ? ": " + warning : ".");
	}

	/**
	 * Passes if the check was not ended.
	 * @throws InvalidEndpointsException if it took too long, with what it waited for
	 */
	public void requireInTime() throws InvalidEndpointsException {
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

		private volatile @Nullable String text;

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel().isGreaterOrEqual(Level.WARN) && event.getLoggerName().startsWith("dev.dataapi.")) {
				String message = event.getFormattedMessage().replace('\n', ' ');
				this.text = message.startsWith(WAITING) ? message.substring(WAITING.length()) : message;
			}
		}

	}

}
