package dev.dataapi.lookup;

import org.jspecify.annotations.Nullable;

/** A look-up that ended without an answer; the subclass says why. */
public abstract sealed class LookupException extends RuntimeException
		permits LookupClosedException, LookupFailedException, LookupInterruptedException, LookupOverloadedException,
		LookupTimeoutException, NotRememberedException {

	private static final long serialVersionUID = 1L;

	LookupException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	LookupException(String message, boolean stackTrace) {
		super(message, null, stackTrace, stackTrace);
	}

}
