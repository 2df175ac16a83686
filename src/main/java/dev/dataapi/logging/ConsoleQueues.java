package dev.dataapi.logging;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Replaces the log's console appender by a {@link QueuedConsole} as soon as Spring Boot
 * has set up logging, and counts the lines that it dropped.
 */
class ConsoleQueues implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		long bytes = Binder.get(event.getEnvironment())
			.bindOrCreate("data-api.log", LogProperties.class)
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

}
