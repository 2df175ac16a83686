package dev.dataapi.access;

import java.time.Duration;
import java.util.Objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletResponse;

/**
 * How often each caller has asked: a bucket for each limit and caller, which fills evenly
 * in the limit's window. So many callers are remembered; one that is forgotten begins
 * with a full bucket.
 */
final class RateLimits {

	/** Each takes about 400 bytes. */
	private static final int MOST_CALLERS = 10_000;

	/** The longest window of a limit, after which a bucket is full. */
	private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

	private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
		.maximumSize(MOST_CALLERS)
		.expireAfterAccess(LONGEST_WINDOW)
		.build();

	/**
	 * Counts a request, and writes into the response what remains, as the draft
	 * draft-ietf-httpapi-ratelimit-headers-11 has it.
	 * @param policy the limit's name
	 * @throws AccessException if it is one too many
	 */
	void count(String policy, RateLimit limit, String caller, HttpServletResponse response) {
		ConsumptionProbe probe = bucket(policy, limit, caller).tryConsumeAndReturnRemaining(1);
		long toFull = seconds(probe.getNanosToWaitForReset());
		response.addHeader("RateLimit-Policy",
				'"' + policy + "\";q=" + limit.requests() + ";w=" + limit.window().toSeconds());
		response.addHeader("RateLimit", '"' + policy + "\";r=" + probe.getRemainingTokens() + ";t=" + toFull);
		if (!probe.isConsumed()) {
			throw AccessException.tooMany(
					"%d requests in %d s are accepted from a caller%s.".formatted(limit.requests(),
							limit.window().toSeconds(), policy.equals(Admission.ALL_REQUESTS) ? "" : " here"),
					seconds(probe.getNanosToWaitForRefill()));
		}
	}

	/** Counts silently; false if it is one too many. */
	boolean take(String policy, RateLimit limit, String caller) {
		return bucket(policy, limit, caller).tryConsume(1);
	}

	/** How many callers are remembered, each once for each limit. */
	long callers() {
		this.buckets.cleanUp();
		return this.buckets.estimatedSize();
	}

	private Bucket bucket(String policy, RateLimit limit, String caller) {
		Key key = new Key(policy, limit, caller);
		Bucket known = this.buckets.getIfPresent(key);
		return (known != null) ? known : Objects.requireNonNull(this.buckets.get(key, (missing) -> Bucket.builder()
			.addLimit(
					(bandwidth) -> bandwidth.capacity(limit.requests()).refillGreedy(limit.requests(), limit.window()))
			.build()));
	}

	private static long seconds(long nanos) {
		return (nanos + 999_999_999) / 1_000_000_000;
	}

	private record Key(String policy, RateLimit limit, String caller) {
	}

}
