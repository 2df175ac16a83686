package dev.dataapi.cache;

/**
 * Which answers a caller accepts, named after the {@code Cache-Control} directives of a
 * request (RFC 9111, section 5.2.1).
 */
public enum CacheMode {

	/** What is cached, and what is loaded where nothing is. */
	READ_THROUGH,

	/** Only what is loaded from now on; what was cached stays until that succeeds. */
	NO_CACHE,

	/** Only what is cached. */
	ONLY_IF_CACHED

}
