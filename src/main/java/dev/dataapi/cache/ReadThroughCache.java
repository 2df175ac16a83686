package dev.dataapi.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.Load.Looked;
import dev.dataapi.cache.Load.Result;
import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.memory.MemoryPool.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * Answers the reads of one endpoint: from memory while an entry is fresh, else from the
 * warehouse, and from a stale entry if the warehouse fails.
 * <p>
 * This assumes that a statement costs far more than a key in it, that values may be as
 * old as the time to live, and that callers can afford to block, as virtual threads can.
 * A caller waits until its own deadline at most, and never inside a lock or a map's
 * compute function. Callers that share a load are told the same outcome.
 * <p>
 * Thread-safe.
 *
 * @param <K> the key, with {@code equals} and {@code hashCode} by value
 */
public final class ReadThroughCache<K> {

	/** How much memory a value takes while its other form grows, in its own sizes. */
	private static final long FORM_FACTOR = 4;

	private final EndpointEntries<K> entries;

	private final CachePolicy policy;

	private final Ticker ticker;

	private final CacheMeters meters;

	private final Reservations reservations;

	private final BatchLoader<K> loader;

	private final SecondLevel.View<K> secondLevel;

	private final Invalidator<K> invalidator;

	/** {@code null} if nothing is shared. */
	private final @Nullable RefreshAhead<K> refreshAhead;

	ReadThroughCache(String endpoint, CachePolicy policy, Source<K> source, EntryStore store, ConnectionShares shares,
			CacheEnvironment environment, CacheMeters meters) {
		SecondLevel level = policy.ttl().isPositive() ? environment.secondLevel() : SecondLevel.NONE;
		this.policy = policy;
		this.ticker = environment.ticker();
		this.entries = new EndpointEntries<>(endpoint, policy, source, store, this.ticker, level::longestAge);
		this.meters = meters;
		this.reservations = new Reservations(environment.memory(), policy);
		this.secondLevel = level.open(this.entries);
		this.loader = new BatchLoader<>(this.entries, this.secondLevel, this.reservations, shares, environment,
				this.meters);
		this.invalidator = new Invalidator<>(this.entries, this.secondLevel, this.ticker);
		this.refreshAhead = (level != SecondLevel.NONE) ? new RefreshAhead<>(this.loader, policy.ttl(), this.ticker)
				: null;
	}

	/**
	 * Answers with an array of the values that the keys have, in the keys' order.
	 * @param form what the values are written as
	 * @throws ReadException if there is no answer for one of the keys
	 */
	public CachedResponse array(List<K> keys, CacheMode mode, Representation form) {
		Read read = read(keys, mode);
		if (form != Representation.JSON) {
			for (int i = 0; i < keys.size(); i++) {
				read.entries.set(i, in(form, keys.get(i), Objects.requireNonNull(read.entries.get(i)), false, read));
			}
		}
		List<Entry> values = read.values();
		List<byte[]> parts = CachedResponse.array(values, form);
		return respond(form, parts, CachedResponse.etag(values, form), null, read, mode,
				() -> Gzip.encode(parts, CachedResponse.size(parts)));
	}

	/**
	 * Answers with the value of a key that has one.
	 * @param form what the value is written as
	 * @throws ReadException if there is no answer
	 */
	public CachedResponse value(K key, CacheMode mode, Representation form) {
		Read read = read(List.of(key), mode);
		Entry entry = in(form, key, Objects.requireNonNull(read.entries.getFirst()), true, read);
		return respond(form, List.of(Objects.requireNonNull(entry.value())), Objects.requireNonNull(entry.etag()),
				entry.link(), read, mode, () -> this.entries.gzip(key, entry));
	}

	/**
	 * Returns an entry's value in another form. Whoever asks for it first makes it, and
	 * others wait; a large one is made in memory that is reserved.
	 */
	private Entry in(Representation form, K key, Entry entry, boolean whole, Read read) {
		byte[] json = entry.value();
		if (form == Representation.JSON || json == null) {
			return entry;
		}
		FutureTask<Entry> task = this.entries.in(form, key, entry, whole);
		if (!task.isDone()) {
			long end = (read.end != 0) ? read.end : System.nanoTime() + this.policy.deadline().toNanos();
			// Who waits for memory holds none
			read.release();
			try (Reservation memory = reserve(() -> this.reservations.answer(List.of(json), null, end))) {
				if (memory != null) {
					// If the pool is full, it holds others back, and is not refused
					memory.growTo(FORM_FACTOR * json.length);
				}
				task.run();
				task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				throw failed(new ReadException(Reason.TIMEOUT, "Not written as " + form.name() + " in time", ex));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw failed(new ReadException(Reason.INTERRUPTED, "Interrupted while waiting for a form", ex));
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException("A value could not be written as " + form.name(), ex.getCause());
			}
		}
		return task.resultNow();
	}

	private CachedResponse respond(Representation form, List<byte[]> parts, String etag, @Nullable String link,
			Read read, CacheMode mode, Supplier<byte[]> compressed) {
		Reservation memory = reserve(() -> this.reservations.answer(parts, read.memory, read.end));
		Outcome outcome = read.outcome(mode, this.policy.ttl());
		this.meters.answered(outcome);
		return new CachedResponse(form, parts, etag, link, outcome, memory, compressed);
	}

	private @Nullable Reservation reserve(Supplier<@Nullable Reservation> reservation) {
		try {
			return reservation.get();
		}
		catch (ReadException ex) {
			throw failed(ex);
		}
	}

