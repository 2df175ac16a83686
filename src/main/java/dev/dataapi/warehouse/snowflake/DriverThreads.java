package dev.dataapi.warehouse.snowflake;

import java.util.concurrent.ThreadFactory;

/**
 * Threads for calls into the driver, which waits for the network while it holds locks.
 * Below Java 24 a virtual thread that waits so keeps its carrier: as many slow reads as
 * there are cores would stop every request, so the calls run on platform threads there.
 */
final class DriverThreads {

	/** The first Java in which {@code synchronized} pins no carrier (JEP 491). */
	private static final int NO_PINNING = 24;

	private DriverThreads() {
	}

	static ThreadFactory named(String name) {
		return named(name, Runtime.version().feature());
	}

	/**
	 * Makes the threads of a Java version.
	 * @param name the threads' name
	 * @param java the feature number of the Java version
	 * @return makes threads that keep no process alive
	 */
	static ThreadFactory named(String name, int java) {
		return ((java < NO_PINNING) ? Thread.ofPlatform().daemon().name(name) : Thread.ofVirtual().name(name))
			.factory();
	}

}
