package dev.dataapi.telemetry;

import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Trace ids as Snowflake's trail of traces wants them: 16 bytes, of which the first four
 * are the minutes since 1970, big endian, and the other twelve random. So does
 * {@code SnowflakeTraceIdGenerator} in Snowflake's package
 * {@code snowflake-telemetry-python}, which is where the unit is from: its documentation
 * speaks of a timestamp only.
 */
class SnowflakeTraceIds implements IdGenerator {

	/** For how long a trace may have been under way when it comes here. */
	private static final long MINUTES_OF_A_DAY = TimeUnit.DAYS.toMinutes(1);

	private final InstantSource clock;

	SnowflakeTraceIds(InstantSource clock) {
		this.clock = clock;
	}

	@Override
	public String generateTraceId() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		HexFormat hex = HexFormat.of();
		return hex.toHexDigits((int) minutes()) + hex.toHexDigits(random.nextLong())
				+ hex.toHexDigits(random.nextInt());
	}

	@Override
	public String generateSpanId() {
		return IdGenerator.random().generateSpanId();
	}

	/**
	 * Whether an id has this form, with a time of the last day or, by a clock that is
	 * ahead, of the next; of random ids it is one in a million and a half.
	 */
	boolean hasForm(String traceId) {
		return Math.abs(minutes() - HexFormat.fromHexDigitsToLong(traceId, 0, 8)) <= MINUTES_OF_A_DAY;
	}

	private long minutes() {
		return TimeUnit.MILLISECONDS.toMinutes(this.clock.millis());
	}

}
