package dev.dataapi.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.dataapi.RawRequest;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Snowflake's collector scrapes.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class MetricsTests {

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private MeterRegistry registry;

	@Autowired
	private ServletContext servletContext;

	@BeforeEach
	void ask() throws IOException {
		for (String path : List.of("/customer/601", "/customer/601", "/customer/601,602", "/customer/x", "/nothing/1",
				"/nothing/2", "/connector/customers/top10", "/readyz")) {
			RawRequest.get(this.port, path);
		}
	}

	@Test
	void requestsAreCountedInBucketsByRouteStatusAndCacheResult() throws IOException {
		String scrape = scrape();
		for (String labels : List.of("cache=\"miss\".*status=\"200\",uri=\"/connector/customers/top10\"",
				"cache=\"hit\".*status=\"200\",uri=\"/customer/\\{ids}\"",
				"cache=\"partial\".*status=\"200\",uri=\"/customer/\\{ids}\"",
				"cache=\"none\".*status=\"400\",uri=\"/customer/\\{ids}\"")) {
			assertThat(scrape)
				.containsPattern("(?m)^http_server_requests_seconds_bucket\\{" + labels + ",le=\"30.0\"} [1-9]");
		}
		assertThat(scrape).doesNotContain("/nothing");
	}

	/** Spring Boot's own filter, beside ours, would count it again. */
	@Test
	void requestIsCountedOnce() {
		assertThat(this.servletContext.getFilterRegistrations().values()).extracting(FilterRegistration::getClassName)
			.contains(RequestTimesFilter.class.getName())
			.doesNotContain(ServerHttpObservationFilter.class.getName());
	}

	@Test
	void nothingIsASummary() throws IOException {
		this.registry.timer("sample.timer").record(Duration.ofMillis(3));
		this.registry.summary("sample.summary").record(3);
		String scrape = scrape();
		assertThat(scrape).contains("# TYPE sample_timer_seconds histogram", "# TYPE sample_summary histogram",
				"# TYPE cache_loads_seconds histogram", "# TYPE cache_load_keys histogram");
		assertThat(Pattern.compile("# TYPE .* summary").matcher(scrape).results().map(MatchResult::group)).isEmpty();
	}

	@Test
	void cachesAndLookUpsAreCounted() throws IOException {
		assertThat(scrape()).contains("cache_gets_total{cache=\"lookups\"",
				"cache_reads_total{endpoint=\"customer\",result=\"hit\"}", "cache_waiting_keys{endpoint=\"customer\"}",
				"cache_busy_connections{endpoint=\"connector.top-customers\"}",
				"cache_weight_bytes{cache=\"reports\"}");
	}

	private String scrape() throws IOException {
		return RawRequest.get(this.managementPort, "/actuator/prometheus").body();
	}

}
