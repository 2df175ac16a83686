package dev.dataapi.logging;

import java.io.StringWriter;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import org.springframework.boot.logging.structured.StructuredLogFormatter;

/**
 * Formats log events the way Snowflake's event table reads them from a container: one
 * JSON object a line, with only the keys that the event table keeps.
 *
 * <p>
 * Uses Jackson's generator because there is a line for every request: Spring Boot's own
 * structured writer takes longer for a line than the service takes for a cached look-up.
 */
class EventTableFormatter implements StructuredLogFormatter<ILoggingEvent> {

	private static final int INITIAL_LENGTH = 512;

	private final JsonFactory json = new JsonFactory();

	private final ThrowableProxyConverter throwables;

	EventTableFormatter(ThrowableProxyConverter throwables) {
		this.throwables = throwables;
	}

	@Override
	public String format(ILoggingEvent event) {
		// The generator for bytes would throw on half a surrogate pair, and the line
		// would
		// be lost
		StringWriter line = new StringWriter(INITIAL_LENGTH);
		try (JsonGenerator json = this.json.createGenerator(ObjectWriteContext.empty(), line)) {
			json.writeStartObject();
			json.writeStringProperty("timestamp", DateTimeFormatter.ISO_INSTANT.format(event.getInstant()));
			json.writeStringProperty("severity_text", severity(event.getLevel()));
			json.writeStringProperty("body", event.getFormattedMessage());
			json.writeObjectPropertyStart("attributes");
			writeAttributes(json, event);
			json.writeEndObject();
			json.writeObjectPropertyStart("scope");
			json.writeStringProperty("name", event.getLoggerName());
			json.writeEndObject();
			json.writeEndObject();
		}
		return line.append('\n').toString();
	}

	/** DEBUG is the lowest severity that the event table knows. */
	private static String severity(Level level) {
		return (level == Level.TRACE) ? Level.DEBUG.toString() : level.toString();
	}

	/** Writes the MDC, the event's own pairs, and the keys that OpenTelemetry names. */
	private void writeAttributes(JsonGenerator json, ILoggingEvent event) {
		json.writeStringProperty("logger", event.getLoggerName());
		json.writeStringProperty("thread.name", event.getThreadName());
		event.getMDCPropertyMap().forEach(json::writeStringProperty);
		for (KeyValuePair pair : Objects.requireNonNullElse(event.getKeyValuePairs(), List.<KeyValuePair>of())) {
			writeAttribute(json, pair.key, pair.value);
		}
		IThrowableProxy throwable = event.getThrowableProxy();
		if (throwable != null) {
			json.writeStringProperty("exception.type", throwable.getClassName());
			json.writeStringProperty("exception.message", throwable.getMessage());
			json.writeStringProperty("exception.stacktrace", this.throwables.convert(event));
		}
	}

	private static void writeAttribute(JsonGenerator json, String name, @Nullable Object value) {
		switch (value) {
			case null -> json.writeNullProperty(name);
			case Integer number -> json.writeNumberProperty(name, number);
			case Long number -> json.writeNumberProperty(name, number);
			case Boolean flag -> json.writeBooleanProperty(name, flag);
			default -> json.writeStringProperty(name, value.toString());
		}
	}

}
