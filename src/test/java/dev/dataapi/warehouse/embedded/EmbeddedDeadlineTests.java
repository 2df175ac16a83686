package dev.dataapi.warehouse.embedded;

import dev.dataapi.warehouse.PoolConfiguration;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;
import dev.dataapi.Eventually;
import dev.dataapi.warehouse.EndOfReads;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
				context.getBean(EndOfReads.class).stop();
				Eventually.assertThat(() -> assertThat(one.isDone() && other.isDone()).isTrue());
				assertThat(busy(pool)).isZero();
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> reports.queryForObject("SELECT 1", Long.class));
				context.getBean(EndOfReads.class).start();
				assertThat(reports.queryForObject("SELECT 1", Long.class)).isOne();
			}
		});
	}

	private static int busy(HikariDataSource pool) {
		return pool.getHikariPoolMXBean().getActiveConnections();
	}

}
