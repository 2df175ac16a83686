package dev.dataapi.warehouse.snowflake;

import java.util.concurrent.ThreadFactory;

/**
 * Threads for calls into the driver, which waits for the network while it holds locks.
 * Below Java 24 a virtual thread pins its carrier in such a wait: as many slow reads as
 * there are cores would stop every request, so platform threads make the calls there.
 */
final class DriverThreads {

	/** The first Java in which {@code synchronized} pins no carrier (JEP 491). */
	private static final int NO_PINNING = 24;

	private DriverThreads() {
	}

	static ThreadFactory named(String name) {
		return named(name, Runtime.version().feature());
	}

	/** The threads that suit a Java version; none keeps the process alive. */
	static ThreadFactory named(String name, int java) {
		return ((java < NO_PINNING) ? Thread.ofPlatform().daemon().name(name) : Thread.ofVirtual().name(name))
			.factory();
	}

}
