package dev.dataapi.warehouse.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More reports at once than the service may read.
 */
@Timeout(120)
class ReportOverloadTests {

	private static final int CONNECTIONS = 2;

	private static final int MAX_WAITING = 2;

	@Test
	void excessReportsFailFastAndDelayNobodyElse() throws Exception {
		try (TestAccount account = new TestAccount();
				RunningService service = account.start("data-api.report.max-waiting=" + MAX_WAITING,
						"data-api.report.connections=" + CONNECTIONS, "data-api.lookup.deadline=20s");
				ExecutorService callers = Executors.newCachedThreadPool()) {
			assertThat(report(service, 1).status()).isEqualTo(200);
			account.server().fail(Fault.stall().on(RequestKind.QUERY).matching("ORDERS"));
			List<Future<RawRequest.Answer>> saturating = new ArrayList<>();
			for (int clerk = 2; clerk < 2 + CONNECTIONS - 1 + MAX_WAITING; clerk++) {
				int id = clerk;
				saturating.add(callers.submit(() -> report(service, id)));
			}
			Eventually.assertThat(
					() -> assertThat(RawRequest.get(service.managementPort(), "/actuator/prometheus").body()).contains(
							"cache_waiting_keys{endpoint=\"connector.monthly-sales\"} " + (double) MAX_WAITING + "\n"));

			RawRequest.Answer refused = report(service, 99);
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.headers()).containsKey("retry-after")
				.containsEntry("content-type", "application/problem+json");
			assertThat(refused.body()).contains("This service is overloaded. Try again later.",
					"Error reading from Snowflake. Check the logs for details.");
			assertThat(saturating).noneMatch(Future::isDone);
			assertThat(report(service, 1).headers().get("cache-status")).startsWith("data-api; hit");
			assertThat(report(service, 1, "Cache-Control: no-cache").status()).isEqualTo(503);
			assertThat(report(service, 1).headers().get("cache-status")).startsWith("data-api; hit");
			assertThat(service.get("/customer/1").status()).isEqualTo(200);

			account.server().recover();
			for (Future<RawRequest.Answer> report : saturating) {
				report.get(60, TimeUnit.SECONDS);
			}
			Eventually.assertThat(() -> assertThat(report(service, 99).status()).isEqualTo(200));
		}
	}

	private static RawRequest.Answer report(RunningService service, int clerk, String... headers) throws Exception {
		return service.get("/connector/clerk/%09d/yearly_sales/1995".formatted(clerk), headers);
	}

}
