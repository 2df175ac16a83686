package dev.dataapi.warehouse.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;
import dev.dataapi.Eventually;
import dev.dataapi.RunningService;
import dev.dataapi.warehouse.PoolConfiguration;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Statements of the embedded warehouse that would run for hours end at their own
 * deadline, and with the service.
 */
@Timeout(120)
class EmbeddedDeadlineTests {

	private static final String ENDLESS = "SELECT COUNT(*) FROM range(2000000000) a, range(2000000000) b "
			+ "WHERE hash(a.range, b.range) = 1";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(EmbeddedConfiguration.class, PoolConfiguration.class)
		.withPropertyValues("data-api.embedded.scale-factor=0.01", "data-api.report.deadline=5m");

	@Test
	void statementEndsAtItsOwnDeadlineAndGivesItsConnectionBack() {
		this.contextRunner.run((context) -> {
			context.getBean(ApplicationRunner.class).run(null);
			WarehouseTemplate reports = context.getBean("reports", WarehouseTemplate.class);
			assertThat(reports.getQueryTimeout()).isEqualTo(300);
			WarehouseTemplate hasty = reports.within(Duration.ofMillis(800));
			assertThat(hasty.getQueryTimeout()).isEqualTo(1);
			assertThat(reports.getQueryTimeout()).isEqualTo(300);
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> hasty.queryForObject(ENDLESS, Long.class));
			assertThat(busy(context.getBean("reportsDataSource", HikariDataSource.class))).isZero();
		});
	}

	@Test
	void statementsThatRunEndWithTheService() {
		this.contextRunner.run((context) -> {
			context.getBean(ApplicationRunner.class).run(null);
			WarehouseTemplate reports = context.getBean("reports", WarehouseTemplate.class);
			HikariDataSource pool = context.getBean("reportsDataSource", HikariDataSource.class);
			try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
				Future<?> one = threads.submit(() -> reports.queryForObject(ENDLESS, Long.class));
				Future<?> other = threads
					.submit(() -> reports.within(Duration.ofMinutes(4)).queryForObject(ENDLESS, Long.class));
				Eventually.assertThat(() -> assertThat(busy(pool)).isEqualTo(2));
				context.getBean(PoolConfiguration.EndOfReads.class).stop();
				Eventually.assertThat(() -> assertThat(one.isDone() && other.isDone()).isTrue());
				assertThat(busy(pool)).isZero();
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> reports.queryForObject("SELECT 1", Long.class));
				context.getBean(PoolConfiguration.EndOfReads.class).start();
				assertThat(reports.queryForObject("SELECT 1", Long.class)).isOne();
			}
		});
	}

	@Test
	void declaredReportHoldsItsConnectionForItsOwnDeadlineOnly(@TempDir Path directory) throws Exception {
		Path endpoints = Files.writeString(directory.resolve("endpoints.yaml"), """
				version: 1
				reports:
				  patient:
				    path: /patient
				    description: A report that may take long
				    deadline: 5m
				    sql: SELECT COUNT(*) AS PATIENT FROM snowflake_sample_data.tpch_sf10.orders
				    columns:
				      - {name: PATIENT, type: integer}
				  hasty:
				    path: /hasty
				    description: A report that would take hours
				    deadline: 1s
				    sql: |
				      SELECT COUNT(*) AS HASTY
				      FROM snowflake_sample_data.tpch_sf10.orders a, snowflake_sample_data.tpch_sf10.orders b,
				        snowflake_sample_data.tpch_sf10.orders c
				      WHERE MOD(a.O_ORDERKEY * b.O_ORDERKEY + c.O_ORDERKEY, 1000003) = 1000002
				    columns:
				      - {name: HASTY, type: integer}
				""");
		try (RunningService service = RunningService.start("embedded", List.of("data-api.embedded.scale-factor=0.01",
				"data-api.report.deadline=5m", "data-api.endpoints=" + endpoints))) {
			assertThat(service.get("/hasty").status()).isEqualTo(504);
			// The other report's deadline is five minutes, and so is that of all reports
			Eventually
				.assertThat(() -> assertThat(busy(service.bean("reportsDataSource", HikariDataSource.class))).isZero());
			assertThat(service.get("/patient").status()).isEqualTo(200);
		}
	}

	private static int busy(HikariDataSource pool) {
		return pool.getHikariPoolMXBean().getActiveConnections();
	}

}
