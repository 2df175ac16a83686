package dev.dataapi.export;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import dev.dataapi.cache.ConnectionTurns.Turn;
import dev.dataapi.cache.FailureText;
import dev.dataapi.cache.ReadException;
import dev.dataapi.cache.ReadException.Reason;
import dev.dataapi.cache.ValueTooLargeException;
import dev.dataapi.memory.Incoming;
import dev.dataapi.memory.MemoryBudget;
import dev.dataapi.memory.MemoryPool.Reservation;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.RenewedDeadline;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Reads the rows of one export on a thread of its own, within what it may take of the
 * lane's connections and of memory.
 */
final class ExportReading implements Runnable {

	private static final Logger LOGGER = LoggerFactory.getLogger(ExportReading.class);

	/** In bytes, the parts, and what makes rows and writes them. */
	private static final long MEMORY = 2 * HandOver.BYTES;

	private final Export export;

	private final Lane.Reports lane;

	private final MemoryBudget memory;

	private final ExportProperties properties;

	private final Consumer<ExportReading> ended;

	private final RenewedDeadline deadline;

	private final HandOver parts;

	private volatile @Nullable Throwable failure;

	/** In terms of {@link System#nanoTime()}, when the answer is to have been written. */
	private volatile @Nullable Long due;

	ExportReading(Export export, Lane.Reports lane, MemoryBudget memory, ExportProperties properties,
			Consumer<ExportReading> ended) {
		this.export = export;
		this.lane = lane;
		this.memory = memory;
		this.properties = properties;
		this.ended = ended;
		this.deadline = new RenewedDeadline(export.deadline());
		this.parts = new HandOver(this.deadline, properties);
	}

	Export export() {
		return this.export;
	}

	HandOver parts() {
		return this.parts;
	}

	@Override
	public void run() {
		try {
			try (Reservation reserved = reserve()) {
				read(reserved);
			}
			// The connection is free by now
			this.parts.close();
		}
		catch (Throwable ex) {
			// An Error too: the caller must not take what there is for the whole
			Throwable cause = cause(ex);
			log(cause);
			this.failure = cause;
		}
		finally {
			this.ended.accept(this);
			this.due = System.nanoTime() + this.properties.writeDeadline().toNanos();
			this.parts.end();
		}
	}

	private void log(Throwable failure) {
		if (!this.deadline.isAbandoned()) {
			LOGGER.warn("The export of {} ended after {} rows, of which {} bytes were written: {}",
					this.export.endpoint(), this.parts.rows(), this.parts.bytes(),
					(failure instanceof ExportEndedException ended) ? ended.getMessage() : FailureText.of(failure));
		}
		LOGGER.debug("The export of {} ended", this.export.endpoint(), failure);
	}

	private void read(Reservation reserved) {
		Turn turn = this.lane.turns().take(end());
		try {
			Incoming.count(meter(reserved),
					() -> this.export.rows().write(this.lane.statements().streaming(this.deadline), this.parts));
		}
		finally {
			turn.close();
		}
	}

	private long end() {
		return System.nanoTime() + this.deadline.left();
	}

	private Reservation reserve() throws InterruptedException {
		Reservation reserved = this.memory.loads().reserve(MEMORY, end());
		if (reserved == null) {
			throw new ReadException(Reason.MEMORY_IN_USE, "No memory for an export within " + this.deadline.time(),
					null);
		}
		return reserved;
	}

	/** Of Snowflake's driver, which holds two chunks of a result. */
	private LongConsumer meter(Reservation reserved) {
		return (bytes) -> {
			if (bytes > this.memory.maxAnswerBytes()) {
				throw new ValueTooLargeException(this.memory.maxAnswerBytes());
			}
			if (!reserved.growTo(MEMORY + MemoryBudget.loading(bytes))) {
				throw new ReadException(Reason.MEMORY_IN_USE, "No memory for the parts of a result", null);
			}
		};
	}

	/** DuckDB does not say why a statement was ended. */
	private Throwable cause(Throwable failure) {
		if (failure instanceof UncategorizedSQLException && this.deadline.left() == 0) {
			return new ReadException(Reason.TIMEOUT, "No rows within " + this.deadline.time(), failure);
		}
		return failure;
	}

	/** Whether the answer should have been written, so that its connection is useless. */
	boolean isOverdue() {
		Long due = this.due;
		return due != null && System.nanoTime() - due > 0;
	}

	/**
	 * Why the answer is not whole.
	 * @param begun whether a byte has been written
	 */
	ExportOutcome outcome(boolean begun) {
		return switch (this.failure) {
			case null -> ExportOutcome.CALLER_GONE;
			case Throwable any when this.deadline.isAbandoned() && !(any instanceof ExportEndedException) ->
				ExportOutcome.CALLER_GONE;
			case ExportEndedException ended -> ended.outcome();
			case IncorrectResultSizeDataAccessException tooMany -> ExportOutcome.TOO_MANY_ROWS;
			default -> begun ? ExportOutcome.BROKEN : ExportOutcome.FAILED;
		};
	}

	/**
	 * Throws why it failed, if it did.
	 * @param begun whether a byte has been written, so that the caller can be told by the
	 * end of the connection only
	 */
	void throwFailure(boolean begun) throws IOException {
		Throwable failure = this.failure;
		if (failure == null) {
			return;
		}
		if (begun) {
			throw new CloseNowException("The export is not whole");
		}
		throw (failure instanceof ReadException read) ? read
				: new ReadException(Reason.FAILED, "The export failed", failure);
	}

}
