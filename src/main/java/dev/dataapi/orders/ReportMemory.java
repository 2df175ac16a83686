package dev.dataapi.orders;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.lookup.Answer;
import dev.dataapi.lookup.CacheProperties;
import dev.dataapi.lookup.Freshness;
import dev.dataapi.lookup.LookupOverloadedException;
import dev.dataapi.lookup.LookupTiming;
import dev.dataapi.lookup.NotRememberedException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.stereotype.Component;

/**
 * Answers with a report, remembered or not, as the caller accepts it, and tells which it
 * was.
 */
@Component
public class ReportMemory {

	private final CaffeineCacheManager caches;

	private final Duration ttl;

	private final Ticker ticker;

	private final ReportLimit limit;

	ReportMemory(@Qualifier("reportCacheManager") CaffeineCacheManager caches, CacheProperties properties,
			ObjectProvider<Ticker> ticker, ReportLimit limit) {
		this.caches = caches;
		this.ttl = properties.ttl();
		this.ticker = ticker.getIfAvailable(Ticker::systemTicker);
		this.limit = limit;
	}

	/**
	 * Answers with a report.
	 * @param cache the name of the report's cache
	 * @param key the report's key there
	 * @param accepted what the caller accepts
	 * @param find finds the report through that cache
	 * @return the answer
	 * @throws NotRememberedException if the caller accepts only what is remembered, and
	 * it is not
	 * @throws LookupOverloadedException if it would have to be read, and too many are
	 */
	public Answer answer(String cache, Object key, Freshness accepted, Supplier<Report> find) {
		Cache<Object, Object> memory = memory(cache);
		Object remembered = memory.policy().getIfPresentQuietly(key);
		if (accepted == Freshness.REMEMBERED && remembered == null) {
			throw new NotRememberedException();
		}
		long asked = this.ticker.read();
		Report report;
		if (accepted == Freshness.RELOADED) {
			report = this.limit.read(() -> {
				memory.invalidate(key);
				return find.get();
			});
		}
		else {
			report = (remembered != null) ? find.get() : this.limit.read(find);
		}
		long now = this.ticker.read();
		boolean hit = report == remembered;
		Duration age = Duration.ofNanos(now - report.readAt());
		Duration left = this.ttl.minus(age);
		LookupTiming timing = hit ? new LookupTiming(Duration.ZERO, Duration.ZERO)
				: new LookupTiming(Duration.ofNanos(Math.max(0, now - asked - report.took().toNanos())), report.took());
		return new Answer(report.json(), report.fingerprint(), hit ? 1 : 0, hit ? 0 : 1, 0, age,
				left.isNegative() ? Duration.ZERO : left, Duration.ZERO, timing, accepted);
	}

	private Cache<Object, Object> memory(String cache) {
		CaffeineCache known = (CaffeineCache) Objects.requireNonNull(this.caches.getCache(cache), cache);
		return known.getNativeCache();
	}

}
