package dev.dataapi.cache;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A source that fails now and then, and notes whatever a cache should not do to it. */
final class StressSource implements Source<Long> {

	final Queue<String> complaints = new ConcurrentLinkedQueue<>();

	final AtomicInteger failures = new AtomicInteger();

	final AtomicInteger largestBatch = new AtomicInteger();

	private final Set<Long> beingLoaded = ConcurrentHashMap.newKeySet();

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger calls = new AtomicInteger();

	private final int connections;

	private final int maxBatch;

	private final long seed;

	StressSource(int connections, int maxBatch, long seed) {
		this.connections = connections;
		this.maxBatch = maxBatch;
		this.seed = seed;
	}

	@Override
	public void load(List<Long> keys, Loaded<Long> loaded) {
		complainIf(this.running.incrementAndGet() > this.connections, "too many loads at the same time");
		complainIf(keys.isEmpty() || keys.size() > this.maxBatch, "batch of " + keys.size());
		keys.forEach((key) -> complainIf(!this.beingLoaded.add(key), "key loaded twice at the same time"));
		try {
			this.largestBatch.accumulateAndGet(keys.size(), Math::max);
			load(keys, new Random(this.seed + this.calls.incrementAndGet())).forEach(loaded::value);
		}
		finally {
			keys.forEach(this.beingLoaded::remove);
			this.running.decrementAndGet();
		}
	}

	private Map<Long, byte[]> load(List<Long> keys, Random random) {
		LockSupport.parkNanos(random.nextInt(200_000));
		if (random.nextInt(10) == 0) {
			this.failures.incrementAndGet();
			if (random.nextBoolean()) {
				throw new IllegalStateException("down");
			}
			throw new StackOverflowError();
		}
		Map<Long, byte[]> rows = new HashMap<>();
		keys.stream().filter(StressSource::exists).forEach((key) -> rows.put(key, row(key)));
		return rows;
	}

	private void complainIf(boolean wrong, String complaint) {
		if (wrong) {
			this.complaints.add(complaint);
		}
	}

	static boolean exists(long key) {
		return key % 5 != 0;
	}

	static byte[] row(long key) {
		return "%0100d".formatted(key).getBytes(StandardCharsets.US_ASCII);
	}

}
