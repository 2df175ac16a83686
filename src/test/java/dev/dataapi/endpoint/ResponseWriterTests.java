package dev.dataapi.endpoint;

import java.time.Duration;

import dev.dataapi.FakeTicker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.willCallRealMethod;
import static org.mockito.BDDMockito.willThrow;

/**
 * The headers of cached responses, for look-ups and reports alike.
 */
@SpringBootTest(properties = "data-api.lookup.deadline=30s")
@AutoConfigureMockMvc
@Import(FakeTicker.class)
class ResponseWriterTests {

	private static final String REPORT = "/connector/customers/top10?end_range=1995-12-31&start_range=";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeTicker ticker;

	@MockitoSpyBean("lookups")
	private JdbcTemplate lookups;

	@ParameterizedTest
	@ValueSource(strings = { "/customer/301", REPORT + "1995-01-02" })
	void answerWhenRequestedTwiceIsAMissThenAHitWithTheTimeLeft(String path) {
		assertThat(get(path)).hasHeader("Cache-Status", "data-api; fwd=miss; stored; ttl=180")
			.hasHeader("Cache-Control", "private, max-age=180");
		this.ticker.advance(Duration.ofSeconds(60));
		assertThat(get(path)).hasHeader("Cache-Status", "data-api; hit; ttl=120")
			.hasHeader("Cache-Control", "private, max-age=120");
	}

	@Test
	void customersWhenSomeAreCachedSayHowMany() {
		get("/customer/311,312");
		assertThat(get("/customer/311,313,312")).hasHeader("Cache-Status",
				"data-api; fwd=partial; detail=\"hits=2, misses=1\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/321", "/customer/321,322", REPORT + "1995-01-03" })
	void answerWhenCallerHasItIs304(String path) {
		String tag = get(path).getResponse().getHeader("ETag");
		assertThat(tag).matches("\"[0-9a-f]{32}\"");
		assertThat(this.mvc.get().uri(path).header("If-None-Match", tag)).hasStatus(HttpStatus.NOT_MODIFIED)
			.hasHeader("ETag", tag)
			.containsHeader("Cache-Control")
			.bodyText()
			.isEmpty();
		assertThat(this.mvc.get().uri(path).header("If-None-Match", "*")).hasStatus(HttpStatus.NOT_MODIFIED)
			.hasHeader("ETag", tag);
		assertThat(this.mvc.get().uri(path).header("If-None-Match", "\"other\"")).hasStatusOk();
	}

	/** RFC 9110, section 13.1.2: {@code *} matches any current response. */
	@ParameterizedTest
	@ValueSource(strings = { "/customer/325", "/customer/999999999", REPORT + "1995-01-07" })
	void answerWhenAnyTagMatchesIs304(String path) {
		assertThat(this.mvc.get().uri(path).header("If-None-Match", "*")).hasStatus(HttpStatus.NOT_MODIFIED)
			.containsHeader("ETag")
			.containsHeader("Cache-Control")
			.bodyText()
			.isEmpty();
		assertThat(this.mvc.get().uri("/customer/x").header("If-None-Match", "*")).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void entityTagDependsOnTheBytesOnly() {
		assertThat(tag("/customer/331")).isEqualTo(tag("/customer/331"))
			.isEqualTo(tag("/customer/331,331"))
			.isNotEqualTo(tag("/customer/332"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/341", REPORT + "1995-01-04" })
	void answerWhenNoCacheIsAskedForIsReloaded(String path) {
		get(path);
		assertThat(this.mvc.get().uri(path).header("Cache-Control", "no-cache")).hasStatusOk()
			.hasHeader("Cache-Status", "data-api; fwd=request; stored; ttl=180");
		assertThat(get(path)).hasHeader("Cache-Status", "data-api; hit; ttl=180");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/351", REPORT + "1995-01-05" })
	void answerWhenOnlyIfCachedIs504UnlessCached(String path) {
		assertThat(this.mvc.get().uri(path).header("Cache-Control", "max-stale=5, Only-If-Cached"))
			.hasStatus(HttpStatus.GATEWAY_TIMEOUT)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		get(path);
		assertThat(this.mvc.get().uri(path).header("Cache-Control", "only-if-cached")).hasStatusOk();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/customer/361", REPORT + "1995-01-06" })
	void timingHasDurationsOnly(String path) {
		String duration = "dur=[0-9]+\\.[0-9]{2}";
		assertThat(get(path).getResponse().getHeader("Server-Timing"))
			.matches("cache;%1$s, wait;%1$s, query;%1$s, total;%1$s".formatted(duration));
	}

	@Test
	void customerWhenWarehouseFailsIsServedStaleWithItsTrueAge() {
		get("/customer/371");
		this.ticker.advance(Duration.ofSeconds(200));
		willThrow(new DataAccessResourceFailureException("gone")).given(this.lookups)
			.query(anyString(), any(RowCallbackHandler.class), any(Object[].class));
		assertThat(get("/customer/371")).hasHeader("Age", "200")
			.hasHeader("Cache-Control", "private, max-age=0")
			.hasHeader("Cache-Status", "data-api; hit; ttl=-20; detail=\"stale=1, hits=0, misses=0\"");
		this.ticker.advance(Duration.ofMinutes(10));
		assertThat(this.mvc.get().uri("/customer/371")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
		willCallRealMethod().given(this.lookups).query(anyString(), any(RowCallbackHandler.class), any(Object[].class));
		assertThat(get("/customer/371")).hasHeader("Cache-Status", "data-api; fwd=miss; stored; ttl=180")
			.doesNotContainHeader(HttpHeaders.AGE);
	}

	private String tag(String path) {
		return String.valueOf(get(path).getResponse().getHeader("ETag"));
	}

	private MvcTestResult get(String path) {
		MvcTestResult result = this.mvc.get().uri(path).exchange();
		assertThat(result).hasStatusOk();
		return result;
	}

}
