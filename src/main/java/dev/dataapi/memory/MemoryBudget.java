package dev.dataapi.memory;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * The shares of the heap: what connections, loads, answers and cached entries may take
 * together, so that no number of callers and no size of answers ends the process.
 * <p>
 * The shares add up to about half of the heap. The service itself lives in 33 of 80 MB,
 * the smallest heap that it is run with, so all shares used up leave a tenth free.
 */
public final class MemoryBudget {

	/**
	 * How much more than its bytes an answer takes while it is loaded: the driver's text
	 * of it, twice while that grows, its tree, its rows, and the value made of them.
	 */
	static final int LOAD_FACTOR = 8;

	/**
	 * Bytes on the heap for a connection whose request is in service, besides the head:
	 * Tomcat's buffers and what Spring makes of a request; 61 kB were measured.
	 */
	static final int CONNECTION_BYTES = 64 * 1024;

	private final long heap;

	private final long maxValueBytes;

	private final MemoryPool loads;

	private final MemoryPool answers;

	private final MemoryPool bodies;

	/**
	 * Divides a heap.
	 * @param heap the largest size of the heap, in bytes
	 * @param maxValueBytes how large a value may be, or zero for 1/64 of the heap
	 * @param registry measures what is taken
	 */
	public MemoryBudget(long heap, long maxValueBytes, MeterRegistry registry) {
		this.heap = heap;
		this.maxValueBytes = (maxValueBytes > 0) ? maxValueBytes : heap / 64;
		this.loads = new MemoryPool("loads", loads(heap), registry);
		this.answers = new MemoryPool("answers", heap / 20, registry);
		this.bodies = new MemoryPool("bodies", heap / 40, registry);
	}

	/** The budget of this JVM's heap, not measured. */
	public static MemoryBudget ofThisJvm() {
		return new MemoryBudget(Runtime.getRuntime().maxMemory(), 0, new SimpleMeterRegistry());
	}

	/** How many bytes of JSON a row of a look-up or a whole report may have. */
	public long maxValueBytes() {
		return this.maxValueBytes;
	}

	/**
	 * How many bytes the warehouse may answer a statement with, all of them at once: as
	 * many as there is memory for.
	 */
	public long maxAnswerBytes() {
		return maxAnswerBytes(this.heap);
	}

	private static long loads(long heap) {
		return heap / 9;
	}

	/** As much as a heap of that size can read at once. */
	static long maxAnswerBytes(long heap) {
		return loads(heap) / LOAD_FACTOR;
	}

	/** What is being read from the warehouse: a ninth of the heap. */
	public MemoryPool loads() {
		return this.loads;
	}

	/** Answers of 64 kB or more until they are written: a twentieth of the heap. */
	public MemoryPool answers() {
		return this.answers;
	}

	/**
	 * What is made of the bodies of requests beyond the first 2 kB: a fortieth of the
	 * heap.
	 */
	public MemoryPool bodies() {
		return this.bodies;
	}

	/**
	 * Tells how many connections a sixth of the heap carries, each with a request of
	 * which the head is as long as it may be.
	 * @param heap the largest size of the heap, in bytes
	 * @param head the longest head of a request, in bytes
	 */
	public static int connections(long heap, long head) {
		return Math.clamp(heap / 6 / (CONNECTION_BYTES + head), 16, 10_000);
	}

	/**
	 * Tells how long the head of a request may be, in bytes: 64 kB where the heap has 512
	 * MB, 8 kB where it has less than 128 MB. Each connection in use holds that much.
	 * @param heap the largest size of the heap, in bytes
	 */
	public static int head(long heap) {
		return 1024 * ((heap < (128L << 20)) ? 8 : (heap < (512L << 20)) ? 16 : 64);
	}

	/** In bytes, what the cached look-ups may weigh unless that is set. */
	public long lookups() {
		return this.heap / 9;
	}

	/** In bytes, what the cached reports may weigh unless that is set. */
	public long reports() {
		return this.heap / 24;
	}

	/** In bytes, what negative entries may weigh at most. */
	public long negatives() {
		return this.heap / 40;
	}

	/** In bytes, what the load of so large a value takes. */
	public static long loading(long bytes) {
		return LOAD_FACTOR * bytes;
	}

}
