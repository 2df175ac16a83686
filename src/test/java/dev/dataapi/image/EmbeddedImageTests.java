package dev.dataapi.image;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The image under the limits it is made for, in profile {@code embedded}. */
@EnabledIfEnvironmentVariable(named = ServiceContainer.IMAGE, matches = ".+",
		disabledReason = "TEST_IMAGE names no image to test")
@Timeout(300)
class EmbeddedImageTests {

	@TempDir
	private Path folder;

	/**
	 * The rest of 256 MB holds pages of the JVM's, DuckDB's and the class cache's files,
	 * which are read again if they were given back: with little room for them, a start
	 * takes minutes. What is in {@code /tmp} counts, for it is in memory here.
	 */
	@Test
	void noMoreThan220MegabytesCannotBeGivenBack() throws Exception {
		try (ServiceContainer service = new ServiceContainer(this.folder, Map.of("SPRING_PROFILES_ACTIVE", "embedded"))
			.start()) {
			for (String route : new String[] { "/customer/1885,1", "/connector/customers/top10",
					"/snowpark/clerk/000000002/yearly_sales/1995" }) {
				assertThat(service.get(route).status()).isEqualTo(200);
			}
			Map<String, Long> memory = service
				.output("sh", "-c", "cat /sys/fs/cgroup/memory.stat || cat /sys/fs/cgroup/memory/memory.stat")
				.lines()
				.map((line) -> line.split(" "))
				.collect(Collectors.toMap((words) -> words[0], (words) -> Long.valueOf(words[1])));
			// The second version of control groups has no totals
			long bytes = memory.containsKey("anon") ? memory.get("anon") + memory.get("shmem")
					: memory.get("total_rss") + memory.get("total_shmem");
			assertThat(bytes).isBetween(100_000_000L, 220_000_000L);
		}
	}

}
