package dev.dataapi.logging;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import dev.dataapi.InvalidSettingException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/**
 * Replaces the log's console appender by a {@link QueuedConsole} as soon as Spring Boot
 * has set up logging, and counts the lines that it dropped.
 */
class ConsoleQueues implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		long bytes = Binder.get(event.getEnvironment())
			.bindOrCreate("data-api.log", Properties.class)
			.queue()
			.toBytes();
		if (bytes > 0) {
			for (Appender<ILoggingEvent> appender : appenders()) {
				if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
					QueuedConsole queue = new QueuedConsole(console, Math.toIntExact(bytes));
					queue.start();
					root().addAppender(queue);
					root().detachAppender(console);
				}
			}
		}
	}

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	private static List<Appender<ILoggingEvent>> appenders() {
		List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
		root().iteratorForAppenders().forEachRemaining(appenders::add);
		return appenders;
	}

	private static Logger root() {
		return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	/** The meter {@code logging.dropped}, if there is a queue. */
	@Configuration(proxyBeanMethods = false)
	static class Meters {

		@Bean
		MeterBinder droppedLines() {
			return (registry) -> {
				for (Appender<ILoggingEvent> appender : appenders()) {
					if (appender instanceof QueuedConsole queue) {
						FunctionCounter.builder("logging.dropped", queue, QueuedConsole::dropped)
							.description("Lines of the log that nobody read in time")
							.register(registry);
					}
				}
			};
		}

	}

	/**
	 * How the log is written.
	 *
	 * @param queue how much of the log may wait to be written before lines are dropped;
	 * with zero, each line is written at once while its request waits
	 */
	@ConfigurationProperties("data-api.log")
	record Properties(@DefaultValue("512KB") DataSize queue) {

		Properties {
			InvalidSettingException.requireWithin("data-api.log.queue", queue, DataSize.ofBytes(0),
					DataSize.ofMegabytes(64), "from 0B to 64MB");
		}

	}

}
