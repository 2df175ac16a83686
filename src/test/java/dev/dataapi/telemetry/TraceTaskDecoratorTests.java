package dev.dataapi.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The trace that tasks on other threads belong to.
 */
class TraceTaskDecoratorTests {

	private final SdkTracerProvider provider = SdkTracerProvider.builder().build();

	private final TaskDecorator decorator = new TracesConfiguration().traceTaskDecorator();

	private final List<SpanContext> parents = new ArrayList<>();

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void taskWhenSubmittedByARequestBelongsToItsTraceAndWhenSubmittedByATaskToNone() throws Exception {
		Span request = this.provider.get("tests").spanBuilder("request").startSpan();
		List<Runnable> submitted = new ArrayList<>();
		try (Scope scope = request.makeCurrent()) {
			assertThat(scope).isNotNull();
			submitted.add(this.decorator.decorate(() -> {
				look();
				submitted.add(this.decorator.decorate(this::look));
			}));
		}
		run(submitted.removeFirst());
		run(submitted.removeFirst());
		assertThat(this.parents).containsExactly(request.getSpanContext(), SpanContext.getInvalid());
		assertThat(Context.current()).isSameAs(Context.root());
	}

	private void look() {
		this.parents.add(Span.current().getSpanContext());
	}

	private static void run(Runnable task) throws InterruptedException {
		Thread thread = Thread.ofVirtual().start(task);
		assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
	}

}
