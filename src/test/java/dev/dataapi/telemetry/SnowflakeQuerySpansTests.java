package dev.dataapi.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where queries stand in traces when other threads make them.
 */
class SnowflakeQuerySpansTests {

	private final List<SpanData> ended = new ArrayList<>();

	private final SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(new Keep()).build();

	private final Tracer tracer = this.provider.get("tests");

	private final QuerySpans spans = new SnowflakeQuerySpans(this.tracer);

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void queryWhenSentOffByARequestStandsBelowItAndElseInATraceOfItsOwn() throws Exception {
		Span request = this.tracer.spanBuilder("request").startSpan();
		List<Runnable> left = new ArrayList<>();
		try (Scope scope = request.makeCurrent()) {
			assertThat(scope).isNotNull();
			left.add(this.spans.carriedTo(() -> {
				query("first");
				left.add(this.spans.carriedTo(() -> query("second")));
			}));
		}
		run(left.removeFirst());
		run(left.removeFirst());
		assertThat(this.ended).extracting(SpanData::getName).containsExactly("query first", "query second");
		assertThat(this.ended.getFirst().getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
		assertThat(this.ended.getLast().getParentSpanContext().isValid()).isFalse();
		assertThat(this.ended.getLast().getTraceId()).isNotEqualTo(request.getSpanContext().getTraceId());
	}

	@Test
	void queryWhenFailedTellsTheTypeAndNotTheText() {
		try (QuerySpan span = this.spans.start("reports")) {
			span.queryId("01b2");
			span.failed(new IllegalStateException("value 4711"));
		}
		SpanData query = this.ended.getFirst();
		assertThat(query.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(query.getStatus()).isEqualTo(StatusData.error());
		assertThat(query.getEvents()).isEmpty();
		assertThat(query.getAttributes().asMap()).extractingFromEntries(String::valueOf)
			.containsExactlyInAnyOrder("db.client.connection.pool.name=reports", "db.snowflake.query_id=01b2",
					"db.system=snowflake", "error.type=java.lang.IllegalStateException");
		assertThat(Context.current()).isSameAs(Context.root());
	}

	private void query(String pool) {
		this.spans.start(pool).close();
	}

	private static void run(Runnable work) throws InterruptedException {
		Thread thread = Thread.ofVirtual().start(work);
		assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
	}

	private final class Keep implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			SnowflakeQuerySpansTests.this.ended.add(span.toSpanData());
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
