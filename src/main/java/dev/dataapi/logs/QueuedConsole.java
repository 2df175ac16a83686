package dev.dataapi.logs;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.stereotype.Component;

/**
 * Has one thread write the lines of the log, as long as the service runs in a container.
 *
 * <p>
 * A virtual thread that writes to the console has the JDK start another carrier, and a
 * container of one CPU is stopped for what two carriers used up together: of 50 seconds
 * under load it stood still for 21. Requests wait when the queue is full, and lose no
 * line.
 */
@Component
@ConditionalOnExpression("!'${logging.structured.format.console:}'.isEmpty()")
class QueuedConsole implements DisposableBean {

	private static final String CONSOLE = "CONSOLE";

	private static final int QUEUE_SIZE = 1024;

	private static final int LONGEST_STOP_MILLIS = 5000;

	private final Logger root;

	private final @Nullable Appender<ILoggingEvent> console;

	private final AsyncAppender queue = new AsyncAppender();

	QueuedConsole() {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		this.console = this.root.getAppender(CONSOLE);
		if (this.console != null) {
			this.queue.setContext(context);
			this.queue.setName("QUEUE");
			this.queue.setQueueSize(QUEUE_SIZE);
			// not even those of low level
			this.queue.setDiscardingThreshold(0);
			this.queue.setMaxFlushTime(LONGEST_STOP_MILLIS);
			this.queue.addAppender(new Writer(this.console));
			this.queue.start();
			this.root.addAppender(this.queue);
			this.root.detachAppender(this.console);
		}
	}

	/** From here on lines are written at once; returns when the queue is empty. */
	@Override
	public void destroy() {
		if (this.console != null) {
			this.root.addAppender(this.console);
			this.root.detachAppender(this.queue);
			this.queue.stop();
		}
	}

	/** The console for the queue, which stops what it writes to when it is stopped. */
	private static final class Writer extends AppenderBase<ILoggingEvent> {

		private final Appender<ILoggingEvent> console;

		Writer(Appender<ILoggingEvent> console) {
			this.console = console;
			start();
		}

		@Override
		protected void append(ILoggingEvent event) {
			this.console.doAppend(event);
		}

	}

}
