package dev.dataapi.cache;

import org.jspecify.annotations.Nullable;

/**
 * A read that ended without an answer.
 */
public final class ReadException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/** Has a stack trace only if there is a cause: refusing must be cheap. */
	public ReadException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause, cause != null, cause != null);
		this.reason = reason;
	}

	public Reason getReason() {
		return this.reason;
	}

	/** Why there is no answer. */
	public enum Reason {

		/** The load failed; the cause tells how. */
		FAILED,

		/** The answer had not come by the caller's deadline. */
		TIMEOUT,

		/** Too many keys were waiting for a connection already. */
		OVERLOADED,

		/** Other loads and answers have the memory that this one needs. */
		MEMORY_IN_USE,

		/** The caller accepts only what is cached, and it was not. */
		NOT_CACHED,

		/** The caller's thread was interrupted. */
		INTERRUPTED,

		/** The service is stopping. */
		CLOSED

	}

}
