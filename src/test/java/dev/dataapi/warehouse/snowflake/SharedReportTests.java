package dev.dataapi.warehouse.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.dataapi.Eventually;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Many callers of one report that Snowflake does not answer. */
@Timeout(120)
class SharedReportTests {

	private static final String REPORT = "/connector/customers/top10";

	private static final String OTHER_REPORT = "/connector/customers/top10?start_range=1995-02-01&end_range=1995-02-14";

	@AutoClose
	private final TestAccount account = new TestAccount();

	@AutoClose
	private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

	@ParameterizedTest
	@ValueSource(ints = { 6, 60 })
	void callersOfStalledReportTimeOutTogether(int count) throws Exception {
		try (RunningService service = start("data-api.report.deadline=2s")) {
			Fault stalled = failReports(Fault.stall());
			List<Told> told = new ArrayList<>();
			for (Future<Told> caller : call(service, count)) {
				told.add(caller.get(60, TimeUnit.SECONDS));
			}
			assertThat(told).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(504));
			long first = told.stream().mapToLong(Told::millis).min().orElseThrow();
			long last = told.stream().mapToLong(Told::millis).max().orElseThrow();
			// One after another, the last of six would wait for six deadlines
			assertThat(last).isLessThan(2 * first);
			assertThat(stalled.struck()).isEqualTo(1);
		}
	}

	@Test
	void stalledReportDelaysNeitherOtherReportsNorLookUps() throws Exception {
		try (RunningService service = start("data-api.report.deadline=60s")) {
			Fault stalled = failReports(Fault.stall().once());
			List<Future<Told>> waiting = call(service, 60);
			Eventually.assertThat(() -> assertThat(stalled.struck()).isEqualTo(1));
			assertThat(service.get(OTHER_REPORT).status()).isEqualTo(200);
			assertThat(service.get("/customer/1,2,3").status()).isEqualTo(200);
			assertThat(waiting).noneMatch(Future::isDone);
			this.account.server().recover();
		}
	}

	@Test
	void failedReloadLeavesTheCachedReportToOthers() throws Exception {
		try (RunningService service = start("data-api.report.deadline=2s")) {
			assertThat(service.get(REPORT).status()).isEqualTo(200);
			Fault stalled = failReports(Fault.stall());
			List<Future<Told>> reloading = call(service, 10, "Cache-Control: no-cache");
			Eventually.assertThat(() -> assertThat(stalled.struck()).isPositive());
			assertThat(service.get(REPORT).headers().get("cache-status")).startsWith("data-api; hit");
			for (Future<Told> caller : reloading) {
				assertThat(caller.get(60, TimeUnit.SECONDS).status()).isEqualTo(504);
			}
			assertThat(service.get(REPORT).headers().get("cache-status")).startsWith("data-api; hit");
			// One for the first caller, one that all later ones share
			assertThat(stalled.struck()).isLessThanOrEqualTo(2);
		}
	}

	private RunningService start(String setting) {
		return this.account.start(setting);
	}

	private Fault failReports(Fault fault) {
		return this.account.server().fail(fault.on(RequestKind.QUERY).matching("o_custkey"));
	}

	private List<Future<Told>> call(RunningService service, int count, String... headers) {
		List<Future<Told>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(this.callers.submit(() -> {
				long start = System.nanoTime();
				int status = service.get(REPORT, headers).status();
				return new Told(status, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
			}));
		}
		return calls;
	}

	private record Told(int status, long millis) {
	}

}
