package dev.dataapi.logs;

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
 * Writes what is logged as Snowflake's event table reads it from a container: one JSON
 * object a line, with no other keys than those that it keeps.
 *
 * <p>
 * With Jackson's generator, since there is a line for each request: Spring Boot's own
 * writer takes longer for the line than the service takes for a cached look-up.
 */
class EventTableFormatter implements StructuredLogFormatter<ILoggingEvent> {

	private static final int USUAL_LENGTH = 512;

	private final JsonFactory json = new JsonFactory();

	private final ThrowableProxyConverter throwables;

	EventTableFormatter(ThrowableProxyConverter throwables) {
		this.throwables = throwables;
	}

	@Override
	public String format(ILoggingEvent event) {
		// Not to bytes: that generator refuses half a surrogate pair, and with it the
		// line
		StringWriter line = new StringWriter(USUAL_LENGTH);
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

	/** The event table knows no severity below DEBUG. */
	private static String severity(Level level) {
		return (level == Level.TRACE) ? Level.DEBUG.toString() : level.toString();
	}

	/** Keys as OpenTelemetry names them, then what the request noted. */
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
