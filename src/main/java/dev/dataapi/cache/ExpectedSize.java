package dev.dataapi.cache;

/**
 * How large the next value of a cache may be, judged by those before: memory for it is
 * reserved before it is read.
 */
final class ExpectedSize {

	private volatile long bytes;

	/**
	 * Takes note of a value: a larger one counts at once, smaller ones little by little.
	 */
	void note(long largest) {
		long known = this.bytes;
		this.bytes = Math.max(largest, known - known / 16);
	}

	/** In bytes; zero until there was a value. */
	long bytes() {
		return this.bytes;
	}

}
