package dev.dataapi.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A level behind the memory of this instance, which other instances share.
 * <p>
 * It may fail at any time: a cache then does without.
 */
public interface SecondLevel {

	/**
	 * How old an entry may be that is served as fresh while it is not known what other
	 * instances invalidate.
	 */
	Duration LONGEST_UNFOLLOWED = Duration.ofMinutes(1);

	/** No second level. */
	SecondLevel NONE = new SecondLevel() {

		@Override
		public <K> View<K> open(EndpointEntries<K> entries) {
			return new View<>() {
			};
		}

		@Override
		public long longestAge(long now) {
			return Long.MAX_VALUE;
		}

	};

	/**
	 * Opens the level for an endpoint.
	 * @param entries its entries in this instance's memory, of which the level voids what
	 * other instances invalidate
	 */
	<K> View<K> open(EndpointEntries<K> entries);

	/**
	 * Tells how old an entry in memory may be that is served as fresh.
	 * @param now the cache's time
	 * @return the age in nanoseconds
	 */
	long longestAge(long now);

	/**
	 * The level, as far as one endpoint goes; unless implemented, of an instance that
	 * shares nothing.
	 *
	 * @param <K> the key
	 */
	interface View<K> {

		/**
		 * Looks for keys in one round trip.
		 * @param keys the keys; there may be none, if something will be stored
		 * @return what was found, {@code null} if the level cannot be asked
		 */
		default @Nullable Found<K> find(List<K> keys) {
			return null;
		}

		/** Follows the others' invalidations no longer. */
		default void close() {
		}

		/** Counts keys by whether a fresh entry was found. */
		default void count(int hits, int misses) {
		}

		/**
		 * Voids entries for all who share them, except in this instance's memory.
		 * @param keys the keys, {@code null} for all
		 * @return whether the others could be told
		 */
		default boolean invalidate(@Nullable Collection<K> keys) {
			return true;
		}

	}

	/**
	 * What was found.
	 *
	 * @param <K> the key
	 * @param entries the entries that may be served, fresh or stale, in a map of the
	 * caller's own
	 * @param store stores what the warehouse answers when it is asked after that
	 */
	record Found<K>(Map<K, Entry> entries, Consumer<Map<K, Entry>> store) {
	}

}
