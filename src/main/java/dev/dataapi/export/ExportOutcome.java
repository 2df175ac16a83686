package dev.dataapi.export;

import java.util.Locale;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * How an export ended, for logs and metrics.
 */
public enum ExportOutcome {

	/** All rows were written. */
	COMPLETE,

	/** Too many exports were running. */
	REFUSED,

	/** It failed before the first byte, so that the caller was told why. */
	FAILED,

	/** It failed later. */
	BROKEN,

	/** There were more rows than the report's limit. */
	TOO_MANY_ROWS,

	/** The caller read too slowly. */
	SLOW_CALLER,

	/** The caller disconnected. */
	CALLER_GONE,

	/** It took longer than an export may. */
	TOO_LONG;

	private static final String ATTRIBUTE = ExportOutcome.class.getName();

	private final String label = name().toLowerCase(Locale.ROOT);

	/** As logs and metrics have it. */
	public String label() {
		return this.label;
	}

	void mark(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	/** How a request's export ended, or nothing if it was none. */
	public static @Nullable ExportOutcome of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof ExportOutcome outcome) ? outcome : null;
	}

}
