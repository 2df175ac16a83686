package dev.dataapi.telemetry;

/**
 * Shows in traces what requests wait for.
 */
public interface QuerySpans {

	/** Where nothing is traced. */
	QuerySpans NONE = (pool) -> QuerySpan.NONE;

	/**
	 * Starts the span of a query, as a child of what the thread works for.
	 * @param pool the pool whose connection runs the query
	 */
	QuerySpan start(String pool);

	/**
	 * Wraps work for another thread, so that its queries are shown below the request that
	 * sends it off. Where no request does, but such work that has ended, they have a
	 * trace of their own: they are for requests that waited meanwhile, any number of
	 * them.
	 */
	default Runnable carriedTo(Runnable work) {
		return work;
	}

}
