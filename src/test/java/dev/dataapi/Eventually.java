package dev.dataapi;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/**
 * Waits until an assertion holds, for as long as a slow machine may need.
 */
public final class Eventually {

	private Eventually() {
	}

	public static void assertThat(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
	}

}
