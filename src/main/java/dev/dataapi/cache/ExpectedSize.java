package dev.dataapi.cache;

/**
 * How large the next value of a cache may be, judged by those before: memory for it is
 * reserved before it is read.
 */
final class ExpectedSize {

	private static final long UNKNOWN = -1;

	private volatile long bytes = UNKNOWN;

	/**
	 * Takes note of a value: a larger one counts at once, smaller ones little by little.
	 */
	void note(long largest) {
		long known = this.bytes;
		this.bytes = Math.max(largest, known - known / 16);
	}

	/**
	 * In bytes.
	 * @param unknown what is expected until there was a value
	 */
	long bytes(long unknown) {
		long known = this.bytes;
		return (known != UNKNOWN) ? known : unknown;
	}

}
