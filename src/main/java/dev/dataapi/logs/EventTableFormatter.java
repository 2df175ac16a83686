package dev.dataapi.logs;

import java.util.List;
import java.util.Objects;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.JsonWriterStructuredLogFormatter;

/**
 * Writes what is logged as Snowflake's event table reads it from a container: one JSON
 * object a line, with no other keys than those that it keeps.
 */
class EventTableFormatter extends JsonWriterStructuredLogFormatter<ILoggingEvent> {

	private static final JsonWriter.PairExtractor<KeyValuePair> PAIR = JsonWriter.PairExtractor.of((pair) -> pair.key,
			(pair) -> pair.value);

	EventTableFormatter(ThrowableProxyConverter throwables) {
		super((members) -> members(members, throwables), null);
	}

	private static void members(JsonWriter.Members<ILoggingEvent> members, ThrowableProxyConverter throwables) {
		members.add("timestamp", ILoggingEvent::getInstant);
		members.add("severity_text", (event) -> severity(event.getLevel()));
		members.add("body", ILoggingEvent::getFormattedMessage);
		members.add("attributes").usingMembers((attributes) -> attributes(attributes, throwables));
		members.add("scope").usingMembers((scope) -> scope.add("name", ILoggingEvent::getLoggerName));
	}

	/** The event table knows no severity below DEBUG. */
	private static String severity(Level level) {
		return (level == Level.TRACE) ? Level.DEBUG.toString() : level.toString();
	}

	/** Keys as OpenTelemetry names them, then what the request noted. */
	private static void attributes(JsonWriter.Members<ILoggingEvent> attributes, ThrowableProxyConverter throwables) {
		attributes.add("logger", ILoggingEvent::getLoggerName);
		attributes.add("thread.name", ILoggingEvent::getThreadName);
		attributes.addMapEntries(ILoggingEvent::getMDCPropertyMap);
		attributes.from(EventTableFormatter::keyValues).usingExtractedPairs(Iterable::forEach, PAIR);
		attributes.from((event) -> event)
			.when((event) -> event.getThrowableProxy() != null)
			.usingMembers((exception) -> {
				exception.add("exception.type", (event) -> event.getThrowableProxy().getClassName());
				exception.add("exception.message", (event) -> event.getThrowableProxy().getMessage());
				exception.add("exception.stacktrace", throwables::convert);
			});
	}

	private static List<KeyValuePair> keyValues(ILoggingEvent event) {
		return Objects.requireNonNullElse(event.getKeyValuePairs(), List.of());
	}

}
