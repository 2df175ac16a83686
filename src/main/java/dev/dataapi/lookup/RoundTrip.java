package dev.dataapi.lookup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * One call of the source, for a batch of keys. Belongs to the thread that makes it.
 */
final class RoundTrip<K> {

	private final List<Load<K>> batch;

	private final Ticker ticker;

	private final List<Finding> findings = new ArrayList<>();

	private @Nullable Throwable failure;

	private long sentAt;

	private long endedAt;

	RoundTrip(List<Load<K>> batch, Ticker ticker) {
		this.batch = batch;
		this.ticker = ticker;
	}

	List<Load<K>> batch() {
		return this.batch;
	}

	/** Loads the keys and remembers what was found; a failure is kept, not thrown. */
	void make(LookupSource<K> source, LookupCache<K> cache) {
		this.sentAt = this.ticker.read();
		try {
			Map<K, byte[]> rows = source.load(this.batch.stream().map((load) -> load.key).toList());
			for (Load<K> load : this.batch) {
				Finding finding = new Finding(rows.get(load.key), this.sentAt);
				cache.remember(load.key, finding);
				this.findings.add(finding);
			}
		}
		catch (Throwable ex) {
			// An Error too: those who wait for this must hear of it, from the engine
			this.failure = ex;
		}
		this.endedAt = this.ticker.read();
	}

	/** Takes note that the call could not even be made. */
	void fail(Throwable failure) {
		this.failure = failure;
		this.sentAt = this.ticker.read();
		this.endedAt = this.sentAt;
	}

	void tellCallers() {
		for (int i = 0; i < this.batch.size(); i++) {
			if (this.failure != null) {
				this.batch.get(i).fail(this.failure, this.sentAt, this.endedAt);
			}
			else {
				this.batch.get(i).succeed(this.findings.get(i), this.endedAt);
			}
		}
	}

	void tell(LookupObserver observer) {
		observer.loaded(this.batch.size(), Duration.ofNanos(this.endedAt - this.sentAt), this.failure);
	}

}
