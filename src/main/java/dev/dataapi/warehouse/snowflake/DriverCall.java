package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import javax.net.ssl.SSLPeerUnverifiedException;

import dev.dataapi.memory.Incoming;
import net.snowflake.client.jdbc.internal.apache.http.client.methods.HttpUriRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataRetrievalFailureException;

/**
 * A call into the driver with all HTTP requests that it sends, which can be given up:
 * their connections are then closed, so that nothing waits for an answer any more.
 * Thread-safe.
 *
 * <p>
 * The driver itself cannot be stopped: it ignores interrupts, its timeouts are for each
 * read of a socket, and {@code Connection.abort} sends a request.
 */
final class DriverCall {

	/** For requests without a caller, as when the pool logs out: they share a thread. */
	private static final Duration UNATTENDED = Duration.ofSeconds(5);

	/**
	 * Inherited by the threads that fetch chunks of a result, but also by unrelated ones.
	 */
	private static final ThreadLocal<@Nullable DriverCall> CURRENT = new InheritableThreadLocal<>();

	/** How the driver names the threads that fetch the chunks of a result. */
	private static final String CHUNKS = "result-chunk-downloader-";

	/** The latest request of each thread. */
	private final Map<Thread, HttpUriRequest> requests = new ConcurrentHashMap<>();

	private volatile @Nullable Thread caller;

	private volatile boolean givenUp;

	private volatile @Nullable String storage;

	private volatile @Nullable String storageFailure;

	private volatile @Nullable RuntimeException failure;

	/** Of the thread that waits for the call. */
	private final LongConsumer meter = Incoming.meter();

	private final boolean streamed;

	DriverCall() {
		this(false);
	}

	/**
	 * Creates a call.
	 * @param streamed whether rows are taken while they come, so that none of them is
	 * held but those of the chunk that is read and of the next one
	 */
	DriverCall(boolean streamed) {
		this.streamed = streamed;
	}

	boolean isStreamed() {
		return this.streamed;
	}

	/** Runs the call on this thread. */
	<T extends @Nullable Object> T run(Callable<T> work) throws Exception {
		DriverCall outer = CURRENT.get();
		this.caller = Thread.currentThread();
		CURRENT.set(this);
		try {
			return work.call();
		}
		finally {
			CURRENT.set(outer);
			this.caller = null;
			this.requests.clear();
		}
	}

	/** Whether the thread is in a call. */
	static boolean isRunning() {
		DriverCall current = CURRENT.get();
		return current != null && current.caller == Thread.currentThread();
	}

	/** The call that the thread is in or works for, else one that ends after seconds. */
	static DriverCall current() {
		DriverCall current = CURRENT.get();
		return (current != null && current.caller != null && (isRunning() || isForChunk())) ? current
				: new DriverCall().givenUpAfter(UNATTENDED);
	}

	/** Gives the call up after a while, if it has not ended by then. */
	DriverCall givenUpAfter(Duration time) {
		CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS).execute(this::giveUp);
		return this;
	}

	/** Closes the connections of its requests, and lets it send no more. */
	void giveUp() {
		this.givenUp = true;
		this.requests.values().forEach(HttpUriRequest::abort);
	}

	/** Notes a request that is about to be sent. */
	void sends(HttpUriRequest request) throws IOException {
		this.requests.put(Thread.currentThread(), request);
		if (isForChunk()) {
			this.storage = request.getURI().getHost();
		}
		if (this.givenUp) {
			this.requests.remove(Thread.currentThread());
			// The driver repeats a request after any other exception
			throw new SSLPeerUnverifiedException("Given up");
		}
	}

	/** Notes how a request ended, if it is one for a chunk of a result. */
	void answered(@Nullable String failure) {
		if (isForChunk() && !this.givenUp) {
			this.storageFailure = failure;
		}
	}

	private static boolean isForChunk() {
		return Thread.currentThread().getName().startsWith(CHUNKS);
	}

	/** The host of the storage that the result is fetched from, if it is large. */
	@Nullable String storage() {
		return this.storage;
	}

	/** Why the last chunk could not be had, if so. */
	@Nullable String storageFailure() {
		return this.storageFailure;
	}

	/**
	 * Counts what has come in of an answer, and ends the call if that is too much.
	 * @param bytes of the answer so far, and of the chunks that it names
	 */
	void received(long bytes) throws IOException {
		try {
			this.meter.accept(bytes);
		}
		catch (RuntimeException ex) {
			this.failure = ex;
			// The driver repeats a request after any other exception
			throw new SSLPeerUnverifiedException("Too large");
		}
	}

	/** Notes that an answer is not what Snowflake's answers are. */
	void defective(String defect) {
		this.failure = new DataRetrievalFailureException("Snowflake's answer is not complete: " + defect);
	}

	/** Throws why an answer is too large or not complete, if so. */
	void requireWholeAnswer() {
		RuntimeException failure = this.failure;
		if (failure != null) {
			throw failure;
		}
	}

}
