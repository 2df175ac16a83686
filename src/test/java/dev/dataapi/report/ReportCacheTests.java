package dev.dataapi.report;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import dev.dataapi.CallersAtOnce;
import dev.dataapi.FakeTicker;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.endpoint.Format;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.ReadException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentMatchers;
import org.mockito.stubbing.Answer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Import;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.times;

/**
 * Tests for how reports are cached, on both engines.
 */
@SpringBootTest
@Import(FakeTicker.class)
class ReportCacheTests {

	@Autowired
	private Map<String, ReportController> engines;

	@Autowired
	private FakeTicker ticker;

	@Autowired
	private CacheManager caches;

	@MockitoSpyBean("reports")
	private JdbcTemplate reports;

	@ParameterizedTest
	@ValueSource(strings = { "connector", "snowpark" })
	void reportIsCachedFor180Seconds(String engine) {
		ask(engine, "1996-01-01");
		this.ticker.advance(Duration.ofSeconds(179));
		ask(engine, "1996-01-01");
		thenQueries(1);
		this.ticker.advance(Duration.ofSeconds(1));
		ask(engine, "1996-01-01");
		thenQueries(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "connector", "snowpark" })
	void reportOfAnotherRangeIsCachedSeparately(String engine) {
		ask(engine, "1996-02-01");
		ask(engine, "1996-02-02");
		thenQueries(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "connector", "snowpark" })
	void sixteenCallersAtOnceShareOneQuery(String engine) throws Exception {
		CallersAtOnce callers = new CallersAtOnce();
		given((invocation) -> {
			callers.awaitOthers();
			return invocation.callRealMethod();
		});
		assertThat(callers.call(16, () -> ask(engine, "1996-03-01"))).hasSize(16)
			.containsOnly(ask(engine, "1996-03-01"));
		thenQueries(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "connector", "snowpark" })
	void failureIsNotCached(String engine) {
		willThrow(new QueryTimeoutException("slow")).willCallRealMethod()
			.given(this.reports)
			.query(anyString(), ArgumentMatchers.<RowMapper<Object>>any(), any(Object[].class));
		assertThatExceptionOfType(ReadException.class).isThrownBy(() -> ask(engine, "1996-04-01"))
			.withCauseInstanceOf(QueryTimeoutException.class);
		assertThat(ask(engine, "1996-04-01")).startsWith("[");
		thenQueries(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "connector", "snowpark" })
	void failureServesTheStaleReport(String engine) {
		String report = ask(engine, "1996-05-01");
		this.ticker.advance(Duration.ofSeconds(200));
		willThrow(new QueryTimeoutException("slow")).given(this.reports)
			.query(anyString(), ArgumentMatchers.<RowMapper<Object>>any(), any(Object[].class));
		assertThat(ask(engine, "1996-05-01")).isEqualTo(report);
	}

	@ParameterizedTest
	@ValueSource(strings = { "connector", "snowpark" })
	void clerkIdThatCannotExistIsNotQueried(String engine) {
		CachedResponse response = this.engines.get(engine + "Controller")
			.monthlySales("1".repeat(10), "1995", CacheMode.READ_THROUGH, Format.JSON);
		assertThat(response.body()).asString().isEqualTo("[]");
		thenQueries(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "lookups", "lookups.negative", "reports" })
	void cachesAreKnownByName(String name) {
		assertThat(this.caches.getCacheNames()).contains(name);
	}

	private String ask(String engine, String start) {
		byte[] body = this.engines.get(engine + "Controller")
			.topCustomers(start, "1996-12-31", CacheMode.READ_THROUGH, Format.JSON)
			.body();
		return new String(body, StandardCharsets.UTF_8);
	}

	private void given(Answer<?> answer) {
		willAnswer(answer).given(this.reports)
			.query(anyString(), ArgumentMatchers.<RowMapper<Object>>any(), any(Object[].class));
	}

	private void thenQueries(int count) {
		then(this.reports).should(times(count))
			.query(anyString(), ArgumentMatchers.<RowMapper<Object>>any(), any(Object[].class));
	}

}
