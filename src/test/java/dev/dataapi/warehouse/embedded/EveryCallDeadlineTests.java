package dev.dataapi.warehouse.embedded;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import dev.dataapi.warehouse.JdbcCall;
import dev.dataapi.warehouse.PoolConfiguration;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a repository calls on its template ends at the deadline, if it runs at all.
 */
@Timeout(300)
class EveryCallDeadlineTests {

	private static final String ENDLESS = "SELECT COUNT(*) FROM range(2000000000) a, range(2000000000) b "
			+ "WHERE hash(a.range, b.range) = 1";

	private static final int AT_ONCE = 8;

	@Test
	void everyCallEndsAtItsDeadlineAndGivesItsConnectionBack() {
		new ApplicationContextRunner().withUserConfiguration(EmbeddedConfiguration.class, PoolConfiguration.class)
			.withPropertyValues("data-api.embedded.scale-factor=0.01", "data-api.report.deadline=5m",
					"data-api.report.connections=" + AT_ONCE)
			.run((context) -> {
				context.getBean(ApplicationRunner.class).run(null);
				WarehouseTemplate hasty = context.getBean("reports", WarehouseTemplate.class)
					.within(Duration.ofMillis(800));
				Map<JdbcCall, Future<Throwable>> failures = new LinkedHashMap<>();
				try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
					for (JdbcCall call : JdbcCall.all()) {
						String sql = call.isUpdate() ? "CREATE OR REPLACE TEMP TABLE endless AS " + ENDLESS : ENDLESS;
						failures.put(call, threads.submit(() -> call.failure(hasty, sql)));
					}
					for (Map.Entry<JdbcCall, Future<Throwable>> failure : failures.entrySet()) {
						assertThat(failure.getValue().get(120, TimeUnit.SECONDS)).as(failure.getKey().toString())
							.isNotNull()
							.message()
							.containsPattern(expected(failure.getKey()));
					}
				}
				assertThat(context.getBean("reportsDataSource", HikariDataSource.class)
					.getHikariPoolMXBean()
					.getActiveConnections()).isZero();
			});
	}

	private static String expected(JdbcCall call) {
		if (call.isStream()) {
			return "A stream may keep its connection beyond every deadline";
		}
		return call.isRead() ? "INTERRUPT" : "INTERRUPT|; prepareCall";
	}

}
