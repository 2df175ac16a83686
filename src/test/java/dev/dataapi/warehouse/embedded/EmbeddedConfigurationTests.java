package dev.dataapi.warehouse.embedded;

import dev.dataapi.warehouse.PoolConfiguration;
import dev.dataapi.warehouse.Warehouse;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import dev.dataapi.DataApiApplication;
import dev.dataapi.warehouse.SessionTimeZone;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** The warehouse's beans, and what they do while it loads and when it fails. */
class EmbeddedConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(EmbeddedConfiguration.class, PoolConfiguration.class)
		.withPropertyValues("data-api.embedded.scale-factor=0.01");

	@Test
	void contextWhenProfileIsSnowflakeHasNoWarehouse() {
		new ApplicationContextRunner().withUserConfiguration(EmbeddedConfiguration.class)
			.withPropertyValues("spring.profiles.active=snowflake")
			.run((context) -> assertThat(context).doesNotHaveBean(Warehouse.class)
				.doesNotHaveBean(EmbeddedWarehouse.class));
	}

	@Test
	void poolsWhenUnwrappedAreSeparate() {
		this.contextRunner.run((context) -> {
			HikariDataSource lookups = pool(context.getBean("lookupsDataSource", DataSource.class));
			HikariDataSource reports = pool(context.getBean("reportsDataSource", DataSource.class));
			assertThat(lookups.getPoolName()).isEqualTo("lookups");
			assertThat(lookups.getMaximumPoolSize()).isEqualTo(8);
			assertThat(lookups.getConnectionTimeout()).isEqualTo(2_000);
			assertThat(reports.getPoolName()).isEqualTo("reports");
			assertThat(reports.getMaximumPoolSize()).isEqualTo(4);
			assertThat(reports.getConnectionTimeout()).isEqualTo(5_000);
		});
	}

	@Test
	void contextsWhenTwoAreOpenDoNotShareData() {
		this.contextRunner.run((one) -> this.contextRunner.run((other) -> {
			one.getBean(ApplicationRunner.class).run(null);
			other.getBean(ApplicationRunner.class).run(null);
			String delete = "delete from api.data.hybrid_customer where c_customer_sk > 1";
			new JdbcTemplate(one.getBean("lookupsDataSource", DataSource.class)).update(delete);
			assertThat(count(one.getBean("reportsDataSource", DataSource.class))).isEqualTo(1);
			assertThat(count(other.getBean("reportsDataSource", DataSource.class))).isEqualTo(10_000);
		}));
	}

	@Test
	void contextWhenNoEndpointsAreDeclaredHasNoItemsOrStores() {
		assertThat(lookUpTables()).containsExactly("hybrid_customer");
	}

	@Test
	void contextWhenEndpointsAreDeclaredHasItemsAndStores() {
		assertThat(lookUpTables("data-api.endpoints=endpoints.yaml")).containsExactly("hybrid_customer", "hybrid_item",
				"hybrid_store");
	}

	@Test
	void contextWhenClosedClosesPoolsAndDatabase() {
		this.contextRunner.run((context) -> {
			context.getBean(ApplicationRunner.class).run(null);
			DataSource lookups = context.getBean("lookupsDataSource", DataSource.class);
			EmbeddedWarehouse warehouse = context.getBean(EmbeddedWarehouse.class);
			assertThat(count(lookups)).isEqualTo(10_000);
			context.getSourceApplicationContext().close();
			assertThat(pool(lookups).isClosed()).isTrue();
			assertThatExceptionOfType(SQLException.class).isThrownBy(warehouse.connections()::getConnection);
		});
	}

	@Test
	void connectionWhenStillLoadingFailsWithoutWaitingForThePool() throws Exception {
		CountDownLatch proceed = new CountDownLatch(1);
		LoadProgress held = new LoadProgress(15_000, System::nanoTime, (line) -> {
		}) {
			@Override
			void add(long rows) {
				await(proceed);
				super.add(rows);
			}
		};
		try (EmbeddedWarehouse warehouse = start(held);
				GatedDataSource dataSource = new GatedDataSource(warehouse, "held", 1, Duration.ofSeconds(30))) {
			// The pool itself would take a second for each
			assertTimeout(Duration.ofSeconds(10), () -> {
				for (int i = 0; i < 20; i++) {
					assertThatExceptionOfType(SQLTransientConnectionException.class)
						.isThrownBy(dataSource::getConnection)
						.withMessage("the embedded warehouse is still loading");
				}
			});
			assertThat(dataSource.isRunning()).as("pool was asked").isFalse();
			assertThatExceptionOfType(SQLTransientConnectionException.class)
				.isThrownBy(warehouse.connections()::getConnection);
			proceed.countDown();
			warehouse.awaitLoaded();
			assertThat(count(dataSource)).isEqualTo(10_000);
			assertThat(dataSource.isRunning()).isTrue();
		}
	}

	@Test
	void loadWhenItFailsStopsTheStartWithItsCause() throws Exception {
		LoadProgress failing = new LoadProgress(15_000, System::nanoTime, (line) -> {
		});
		failing.cancel();
		try (EmbeddedWarehouse warehouse = start(failing)) {
			assertThatIllegalStateException().isThrownBy(warehouse::awaitLoaded)
				.withMessage("The embedded warehouse could not be loaded")
				.withStackTraceContaining("the load was cancelled");
			assertThatExceptionOfType(SQLNonTransientConnectionException.class)
				.isThrownBy(warehouse.connections()::getConnection);
		}
	}

	/** DuckDB looks for the library of the system that these properties name. */
	@Test
	void startWhereDuckDbDoesNotRunSaysSo() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Dos.arch=riscv64", "-cp", System.getProperty("java.class.path"),
				DataApiApplication.class.getName(), "--server.port=0", "--management.server.port=0")
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
			assertThat(output.get(120, TimeUnit.SECONDS)).contains(
					"spring.profiles.active is 'embedded': it must be snowflake on Linux on riscv64, where DuckDB "
							+ "does not run: it needs Linux with glibc, macOS on ARM, or Windows on x86-64, and a jar that was built there or with -Djar.platform=all.")
				.doesNotContain("\tat ");
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isEqualTo(1);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String read(Process process) {
		return process.inputReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n"));
	}

	private List<String> lookUpTables(String... settings) {
		List<String> tables = new ArrayList<>();
		this.contextRunner.withPropertyValues(settings).run((context) -> {
			context.getBean(ApplicationRunner.class).run(null);
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean("lookupsDataSource", DataSource.class));
			tables.addAll(jdbc.queryForList(
					"select table_name from information_schema.tables where table_catalog = 'api' order by 1",
					String.class));
		});
		return tables;
	}

	private static EmbeddedWarehouse start(LoadProgress progress) {
		return new EmbeddedWarehouse(new EmbeddedProperties(0.01, null, null, true), new SessionTimeZone("UTC"),
				EnumSet.of(TpcDsTable.CUSTOMER), Set.of(), progress);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HikariDataSource pool(DataSource dataSource) throws SQLException {
		return dataSource.unwrap(HikariDataSource.class);
	}

	private static long count(DataSource dataSource) {
		return new JdbcTemplate(dataSource).queryForObject("select count(*) from api.data.hybrid_customer", Long.class);
	}

}
