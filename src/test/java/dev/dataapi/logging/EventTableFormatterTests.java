package dev.dataapi.logging;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Log lines written through Logback and Spring Boot, as profile {@code snowflake}
 * configures them.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventTableFormatterTests {

	private static final Logger LOGGER = LoggerFactory.getLogger("dev.dataapi.sample");

	private final JsonMapper mapper = new JsonMapper();

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	@AfterEach
	void clean() {
		MDC.clear();
		initialize(new MockEnvironment());
	}

	@Test
	void lineHasOnlyTheKeysThatTheEventTableKeeps(CapturedOutput output) {
		initializeAsInSnowflake();
		MDC.put("requestId", "mine-1");
		LOGGER.atWarn().addKeyValue("status", 503).log("Could not \"read\"\n{} \u2713", "it");
		JsonNode line = line(output);
		assertThat(line.propertyNames()).containsExactly("timestamp", "severity_text", "body", "attributes", "scope");
		assertThat(Instant.parse(line.path("timestamp").asString())).isBeforeOrEqualTo(Instant.now());
		assertThat(line.path("severity_text").asString()).isEqualTo("WARN");
		assertThat(line.path("body").asString()).isEqualTo("Could not \"read\"\nit \u2713");
		assertThat(line.at("/scope/name").asString()).isEqualTo("dev.dataapi.sample");
		JsonNode attributes = line.path("attributes");
		assertThat(attributes.propertyNames()).containsExactly("logger", "thread.name", "requestId", "status");
		assertThat(attributes.path("requestId").asString()).isEqualTo("mine-1");
		assertThat(attributes.path("status").asInt()).isEqualTo(503);
	}

	@Test
	void exceptionIsInTheSameLineWithItsStackTrace(CapturedOutput output) {
		initializeAsInSnowflake();
		LOGGER.error("Failed", new IllegalStateException("outer", new IllegalArgumentException("inner")));
		JsonNode attributes = line(output).path("attributes");
		assertThat(attributes.path("exception.type").asString()).isEqualTo("java.lang.IllegalStateException");
		assertThat(attributes.path("exception.message").asString()).isEqualTo("outer");
		assertThat(attributes.path("exception.stacktrace").asString()).contains("\tat dev.dataapi.logging")
			.contains("Caused by: java.lang.IllegalArgumentException: inner");
	}

	@Test
	void lineIsWrittenWhateverTheValues(CapturedOutput output) {
		initializeAsInSnowflake();
		LOGGER.atInfo()
			.addKeyValue("none", (Object) null)
			.addKeyValue("flag", true)
			.addKeyValue("large", Long.MAX_VALUE)
			.addKeyValue("other", List.of(1))
			.log("half a pair: \uD83D");
		JsonNode attributes = line(output).path("attributes");
		assertThat(attributes.path("none").isNull()).isTrue();
		assertThat(attributes.path("flag").asBoolean()).isTrue();
		assertThat(attributes.path("large").asLong()).isEqualTo(Long.MAX_VALUE);
		assertThat(attributes.path("other").asString()).isEqualTo("[1]");
	}

	@Test
	void severityWhenTraceIsDebug(CapturedOutput output) {
		initializeAsInSnowflake();
		this.logging.setLogLevel("dev.dataapi.sample", LogLevel.TRACE);
		LOGGER.trace("Fine");
		assertThat(line(output).path("severity_text").asString()).isEqualTo("DEBUG");
	}

	private void initializeAsInSnowflake() {
		initialize(new MockEnvironment().withProperty("logging.structured.format.console",
				EventTableFormatter.class.getName()));
	}

	private void initialize(MockEnvironment environment) {
		this.logging.cleanUp();
		this.logging.beforeInitialize();
		this.logging.initialize(new LoggingInitializationContext(environment), null, null);
		this.logging.setLogLevel("ROOT", LogLevel.INFO);
	}

	private JsonNode line(CapturedOutput output) {
		List<String> lines = output.getOut().lines().filter((line) -> line.contains("dev.dataapi.sample")).toList();
		assertThat(lines).hasSize(1);
		return this.mapper.readTree(lines.getFirst());
	}

}
