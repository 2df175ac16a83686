package dev.dataapi.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.memory.Incoming;
import dev.dataapi.memory.MemoryPool.Reservation;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.PermissionDeniedDataAccessException;

/**
 * Reads batches from the source into memory: in one statement, or in more if one key may
 * be the reason why it fails.
 */
final class SourceReader<K> {

	private final EndpointEntries<K> entries;

	private final Reservations reservations;

	private final Ticker ticker;

	SourceReader(EndpointEntries<K> entries, Reservations reservations, Ticker ticker) {
		this.entries = entries;
		this.reservations = reservations;
		this.ticker = ticker;
	}

	/** Reads keys, and notes what goes wrong rather than throw it. */
	Values<K> read(List<K> keys, long sentAt) {
		Values<K> values = new Values<>(HashMap.newHashMap(keys.size()), HashMap.newHashMap(0));
		if (!keys.isEmpty()) {
			read(keys, sentAt, values);
		}
		return values;
	}

	private void read(List<K> keys, long sentAt, Values<K> values) {
		try (Reservation memory = this.reservations.load(keys.size())) {
			Loaded<K> found = this.reservations.loaded(memory);
			try {
				Incoming.count(found::incoming, () -> this.entries.source().load(keys, found));
			}
			finally {
				this.reservations.note(found.largest());
			}
			for (K key : keys) {
				RuntimeException failure = found.failure(key);
				if (failure != null) {
					values.failures.put(key, failure);
				}
				else {
					Entry entry = Entry.of(found.values().get(key), found.link(key), sentAt);
					this.entries.put(key, entry);
					values.entries.put(key, entry);
				}
			}
		}
		catch (Throwable ex) {
			if (keys.size() > 1 && mayBeTheFaultOfOne(ex, sentAt)) {
				read(keys.subList(0, keys.size() / 2), sentAt, values);
				read(keys.subList(keys.size() / 2, keys.size()), sentAt, values);
				return;
			}
			// An Error too: those who wait must hear of it
			keys.stream()
				.filter((key) -> !values.entries.containsKey(key))
				.forEach((key) -> values.failures.putIfAbsent(key, ex));
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Whether others of the batch may have their rows without the key that failed, such
	 * as one whose row a view cannot compute, and there is time to find out.
	 */
	private boolean mayBeTheFaultOfOne(Throwable failure, long sentAt) {
		boolean ofData = switch (failure) {
			case ValueTooLargeException tooLarge -> true;
			case DataAccessResourceFailureException unreachable -> false;
			case InvalidDataAccessResourceUsageException statement -> false;
			case DataRetrievalFailureException incomplete -> false;
			case PermissionDeniedDataAccessException refused -> false;
			case NonTransientDataAccessException other -> true;
			default -> false;
		};
		return ofData && this.ticker.read() - sentAt < this.entries.policy().deadline().dividedBy(2).toNanos();
	}

	/**
	 * What was read: for each key an entry or a failure.
	 *
	 * @param <K> the key
	 */
	record Values<K>(Map<K, Entry> entries, Map<K, Throwable> failures) {

		/** All keys failed for the same reason. */
		static <K> Values<K> refused(List<K> keys, Throwable refusal) {
			Values<K> values = new Values<>(Map.of(), new HashMap<>());
			keys.forEach((key) -> values.failures.put(key, refusal));
			return values;
		}

	}

}
