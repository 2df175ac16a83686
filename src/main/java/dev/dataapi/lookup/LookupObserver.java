package dev.dataapi.lookup;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens in an engine, to count and time it. Called on the callers' and the
 * executor's threads, never under a lock; must be thread-safe, quick, and not throw.
 */
public interface LookupObserver {

	/** Observes nothing. */
	LookupObserver NONE = new LookupObserver() {
	};

	/** A request was answered. */
	default void answered(LookupResult<?> result) {
	}

	/** A request ended without an answer. */
	default void failed(LookupException failure) {
	}

	/**
	 * A round trip ended.
	 * @param keys the number of keys in it
	 * @param took the time from sending it to its end
	 * @param failure what the source threw, or {@code null}
	 */
	default void loaded(int keys, Duration took, @Nullable Throwable failure) {
	}

}
