package dev.dataapi.testserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A session's last queries by request id: a retry joins the first attempt, however that
 * ended.
 */
final class RecentExecutions {

	/** A client retries only what it has not seen answered. */
	private static final int REMEMBERED = 32;

	private final Map<String, Execution> byRequestId = new LinkedHashMap<>();

	synchronized Execution join(String requestId, Supplier<Execution> start) {
		Execution execution = this.byRequestId.get(requestId);
		if (execution == null) {
			execution = start.get();
			this.byRequestId.put(requestId, execution);
			forgetOldest();
		}
		return execution;
	}

	synchronized @Nullable Execution byRequestId(String requestId) {
		return this.byRequestId.get(requestId);
	}

	synchronized @Nullable Execution byQueryId(String queryId) {
		return this.byRequestId.values()
			.stream()
			.filter((execution) -> execution.queryId().equals(queryId))
			.findFirst()
			.orElse(null);
	}

	synchronized List<Execution> all() {
		return List.copyOf(this.byRequestId.values());
	}

	private void forgetOldest() {
		if (this.byRequestId.size() > REMEMBERED) {
			this.byRequestId.values()
				.stream()
				.filter(Execution::done)
				.findFirst()
				.ifPresent(this.byRequestId.values()::remove);
		}
	}

}
