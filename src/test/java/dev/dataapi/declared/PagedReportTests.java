package dev.dataapi.declared;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Profile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages, sorts and computed defaults over HTTP, on the embedded warehouse.
 */
class PagedReportTests {

	private static final String DECLARED = """
			version: 1
			reports:
			  orders:
			    parameters:
			      - {name: from, type: date, default: "1995-01-01"}
			      - {name: to, type: date, default: "1995-01-31", not_before: from}
			    sql: |
			      SELECT O_ORDERKEY, O_ORDERDATE, O_TOTALPRICE
			      FROM snowflake_sample_data.tpch_sf10.orders
			      WHERE O_ORDERDATE BETWEEN {{from}} AND {{to}}
			    columns:
			      - {name: O_ORDERKEY, type: integer}
			      - {name: O_ORDERDATE, type: date}
			      - {name: O_TOTALPRICE, type: "decimal(12,2)"}
			    page: {by: [O_ORDERDATE desc, O_ORDERKEY], max_size: 5000}
			  first_orders:
			    parameters:
			      - {name: to, type: date, default: today}
			    sql: |
			      SELECT O_ORDERKEY FROM snowflake_sample_data.tpch_sf10.orders
			      WHERE O_ORDERDATE <= {{to}} ORDER BY {{order}} LIMIT 3
			    columns: [{name: O_ORDERKEY, type: integer}]
			    sort: {name: order, values: {newest: "O_ORDERDATE DESC, O_ORDERKEY", oldest: "O_ORDERDATE, O_ORDERKEY"}, default: newest}
			""";

	private static final MovedClock CLOCK = new MovedClock();

	private static RunningService service;

