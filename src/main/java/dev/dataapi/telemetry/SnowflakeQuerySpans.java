package dev.dataapi.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Spans of Snowflake's queries through OpenTelemetry.
 */
class SnowflakeQuerySpans implements QuerySpans {

	private static final ContextKey<Boolean> CARRIED = ContextKey.named("carried");

	private final Tracer tracer;

	SnowflakeQuerySpans(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public QuerySpan start(String pool) {
		Span span = this.tracer.spanBuilder("query " + pool)
			.setSpanKind(SpanKind.CLIENT)
			.setAttribute("db.system", "snowflake")
			.setAttribute("db.client.connection.pool.name", pool)
			.startSpan();
		return new Started(span, span.makeCurrent());
	}

	@Override
	public Runnable carriedTo(Runnable work) {
		Context context = Context.current();
		return (context.get(CARRIED) == null) ? context.with(CARRIED, true).wrap(work) : work;
	}

	private record Started(Span span, Scope scope) implements QuerySpan {

		@Override
		public void queryId(@Nullable String id) {
			if (id != null) {
				this.span.setAttribute("db.snowflake.query_id", id);
			}
		}

		/** By its type: a message may quote what was bound. */
		@Override
		public void failed(Throwable failure) {
			this.span.setStatus(StatusCode.ERROR).setAttribute("error.type", failure.getClass().getName());
		}

		@Override
		public void close() {
			this.scope.close();
			this.span.end();
		}

	}

}
