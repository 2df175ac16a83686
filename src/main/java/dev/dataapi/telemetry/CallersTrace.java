package dev.dataapi.telemetry;

import java.util.Collection;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Joins the trace that a caller's {@code traceparent} (W3C) names, if its id has
 * Snowflake's form: that caller is traced in the same account, and one trail shows both.
 * Any other id would keep the request out of Snowflake's trail, whoever sends one, so
 * such a request starts a trace of its own. The header decides nothing else: at worst a
 * caller adds to a trace or has its own request left out.
 */
class CallersTrace implements TextMapPropagator {

	private final TextMapPropagator w3c = W3CTraceContextPropagator.getInstance();

	private final SnowflakeTraceIds ids;

	CallersTrace(SnowflakeTraceIds ids) {
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
