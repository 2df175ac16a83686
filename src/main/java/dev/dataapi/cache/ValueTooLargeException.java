package dev.dataapi.cache;

/**
 * A row of a look-up, or a report, that is larger than {@code data-api.memory.max-bytes}
 * allows.
 */
public final class ValueTooLargeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final long limit;

	public ValueTooLargeException(long limit) {
		super("More than " + limit + " bytes; see data-api.memory.max-bytes");
		this.limit = limit;
	}

	/** How many bytes a value may have. */
	public long getLimit() {
		return this.limit;
	}

}
