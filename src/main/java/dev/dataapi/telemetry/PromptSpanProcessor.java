package dev.dataapi.telemetry;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Leaves a receiver that does not answer behind when the service stops: the last spans
 * get three seconds to be taken, for which a platform has the time.
 */
class PromptSpanProcessor implements SpanProcessor {

	private static final long SECONDS_TO_STOP = 3;

	private final SpanProcessor processor;

	PromptSpanProcessor(SpanProcessor processor) {
		this.processor = processor;
	}

	@Override
	public CompletableResultCode shutdown() {
		this.processor.shutdown().join(SECONDS_TO_STOP, TimeUnit.SECONDS);
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
		this.processor.onStart(parent, span);
	}

	@Override
	public boolean isStartRequired() {
		return this.processor.isStartRequired();
	}

	@Override
	public void onEnd(ReadableSpan span) {
		this.processor.onEnd(span);
	}

	@Override
	public boolean isEndRequired() {
		return this.processor.isEndRequired();
	}

	@Override
	public CompletableResultCode forceFlush() {
		return this.processor.forceFlush();
	}

}
