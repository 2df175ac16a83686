package dev.dataapi.telemetry;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.trace.IdGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Generates trace ids in the form that Snowflake's trail of traces requires: 16 bytes, of
 * which the first four are the minutes since 1970, big endian, and the others random.
 * Snowflake's documentation mentions only a timestamp; the unit is from
 * {@code SnowflakeTraceIdGenerator} in its package {@code snowflake-telemetry-python}.
 */
class SnowflakeTraceIds implements IdGenerator {

	private static final long MAX_AGE_MINUTES = TimeUnit.DAYS.toMinutes(1);

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
	 * Whether an id has this form and a time at most one day in the past, or in the
	 * future, as clocks differ. About one random id in 1.5 million passes.
	 */
	boolean hasForm(String traceId) {
		return Math.abs(minutes() - HexFormat.fromHexDigitsToLong(traceId, 0, 8)) <= MAX_AGE_MINUTES;
	}

	private long minutes() {
		return TimeUnit.MILLISECONDS.toMinutes(this.clock.millis());
	}

	/**
	 * Joins the trace named by a caller's {@code traceparent} (W3C) if its id has
	 * Snowflake's form, so that callers in the same account share one trace with this
	 * service. A request with any other id starts a new trace: with a foreign id,
	 * Snowflake's trail would not show it. A caller can use the header only to add to a
	 * trace or to leave its own request out of sampling.
	 */
	static class Propagator implements TextMapPropagator {

		private final TextMapPropagator w3c = W3CTraceContextPropagator.getInstance();

		private final SnowflakeTraceIds ids;

		Propagator(SnowflakeTraceIds ids) {
			this.ids = ids;
		}

		@Override
		public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
			Context extracted = this.w3c.extract(context, carrier, getter);
			SpanContext caller = Span.fromContext(extracted).getSpanContext();
			return (caller.isValid() && this.ids.hasForm(caller.getTraceId())) ? extracted : context;
		}

		@Override
		public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
			this.w3c.inject(context, carrier, setter);
		}

		@Override
		public Collection<String> fields() {
			return this.w3c.fields();
		}

	}

}
