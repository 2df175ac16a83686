package dev.dataapi.lookup;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One key on its way: waiting to be sent, sent, ended.
 * <p>
 * The fields without a getter belong to the {@link LoadQueue}. How it ended is written
 * once, before the latch opens, and read only by those who waited for that.
 */
final class Load<K> {

	final K key;

	/** Who wants it sent; empty once it is. */
	final Set<Caller<K>> callers = new LinkedHashSet<>();

	boolean sent;

	/** The load to follow this one, for those who want what is there only later. */
	@Nullable Load<K> next;

	private final CountDownLatch latch = new CountDownLatch(1);

	private @Nullable Finding finding;

	private @Nullable Throwable failure;

	private long sentAt;

	private long endedAt;

	Load(K key) {
		this.key = key;
	}

	/** Returns a load that ended as long ago as the finding is old. */
	static <K> Load<K> ended(K key, Finding finding) {
		Load<K> load = new Load<>(key);
		load.sent = true;
		load.succeed(finding, finding.sentAt());
		return load;
	}

	void succeed(Finding finding, long endedAt) {
		this.finding = finding;
		end(finding.sentAt(), endedAt);
	}

	void fail(Throwable failure, long sentAt, long endedAt) {
		this.failure = failure;
		end(sentAt, endedAt);
	}

	private void end(long sentAt, long endedAt) {
		this.sentAt = sentAt;
		this.endedAt = endedAt;
		this.latch.countDown();
	}

	/**
	 * Waits until this has ended or the deadline has come; tells whether it has ended.
	 */
	boolean await(long deadline) throws InterruptedException {
		return this.latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
	}

	/** Returns what was found, or {@code null} if this load failed. */
	@Nullable Finding finding() {
		return this.finding;
	}

	Throwable failure() {
		return Objects.requireNonNull(this.failure, "failure");
	}

	long sentAt() {
		return this.sentAt;
	}

	long endedAt() {
		return this.endedAt;
	}

}
