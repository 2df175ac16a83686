package dev.dataapi.cache;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A key's load: a node of the {@link LoadQueue}, whose monitor guards all that is not
 * final, and the promise of a result, which those who wait for it share.
 */
final class Load<K> {

	private final K key;

	private final CompletableFuture<Result> result = new CompletableFuture<>();

	State state = State.ADMITTED;

	/** Whether what is cached will not do, in the second level either. */
	boolean reload;

	/** Before when the data were others, {@code null} if that is not known. */
	@Nullable Long validFrom;

	/** How many callers wait for it. */
	int waiters;

	/** Whether a caller waits for it alone. */
	boolean single;

	@Nullable Load<K> next;

	long sentAt;

	/**
	 * Creates a load that no queue has admitted.
	 * @param key the key
	 * @param reload whether only a load that is sent from now on will do
	 * @param validFrom before when the data were others, in the cache's time
	 */
	Load(K key, boolean reload, @Nullable Long validFrom) {
		this.key = key;
		this.reload = reload;
		this.validFrom = validFrom;
	}

	boolean needsLaterThan(Load<K> running) {
		return this.reload || isBefore(running.sentAt, this.validFrom);
	}

	boolean accepts(Entry entry) {
		return !this.reload && !isBefore(entry.sentAt(), this.validFrom);
	}

	void join(Load<K> other) {
		this.reload |= other.reload;
		if (other.validFrom != null && (this.validFrom == null || isBefore(this.validFrom, other.validFrom))) {
			this.validFrom = other.validFrom;
		}
	}

	private static boolean isBefore(long time, @Nullable Long other) {
		return other != null && time - other < 0;
	}

	K key() {
		return this.key;
	}

	boolean reload() {
		return this.reload;
	}

	/** Ends the promise, when the queue has ended the load. */
	void complete(Result result) {
		this.result.complete(result);
	}

	CompletableFuture<Result> result() {
		return this.result;
	}

	enum State {

		/** The caller that wants it has not enqueued it. */
		ADMITTED,

		/** An earlier load of its key is in flight. */
		HELD_BACK,

		/** In a lane. */
		QUEUED,

		/** Taken by a thread that loads it. */
		SENT,

		/** Removed from the queue. */
		ENDED

	}

	/**
	 * How a load ended.
	 *
	 * @param entry what was found, {@code null} if the load failed
	 * @param failure what went wrong, {@code null} if nothing did
	 * @param secondLevel what the second level had
	 * @param sentAt when it was sent, in the cache's time
	 * @param endedAt when it ended
	 */
	record Result(@Nullable Entry entry, @Nullable Throwable failure, Looked secondLevel, long sentAt, long endedAt) {

		/** An entry that was cached by the time that the load was admitted. */
		static Result cached(Entry entry) {
			return new Result(entry, null, Looked.UNASKED, entry.sentAt(), entry.sentAt());
		}

	}

	/** What the second level had for a load. */
	enum Looked {

		/** It was not asked: there is none, or it fails. */
		UNASKED,

		/** A fresh entry. */
		HIT,

		/** None that is fresh, or it was not to be looked for. */
		MISS

	}

}
