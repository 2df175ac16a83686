package dev.dataapi.warehouse.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.dataapi.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The file that keeps the orders: loaded once, and never served in part. */
class OrdersFileTests {

	private static final double SCALE_FACTOR = 0.01;

	@TempDir
	private Path directory;

	@Test
	void fileWhenStartedTwiceIsLoadedOnce() throws Exception {
		Path path = this.directory.resolve("it's.duckdb");
		Map<String, Object> first = loadRecord(path);
		assertThat(first).containsEntry("row_count", 15_000L).containsEntry("scale_factor", SCALE_FACTOR);
		assertThat(this.directory).isDirectoryContaining(path::equals);
		assertThat(files()).containsExactly("it's.duckdb");
		Object fileKey = Files.readAttributes(path, "fileKey,lastModifiedTime");
		assertThat(loadRecord(path)).isEqualTo(first);
		assertThat(Files.readAttributes(path, "fileKey,lastModifiedTime")).isEqualTo(fileKey);
	}

	@Test
	void fileWhenTwoContextsReadItServesBoth() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		try (EmbeddedWarehouse one = start(path, SCALE_FACTOR)) {
			one.awaitLoaded();
			try (EmbeddedWarehouse other = start(path, SCALE_FACTOR)) {
				other.awaitLoaded();
				assertThat(orders(one)).isEqualTo(15_000);
				assertThat(orders(other)).isEqualTo(15_000);
			}
		}
	}

	@Test
	void fileWhenServedCannotBeWritten() throws Exception {
		try (EmbeddedWarehouse warehouse = start(this.directory.resolve("orders.duckdb"), SCALE_FACTOR)) {
			warehouse.awaitLoaded();
			assertThatExceptionOfType(Exception.class).isThrownBy(
					() -> query(warehouse, (jdbc) -> jdbc.update("delete from snowflake_sample_data.tpch_sf10.orders")))
				.withMessageContaining("read-only");
		}
	}

	@Test
	void loadWhenKilledIsRefusedToOthersThenDoneAnew() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		Process process = fork(KilledLoad.class, path, "nearly loaded");
		try {
			assertThat(files()).contains("orders.duckdb.loading").doesNotContain("orders.duckdb");
			assertThat(Files.size(this.directory.resolve("orders.duckdb.loading"))).as("rows on disk")
				.isGreaterThan(500_000);
			assertRefused(path, KilledLoad.SCALE_FACTOR,
					"name a file that nobody else is writing, and this one is in use");
		}
		finally {
			kill(process);
		}
		assertThat(files()).contains("orders.duckdb.loading").doesNotContain("orders.duckdb");
		try (EmbeddedWarehouse warehouse = start(path, KilledLoad.SCALE_FACTOR)) {
			warehouse.awaitLoaded();
			assertThat(orders(warehouse)).isEqualTo(1_500_000);
		}
		assertThat(files()).containsExactly("orders.duckdb");
	}

	@Test
	void loadWhenCancelledLeavesNoFileOfThatName() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		LoadProgress cancelled = new LoadProgress(15_000, System::nanoTime, (line) -> {
		});
		cancelled.cancel();
		try (EmbeddedWarehouse warehouse = EmbeddedWarehouse
			.start(new EmbeddedProperties(SCALE_FACTOR, path.toString()), cancelled)) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(warehouse::awaitLoaded);
		}
		assertThat(path).doesNotExist();
	}

	@Test
	void pathWhenItCannotBeAFileIsRefused() throws Exception {
		assertRefused(this.directory, SCALE_FACTOR, "name a file, not a directory");
		assertRefused(this.directory.resolve("missing/orders.duckdb"), SCALE_FACTOR,
				"name a file in a directory that exists");
		assertRefused(Path.of("/proc/orders.duckdb"), SCALE_FACTOR,
				"name a file in a directory that this process can write to");
	}

	@Test
	void fileWhenItIsNotOursIsRefused() throws Exception {
		String requirement = "name a DuckDB file that this service wrote, or a file that does not exist yet";
		assertRefused(Files.writeString(this.directory.resolve("a.txt"), "O_ORDERKEY,O_CUSTKEY"), SCALE_FACTOR,
				requirement);
		assertRefused(Files.createFile(this.directory.resolve("empty")), SCALE_FACTOR, requirement);
		Path foreign = this.directory.resolve("foreign.duckdb");
		kill(fork(HeldFile.class, foreign, "held"));
		assertRefused(foreign, SCALE_FACTOR, requirement);
	}

	@Test
	void fileWhenCutShortIsRefused() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		loadRecord(path);
		Path cut = this.directory.resolve("cut.duckdb");
		Files.write(cut, Arrays.copyOf(Files.readAllBytes(path), 5_000));
		assertRefused(cut, SCALE_FACTOR,
				"name a DuckDB file that this DuckDB can read, or a file that does not exist yet");
	}

	@Test
	void fileWhenRowsAreMissingIsRefused() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		loadRecord(path);
		try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + path);
				Statement statement = connection.createStatement()) {
			statement.execute("delete from tpch_sf10.orders where o_orderkey = 1");
		}
		assertRefused(path, SCALE_FACTOR,
				"name a DuckDB file that this service wrote, or a file that does not exist yet");
	}

	@Test
	void fileWhenOfAnotherScaleFactorIsRefused() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		loadRecord(path);
		assertRefused(path, 0.02, "name a file of scale factor 0.02, and this one holds scale factor 0.01");
	}

	@Test
	void fileWhenAnotherProcessWritesItIsRefused() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		loadRecord(path);
		Process process = fork(HeldFile.class, path, "held");
		try {
			assertRefused(path, SCALE_FACTOR, "name a file that nobody else is writing, and this one is in use");
		}
		finally {
			kill(process);
		}
	}

	private static void assertRefused(Path path, double scaleFactor, String requirement) throws Exception {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> {
			try (EmbeddedWarehouse warehouse = start(path, scaleFactor)) {
				warehouse.awaitLoaded();
			}
		}).withMessage("data-api.embedded.path is '%s': it must %s.", path, requirement);
	}

	private static EmbeddedWarehouse start(Path path, double scaleFactor) {
		return EmbeddedWarehouse.start(new EmbeddedProperties(scaleFactor, path.toString()));
	}

	private static Map<String, Object> loadRecord(Path path) throws Exception {
		try (EmbeddedWarehouse warehouse = start(path, SCALE_FACTOR)) {
			warehouse.awaitLoaded();
			return query(warehouse,
					(jdbc) -> jdbc.queryForMap("select * from snowflake_sample_data.main.data_api_load"));
		}
	}

	private static long orders(EmbeddedWarehouse warehouse) throws SQLException {
		return query(warehouse, (jdbc) -> jdbc
			.queryForObject("select count(*) from snowflake_sample_data.tpch_sf10.orders", Long.class));
	}

	private static <T> T query(EmbeddedWarehouse warehouse, Function<JdbcTemplate, T> query) throws SQLException {
		try (Connection connection = warehouse.connect()) {
			return query.apply(new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
		}
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter(Files::isRegularFile)
				.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.endsWith(".so") && !name.endsWith(".lock"))
				.toList();
		}
	}

	/** Starts a process of this class path and waits for its signal. */
	private Process fork(Class<?> main, Path path, String signal) throws Exception {
		// Its unpacked library is left behind when it is killed: where the test's files
		// go
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + this.directory, "-cp",
				System.getProperty("java.class.path"), main.getName(), path.toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
		CompletableFuture<Boolean> signalled = CompletableFuture
			.supplyAsync(() -> output.lines().anyMatch(signal::equals));
		try {
			assertThat(signalled.get(60, TimeUnit.SECONDS)).as("process said '%s'", signal).isTrue();
		}
		catch (Exception | AssertionError ex) {
			kill(process);
			throw ex;
		}
		return process;
	}

	private static void kill(Process process) throws InterruptedException {
		process.destroyForcibly();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
	}

}
