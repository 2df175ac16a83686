package dev.dataapi.cache.shared;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.cache.EndpointEntries;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's invalidations on the shared server, the last thousand of them, which all
 * versions of the endpoint and of the program follow.
 * <p>
 * Each has the moment of the server's clock until which it voids what was asked for. So
 * it holds for entries of whatever age, for those in flight at that moment, and for
 * instances that start later. The list does not expire, since nobody knows for how long
 * another version keeps its entries. It also says when it begins: if the server has lost
 * a list, what is older than the next one may be void.
 */
final class InvalidationLog {

	/** How many the server keeps. */
	private static final int MAX = 1000;

	/** The longest text of a key: a longer one, or more keys than are kept, mean all. */
	private static final int LONGEST_TEXT = 4000;

	/** By how much the list may be out of order, in milliseconds. */
	private static final long DISORDER = TimeUnit.MINUTES.toMillis(1);

	private static final char BEGIN = '+';

	private static final char ALL = '*';

	private static final char KEY = '=';

	private final GuardedStore store;

	private final String name;

	private final EndpointEntries<?> entries;

	private final Ticker ticker;

	/** As on the server when it was last read, and those of this instance. */
	private Set<String> known = new LinkedHashSet<>();

	/** The last one when the list was last read. */
	private volatile @Nullable String last;

	/** Entries must have been asked for later, by the server's clock. */
	private volatile long begin;

	InvalidationLog(GuardedStore store, String name, EndpointEntries<?> entries, Ticker ticker) {
		this.store = store;
		this.name = name;
		this.entries = entries;
		this.ticker = ticker;
	}

	String name() {
		return this.name;
	}

	/** Whether it has been read, without which no entry can be trusted. */
	boolean isFollowed() {
		return this.last != null;
	}

	/** Whether an entry is older than the list. */
	boolean predates(long askedAt) {
		return askedAt < this.begin;
	}

	/**
	 * Follows the list if its last element is another than before.
	 * @param last its last element, {@code null} if there is no list
	 * @return whether all of it is followed now
	 */
	boolean follow(byte @Nullable [] last) {
		return (last != null && text(last).equals(this.last)) || follow();
	}

	/** Reads and follows the whole list; tells whether it could be read. */
	boolean follow() {
		SharedStore.Found found = this.store.read(null, (store) -> store.list(this.name));
		if (found == null) {
			return false;
		}
		List<String> lost = follow(found, this.ticker.read());
		if (!lost.isEmpty() && append(lost)) {
			synchronized (this) {
				this.known.addAll(lost);
			}
		}
		return true;
	}

	/** Follows what is new; returns what the server lacks. */
	private synchronized List<String> follow(SharedStore.Found found, long now) {
		List<String> list = found.values().stream().map(InvalidationLog::text).toList();
		boolean first = !isFollowed();
		boolean full = list.size() >= MAX;
		for (String element : list) {
			if (!this.known.contains(element)) {
				follow(Invalidation.of(element), found.time(), now, first);
			}
		}
		if (full && !this.known.contains(list.getFirst())) {
			missed(Invalidation.of(list.getFirst()), found.time(), now);
		}
		List<String> lost = full ? List.of() : lost(list);
		if (!full && list.stream().noneMatch((element) -> Invalidation.of(element).kind() == BEGIN)) {
			lost.add(element(found.time(), BEGIN, ""));
			this.begin = first ? found.time() : this.begin;
		}
		this.known = new LinkedHashSet<>(list);
		this.last = list.isEmpty() ? "" : list.getLast();
		return lost;
	}

	/** Those which this instance knows and the server no longer has. */
	private List<String> lost(List<String> list) {
		List<String> lost = new ArrayList<>(this.known);
		lost.removeAll(new LinkedHashSet<>(list));
		lost.removeIf((element) -> Invalidation.of(element).kind() == BEGIN);
		return lost;
	}

	private void follow(Invalidation invalidation, long time, long now, boolean first) {
		long at = moment(invalidation.time(), time, now);
		switch (invalidation.kind()) {
			case BEGIN -> this.begin = first ? Math.max(this.begin, invalidation.time()) : this.begin;
			case ALL -> this.entries.invalidate(at);
			case KEY -> this.entries.invalidate(invalidation.text(), at);
			// Of a program that is newer than this one
			default -> this.entries.invalidate(now);
		}
	}

	/** The server has dropped some that this instance has not seen. */
	private void missed(Invalidation oldest, long time, long now) {
		this.begin = Math.max(this.begin, Math.min(time, oldest.time() + DISORDER));
		this.entries.invalidate(moment(oldest.time() + DISORDER, time, now));
	}

	/** A moment of the server's clock by this instance's, not earlier than it was. */
	private static long moment(long at, long time, long now) {
		return now - TimeUnit.MILLISECONDS.toNanos(Math.max(0, time - at));
	}

	/**
	 * Voids entries for all who share them.
	 * @param texts the keys as the endpoint's source writes them, or {@code null} for all
	 * @return whether those who share them could be told
	 */
	boolean add(@Nullable Collection<String> texts) {
		// What is asked for from now on sees the change that the caller has made
		SharedStore.Found clock = this.store.read(null, (store) -> store.get(List.of()));
		if (clock == null) {
			return false;
		}
		boolean all = texts == null || texts.size() > MAX
				|| texts.stream().anyMatch((text) -> text.length() > LONGEST_TEXT);
		List<String> added = (texts == null || all) ? List.of(element(clock.time(), ALL, ""))
				: texts.stream().map((text) -> element(clock.time(), KEY, text)).toList();
		if (!added.isEmpty() && !append(added)) {
			return false;
		}
		synchronized (this) {
			this.known.addAll(added);
		}
		return true;
	}

	private boolean append(List<String> elements) {
		return this.store.write(null, (store) -> store.append(this.name, elements, MAX));
	}

	/** With a random part: there may be several of the same moment. */
	private static String element(long time, char kind, String text) {
		return time + " " + UUID.randomUUID() + " " + kind + text;
	}

	private static String text(byte @Nullable [] element) {
		return (element != null) ? new String(element, StandardCharsets.UTF_8) : "";
	}

	/**
	 * An element of the list.
	 *
	 * @param time until when it voids what was asked for, by the server's clock
	 * @param kind what it voids
	 * @param text the key, if it voids one
	 */
	private record Invalidation(long time, char kind, String text) {

		private static final Invalidation UNKNOWN = new Invalidation(0, '?', "");

		static Invalidation of(String element) {
			String[] parts = element.split(" ", 3);
			try {
				return (parts.length == 3 && !parts[2].isEmpty())
						? new Invalidation(Long.parseLong(parts[0]), parts[2].charAt(0), parts[2].substring(1))
						: UNKNOWN;
			}
			catch (NumberFormatException ex) {
				return UNKNOWN;
			}
		}

	}

}
