package dev.dataapi.warehouse.snowflake;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which threads call the driver.
 */
class DriverThreadsTests {

	@ParameterizedTest
	@CsvSource({ "21, false", "23, false", "24, true", "25, true" })
	void threadsAreVirtualWhereLocksPinNoCarrier(int java, boolean virtual) {
		Thread thread = DriverThreads.named("lookups-read", java).newThread(() -> {
		});
		assertThat(thread.isVirtual()).isEqualTo(virtual);
		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread.getName()).isEqualTo("lookups-read");
	}

}