	private Read read(List<K> keys, CacheMode mode) {
		Read read = new Read(keys.size(), this.ticker.read());
		Set<K> missing = null;
		for (K key : keys) {
			Entry entry = this.entries.get(key);
			read.entries.add(entry);
			if (entry != null && mode != CacheMode.NO_CACHE && this.entries.isFresh(entry, read.now)) {
				hit(key, entry, read.now);
			}
			else {
				missing = (missing != null) ? missing : new LinkedHashSet<>();
				missing.add(key);
				this.entries.countMiss();
			}
		}
		if (missing != null) {
			if (mode == CacheMode.ONLY_IF_CACHED) {
				throw new ReadException(Reason.NOT_CACHED, "Not cached", null);
			}
			load(read, keys, missing, mode == CacheMode.NO_CACHE);
		}
		return read;
	}

	private void hit(K key, Entry entry, long now) {
		this.entries.countHit(entry);
		if (this.refreshAhead != null) {
			this.refreshAhead.consider(key, entry, now);
		}
	}

	private void load(Read read, List<K> keys, Set<K> missing, boolean reload) {
		long end = System.nanoTime() + this.policy.deadline().toNanos();
		read.end = end;
		read.memory = reserve(() -> this.reservations.expect(missing.size(), end));
		try {
			Map<K, Result> results = Map.of();
			ReadException refusal = null;
			try {
				results = this.loader.load(missing, reload, end);
			}
			catch (ReadException ex) {
				refusal = ex;
			}
			read.time(results.values(), this.ticker.read());
			for (int i = 0; i < keys.size(); i++) {
				Result result = results.get(keys.get(i));
				if (result != null && result.entry() != null) {
					read.loaded(i, result);
				}
				else if (missing.contains(keys.get(i))) {
					ReadException failure = (result != null) ? failure(result) : refusal;
					serveStale(read, i, keys.get(i), reload, Objects.requireNonNull(failure));
				}
			}
		}
		catch (RuntimeException | Error ex) {
			read.release();
			throw ex;
		}
	}

	private static ReadException failure(Result result) {
		Throwable cause = Objects.requireNonNull(result.failure());
		return (cause instanceof ReadException refused) ? refused
				: new ReadException(Reason.FAILED, "The load failed", cause);
	}

	private void serveStale(Read read, int index, K key, boolean reload, ReadException failure) {
		// The second level may have added an entry meanwhile
		Entry latest = this.entries.get(key);
		Entry entry = (latest != null) ? latest : read.entries.get(index);
		if (entry == null || reload || !this.entries.isServedOnError(key, entry, read.now)) {
			throw failed(failure);
		}
		read.entries.set(index, entry);
		read.stale += this.entries.isFresh(entry, read.now) ? 0 : 1;
	}

	private ReadException failed(ReadException ex) {
		this.meters.failed(ex.getReason());
		return ex;
	}

	String endpoint() {
		return this.entries.endpoint();
	}

	/** Whether other instances share the entries. */
	boolean isShared() {
		return this.refreshAhead != null;
	}

	/** Voids what is cached. */
	public Invalidator<K> invalidator() {
		return this.invalidator;
	}

	/**
	 * Gives back what it shares with other caches, as far as no load needs it. Callers
	 * that still come are answered.
	 */
	void retire() {
		this.loader.retire();
		this.secondLevel.close();
		this.entries.clear();
	}

	/** Refuses reads that need a load, and waits until then for loads in flight. */
	void close(long end) {
		this.loader.close(end);
	}

	/** What one caller's read has found so far, and how. */
	private static final class Read {

		/** For each key what is served, or was cached if that is not known. */
		private final List<@Nullable Entry> entries;

		/** When the read began. */
		private final long asked;

		/** The time by which entries are judged. */
		private long now;

		/** Until when the caller waits, zero if it has not waited for anything. */
		private long end;

		/** What is reserved for the answer already. */
		private @Nullable Reservation memory;

		private int misses;

		private int stale;

		private int sharedHits;

		private int sharedMisses;

		private Duration waited = Duration.ZERO;

		private Duration loaded = Duration.ZERO;

		Read(int size, long now) {
			this.entries = new ArrayList<>(size);
			this.asked = now;
			this.now = now;
		}

		void release() {
			if (this.memory != null) {
				this.memory.close();
				this.memory = null;
			}
		}

		/** Takes the times of the load that ended last. */
		void time(Collection<Result> results, long now) {
			this.now = now;
			long sentAt = this.asked;
			long endedAt = this.asked;
			for (Result result : results) {
				if (result.endedAt() - endedAt > 0) {
					sentAt = result.sentAt();
					endedAt = result.endedAt();
				}
			}
			long wait = Math.max(0, sentAt - this.asked);
			this.waited = Duration.ofNanos(wait);
			this.loaded = Duration.ofNanos(endedAt - this.asked - wait);
		}

		void loaded(int index, Result result) {
			this.entries.set(index, result.entry());
			this.misses++;
			this.sharedHits += (result.secondLevel() == Looked.HIT) ? 1 : 0;
			this.sharedMisses += (result.secondLevel() == Looked.MISS) ? 1 : 0;
		}

		/** The entries that are not negative. */
		List<Entry> values() {
			List<Entry> values = new ArrayList<>(this.entries.size());
			for (Entry entry : this.entries) {
				if (entry != null && entry.value() != null) {
					values.add(entry);
				}
			}
			return values;
		}

		Outcome outcome(CacheMode mode, Duration ttl) {
			// An entry may have been asked for since the clock was read
			long age = 0;
			for (Entry entry : this.entries) {
				age = Math.max(age, Objects.requireNonNull(entry).age(this.now));
			}
			int hits = this.entries.size() - this.misses - this.stale;
			return new Outcome(mode, hits, this.misses, this.stale, this.sharedHits, this.sharedMisses,
					Duration.ofNanos(age), ttl, this.waited, this.loaded);
		}

	}

}
