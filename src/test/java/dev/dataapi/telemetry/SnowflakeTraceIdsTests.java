package dev.dataapi.telemetry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Snowflake's form of trace ids.
 */
class SnowflakeTraceIdsTests {

	/** Minute 0x1c8f0c0 of 1970. */
	private static final Instant NOW = Instant.ofEpochSecond(0x1c8f0c0L * 60 + 59);

	private final SnowflakeTraceIds ids = new SnowflakeTraceIds(InstantSource.fixed(NOW));

	@Test
	void traceIdWhenGeneratedIsTheMinuteBigEndianAndTwelveRandomBytes() {
		assertThat(Stream.generate(this.ids::generateTraceId).limit(1000)).doesNotHaveDuplicates()
			.allMatch(TraceId::isValid)
			.allMatch((id) -> id.matches("01c8f0c0[0-9a-f]{24}"))
			.allMatch(this.ids::hasForm)
			.extracting((id) -> id.substring(24))
			.doesNotHaveDuplicates();
	}

	@Test
	void spanIdWhenGeneratedIsValid() {
		assertThat(Stream.generate(this.ids::generateSpanId).limit(1000)).allMatch(SpanId::isValid)
			.doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@CsvSource({ "01c8eb20,true", "01c8eb1f,false", "01c8f660,true", "01c8f661,false", "4bf92f35,false",
			"ffffffff,false", "00000000,false" })
	void traceIdWhenMoreThanADayAwayDoesNotHaveTheForm(String minutes, boolean form) {
		assertThat(this.ids.hasForm(minutes + "77b34da6a3ce929d0e0e4736")).isEqualTo(form);
	}

}
