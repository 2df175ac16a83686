package dev.dataapi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A query under way, as a trace shows it until it is closed. Of a statement it takes
 * neither text nor values, only the id under which QUERY_HISTORY shows it.
 */
public interface QuerySpan extends AutoCloseable {

	/** Where nothing is traced. */
	QuerySpan NONE = new QuerySpan() {
	};

	default void queryId(@Nullable String id) {
	}

	default void failed(Throwable failure) {
	}

	@Override
	default void close() {
	}

}
