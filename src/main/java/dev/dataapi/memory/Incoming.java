package dev.dataapi.memory;

import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataRetrievalFailureException;

/**
 * Counts the bytes of a warehouse's answer while they arrive: a driver reads all of them
 * before it returns a row.
 */
public final class Incoming {

	/** For reads without a reservation, such as those of a check. */
	private static final LongConsumer BOUNDED = Incoming::bound;

	private static final ThreadLocal<@Nullable LongConsumer> METER = new ThreadLocal<>();

	private Incoming() {
	}

	/**
	 * Reads, and counts what comes in.
	 * @param meter takes the bytes so far; what it throws ends the read
	 * @param read reads on this thread, or on others that {@link #meter} was called for
	 */
	public static void count(LongConsumer meter, Runnable read) {
		METER.set(meter);
		try {
			read.run();
		}
		finally {
			METER.remove();
		}
	}

	/**
	 * What counts for this thread; a {@link DataRetrievalFailureException} ends reads
	 * that {@link #count} knows nothing of if they are larger than any load may be.
	 */
	public static LongConsumer meter() {
		LongConsumer meter = METER.get();
		return (meter != null) ? meter : BOUNDED;
	}

	private static void bound(long bytes) {
		long most = MemoryBudget.maxAnswerBytes(Runtime.getRuntime().maxMemory());
		if (bytes > most) {
			throw new DataRetrievalFailureException("The answer has more than " + most + " bytes");
		}
	}

}