	@BeforeAll
	static void start(@TempDir Path directory) {
		service = RunningService.start("test", List.of(EndpointFiles.setting(directory, DECLARED),
				"data-api.lookup.deadline=30s", "data-api.report.deadline=30s"), Moved.class);
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@Test
	void linksLeadThroughAllRows() throws IOException {
		Set<Long> keys = new LinkedHashSet<>();
		List<String> days = new ArrayList<>();
		URI address = URI.create("/reports/orders?size=20");
		for (int page = 0; address != null && page < 1000; page++) {
			RawRequest.Answer answer = service.get(address.toString());
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			for (JsonNode row : JsonMapper.shared().readTree(answer.body())) {
				assertThat(keys.add(row.get("O_ORDERKEY").longValue())).isTrue();
				days.add(row.get("O_ORDERDATE").stringValue());
			}
			address = next(address, answer);
		}
		assertThat(keys).hasSizeGreaterThan(100);
		assertThat(days).isSortedAccordingTo((one, other) -> other.compareTo(one));
		RawRequest.Answer whole = service.get("/reports/orders?size=5000");
		assertThat(whole.headers()).doesNotContainKey("link");
		List<Long> all = new ArrayList<>();
		JsonMapper.shared().readTree(whole.body()).forEach((row) -> all.add(row.get("O_ORDERKEY").longValue()));
		assertThat(List.copyOf(keys)).isEqualTo(all);
	}

	/** As a client does, wherever the service is mounted. */
	private static @Nullable URI next(URI address, RawRequest.Answer answer) {
		String link = answer.headers().get("link");
		return (link != null) ? address.resolve(link.substring(1, link.indexOf('>'))) : null;
	}

	@Test
	void linkIsThereWhateverTheAnswerComesFrom() throws IOException {
		String target = "/reports/orders?size=7&from=1995-01-02";
		RawRequest.Answer loaded = service.get(target);
		String link = loaded.headers().get("link");
		assertThat(link).startsWith("<orders?from=1995-01-02&to=1995-01-31&size=7&after=").endsWith(">; rel=\"next\"");
		RawRequest.Answer cached = service.get(target);
		assertThat(cached.headers().get("cache-status")).contains("hit");
		assertThat(cached.headers().get("link")).isEqualTo(link);
		RawRequest.Answer known = service.get(target, "If-None-Match: " + loaded.headers().get("etag"));
		assertThat(known.status()).isEqualTo(304);
		assertThat(known.headers().get("link")).isEqualTo(link);
		assertThat(service.get(target, "Accept-Encoding: gzip").headers().get("link")).isEqualTo(link);
	}

	@Test
	void linkLeadsToTheSameFormat() throws IOException {
		String target = "/reports/orders?size=7&from=1995-01-03";
		String link = service.get(target).headers().get("link");
		RawRequest.Answer chosen = service.get(target + "&format=csv");
		assertThat(chosen.headers().get("link")).isEqualTo(link.replace(">;", "&format=csv>;"));
		RawRequest.Answer next = service.get(String.valueOf(next(URI.create(target), chosen)));
		assertThat(next.body().lines()).hasSize(8).startsWith("O_ORDERKEY,O_ORDERDATE,O_TOTALPRICE");
		assertThat(service.get(target, "Accept: text/csv").headers().get("link")).isEqualTo(link);
	}

	@Test
	void afterOfOtherParametersIsRefused() throws IOException {
		String link = service.get("/reports/orders?size=2").headers().get("link");
		String after = link.substring(link.indexOf("after="), link.indexOf('>'));
		assertThat(service.get("/reports/orders?" + after).status()).isEqualTo(200);
		RawRequest.Answer refused = service.get("/reports/orders?from=1995-01-02&" + after);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("\"detail\":\"after must be as the header Link of the page before had it");
	}

	@Test
	void sortIsChosen() throws IOException {
		String newest = service.get("/reports/first_orders").body();
		assertThat(service.get("/reports/first_orders?order=newest").body()).isEqualTo(newest);
		assertThat(service.get("/reports/first_orders?order=oldest").body()).isNotEqualTo(newest);
		assertThat(service.get("/reports/first_orders?order=O_ORDERKEY").status()).isEqualTo(400);
	}

	@Test
	void dayThatADefaultIsToldFromIsPartOfTheKey() throws IOException {
		CLOCK.now = Instant.parse("1995-03-31T23:59:59.999Z");
		String before = service.get("/reports/first_orders").body();
		RawRequest.Answer again = service.get("/reports/first_orders?to=1995-03-31");
		assertThat(again.headers().get("cache-status")).contains("hit");
		assertThat(again.body()).isEqualTo(before);
		CLOCK.now = Instant.parse("1995-04-01T00:00:00Z");
		RawRequest.Answer after = service.get("/reports/first_orders");
		assertThat(after.headers().get("cache-status")).contains("fwd=miss");
		assertThat(after.body()).isNotEqualTo(before);
	}

	@Test
	void descriptionSaysWhatIsNew() throws IOException {
		JsonNode paths = JsonMapper.shared().readTree(service.get("/v3/api-docs").body()).get("paths");
		JsonNode paged = paths.at("/~1reports~1orders/get");
		assertThat(paged.at("/responses/200/headers/Link/description").stringValue()).contains("RFC 8288");
		assertThat(paged.at("/responses/200/content/application~1json/schema/maxItems").intValue()).isEqualTo(5000);
		assertThat(paged.at("/parameters/2").toString()).contains("\"name\":\"size\"")
			.contains("\"default\":100")
			.contains("\"maximum\":5000");
		assertThat(paged.at("/parameters/3").toString()).contains("\"name\":\"after\"").contains("\"required\":false");
		JsonNode sorted = paths.at("/~1reports~1first_orders/get");
		assertThat(sorted.at("/responses/200/headers").isMissingNode()).isTrue();
		assertThat(sorted.at("/parameters/0/description").stringValue()).endsWith(" Where absent: today.");
		assertThat(sorted.at("/parameters/0/schema/default").isMissingNode()).isTrue();
		assertThat(sorted.at("/parameters/1/schema/enum").toString()).isEqualTo("[\"newest\",\"oldest\"]");
		assertThat(sorted.at("/parameters/1/schema/default").stringValue()).isEqualTo("newest");
	}

	/** A clock that a test sets. */
	private static final class MovedClock extends Clock {

		private volatile Instant now = Instant.parse("1995-02-01T00:00:00Z");

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new UnsupportedOperationException();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	@Profile("!snowflake")
	static class Moved {

		@Bean
		@Primary
		Clock movedClock() {
			return CLOCK;
		}

	}

}
