package dev.dataapi.warehouse.snowflake;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Makes every logger of this process log at its finest level, and keeps what they log and
 * what is printed in memory. Restores everything when closed.
 */
final class EverythingLogged implements AutoCloseable {

	private static final java.util.logging.Logger JUL_ROOT = java.util.logging.Logger.getLogger("");

	private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final PrintStream out = System.out;

	private final PrintStream err = System.err;

	private final Map<Logger, Level> levels = new HashMap<>();

	private final Map<java.util.logging.Logger, java.util.logging.Level> julLevels = new HashMap<>();

	private final Handler[] julHandlers = JUL_ROOT.getHandlers();

	private final EventAppender appender = new EventAppender();

	private final RecordHandler handler = new RecordHandler();

	EverythingLogged() {
		PrintStream kept = new PrintStream(this.printed, true, StandardCharsets.UTF_8);
		System.setOut(kept);
		System.setErr(kept);
		rememberLevels();
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		this.appender.start();
		context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this.appender);
		this.levels.keySet().forEach((logger) -> logger.setLevel(Level.TRACE));
		Arrays.stream(this.julHandlers).forEach(JUL_ROOT::removeHandler);
		JUL_ROOT.addHandler(this.handler);
		this.julLevels.keySet().forEach((logger) -> logger.setLevel(java.util.logging.Level.ALL));
	}

	/** A logger's own level overrides the root's. */
	private void rememberLevels() {
		for (Logger logger : ((LoggerContext) LoggerFactory.getILoggerFactory()).getLoggerList()) {
			if (logger.getLevel() != null) {
				this.levels.put(logger, logger.getLevel());
			}
		}
		for (String name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
			java.util.logging.Logger logger = java.util.logging.Logger.getLogger(name);
			if (logger.getLevel() != null) {
				this.julLevels.put(logger, logger.getLevel());
			}
		}
	}

	/** Keeps what the service's own code would tell a caller. */
	void add(Object told) {
		this.lines.add(String.valueOf(told));
		if (told instanceof Throwable thrown) {
			StringWriter trace = new StringWriter();
			thrown.printStackTrace(new PrintWriter(trace));
			this.lines.add(trace.toString());
		}
	}

	/** Everything so far, one record, printed line or exception a line. */
	List<String> lines() {
		List<String> all = new ArrayList<>(this.lines);
		all.addAll(this.printed.toString(StandardCharsets.UTF_8).lines().toList());
		return all;
	}

	@Override
	public void close() {
		System.setOut(this.out);
		System.setErr(this.err);
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this.appender);
		this.levels.forEach(Logger::setLevel);
		JUL_ROOT.removeHandler(this.handler);
		Arrays.stream(this.julHandlers).forEach(JUL_ROOT::addHandler);
		this.julLevels.forEach(java.util.logging.Logger::setLevel);
	}

	/** Takes what Spring, the pool and this service log. */
	private final class EventAppender extends AppenderBase<ILoggingEvent> {

		@Override
		protected void append(ILoggingEvent event) {
			EverythingLogged.this.lines.add(event.getLevel() + " " + event.getLoggerName() + " "
					+ event.getFormattedMessage() + " " + event.getMDCPropertyMap());
			if (event.getThrowableProxy() != null) {
				EverythingLogged.this.lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
			}
		}

	}

	/** Takes what the driver and Tomcat log. */
	private final class RecordHandler extends Handler {

		private final SimpleFormatter formatter = new SimpleFormatter();

		RecordHandler() {
			setLevel(java.util.logging.Level.ALL);
		}

		@Override
		public void publish(LogRecord record) {
			EverythingLogged.this.lines
				.add(record.getLevel() + " " + record.getLoggerName() + " " + this.formatter.format(record));
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
