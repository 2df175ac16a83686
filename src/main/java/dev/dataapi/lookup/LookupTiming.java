package dev.dataapi.lookup;

import java.time.Duration;
import java.util.Collection;

/**
 * Where the time of a request went that had to load something, seen from the load that
 * ended last. Zero where nothing was loaded.
 *
 * @param waited the time until that load was sent; zero if it was under way already
 * @param loaded the time from then to its end
 */
public record LookupTiming(Duration waited, Duration loaded) {

	static final LookupTiming NONE = new LookupTiming(Duration.ZERO, Duration.ZERO);

	static <K> LookupTiming of(Collection<Load<K>> loads, long asked) {
		long sentAt = asked;
		long endedAt = asked;
		for (Load<K> load : loads) {
			if (load.endedAt() - endedAt > 0) {
				sentAt = load.sentAt();
				endedAt = load.endedAt();
			}
		}
		long waited = Math.max(0, sentAt - asked);
		return new LookupTiming(Duration.ofNanos(waited), Duration.ofNanos(endedAt - asked - waited));
	}

}
