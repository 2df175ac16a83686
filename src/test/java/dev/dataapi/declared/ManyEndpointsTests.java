package dev.dataapi.declared;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file with more endpoints than Spring Boot counts requests of.
 */
class ManyEndpointsTests {

	private static final int REPORTS = 150;

	@Test
	void requestsOfEachEndpointAreCounted(@TempDir Path directory) throws IOException {
		String file = IntStream.range(0, REPORTS).mapToObj((number) -> """
				  r%d:
				    description: One number
				    sql: SELECT %d AS N
				    columns:
				      - {name: N, type: integer}
				""".formatted(number, number)).collect(Collectors.joining("", "version: 1\nreports:\n", ""));
		try (RunningService service = RunningService.start("embedded",
				List.of(EndpointFiles.setting(directory, file)))) {
			for (int i = 0; i < REPORTS; i++) {
				assertThat(service.get("/reports/r" + i).status()).isEqualTo(200);
			}
			assertThat(service.get("/customer/1").status()).isEqualTo(200);
			for (String unknown : List.of("/a", "/b/c", "/reports/none")) {
				assertThat(service.get(unknown).status()).isEqualTo(404);
			}
			String scrape = RawRequest.get(service.managementPort(), "/actuator/prometheus").body();
			List<String> counted = Pattern.compile("(?m)^http_server_requests_seconds_count\\{.*uri=\"([^\"]*)\"")
				.matcher(scrape)
				.results()
				.map((found) -> found.group(1))
				.distinct()
				.toList();
			assertThat(counted).containsAll(IntStream.range(0, REPORTS).mapToObj((i) -> "/reports/r" + i).toList())
				.contains("/customer/{ids}")
				.doesNotContain("/a", "/b/c", "/reports/none")
				.hasSizeLessThan(REPORTS + 5);
		}
	}

}
