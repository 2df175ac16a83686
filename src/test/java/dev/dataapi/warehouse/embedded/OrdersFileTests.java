package dev.dataapi.warehouse.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.warehouse.SessionTimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The file that keeps the orders: loaded once, and never served in part. */
class OrdersFileTests {

	private static final double SCALE_FACTOR = 0.01;

	private static final String NOT_OURS = "name a DuckDB file that this service wrote and can read, "
			+ "or a file that does not exist yet";

	private static final String IN_USE = "name a file that nobody else is writing, and this one is in use";

	@TempDir
	private Path directory;

	@Test
	void fileWhenStartedTwiceIsLoadedOnce() throws Exception {
		Path path = this.directory.resolve("it's.duckdb");
		assertThat(load(path)).isEqualTo(15_000);
		assertThat(files()).containsExactly("it's.duckdb");
		Object attributes = Files.readAttributes(path, "fileKey,lastModifiedTime");
		assertThat(load(path)).isEqualTo(15_000);
		assertThat(Files.readAttributes(path, "fileKey,lastModifiedTime")).isEqualTo(attributes);
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
			JdbcTemplate jdbc = new JdbcTemplate(warehouse.connections());
			assertThatExceptionOfType(Exception.class)
				.isThrownBy(() -> jdbc.update("delete from snowflake_sample_data.tpch_sf10.orders"))
				.withMessageContaining("read-only");
		}
	}

	@Test
	void loadWhenKilledKeepsOthersOutAndIsThenRepeated() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		Process process = fork(KilledLoad.class, "loading", path);
		try {
			assertThat(Files.size(path)).as("rows on disk").isGreaterThan(500_000);
			assertRefused(path, KilledLoad.SCALE_FACTOR, IN_USE);
		}
		finally {
			kill(process);
		}
		assertThat(tables(path)).isEmpty();
		try (EmbeddedWarehouse warehouse = start(path, KilledLoad.SCALE_FACTOR)) {
			warehouse.awaitLoaded();
			assertThat(orders(warehouse)).isEqualTo(1_500_000);
		}
		assertThat(files()).containsExactly("orders.duckdb");
	}

	@Test
	void loadWhenKilledAfterItsCommitIsComplete() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		kill(fork(KilledLoad.class, "committed", path));
		Object attributes = Files.readAttributes(path, "fileKey,lastModifiedTime");
		assertThat(files()).containsExactlyInAnyOrder("orders.duckdb", "orders.duckdb.wal");
		try (EmbeddedWarehouse warehouse = start(path, KilledLoad.SCALE_FACTOR)) {
			warehouse.awaitLoaded();
			assertThat(orders(warehouse)).isEqualTo(1_500_000);
		}
		assertThat(Files.readAttributes(path, "fileKey,lastModifiedTime")).as("loaded anew").isEqualTo(attributes);
	}

	@Test
	void ownDataWhenKilledBeforeItIsRecordedIsLoadedAgain() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		Path folder = Files.createDirectories(this.directory.resolve("data/shop/public"));
		Files.writeString(folder.resolve("a.csv"), "id\n1\n2\n");
		Files.writeString(folder.resolve("b.sql"), """
				CREATE TABLE IF NOT EXISTS b AS SELECT id FROM a;
				INSERT INTO b SELECT id FROM a;
				CREATE VIEW c AS SELECT LISTAGG(id, ',') WITHIN GROUP (ORDER BY id) AS ids FROM b;
				""");
		Path data = this.directory.resolve("data");
		kill(fork(KilledLoad.class, "recording", path));
		assertThat(tables(path.resolveSibling("orders.duckdb.shop"))).contains("a", "b", "c", "left_over");
		for (int i = 0; i < 2; i++) {
			try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.start(KilledLoad.ownData(path, data),
					new SessionTimeZone("UTC"), Set.of(), Set.of())) {
				warehouse.awaitLoaded();
				assertThat(new JdbcTemplate(warehouse.connections()).queryForObject("select ids from shop.public.c",
						String.class))
					.isEqualTo("1,1,2,2");
			}
			assertThat(tables(path.resolveSibling("orders.duckdb.shop"))).contains("a").doesNotContain("left_over");
		}
		assertThat(files()).containsExactlyInAnyOrder("orders.duckdb", "orders.duckdb.shop");
	}

	@Test
	void loadWhenCancelledLeavesNoTable() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		LoadProgress cancelled = progress();
		cancelled.cancel();
		try (EmbeddedWarehouse warehouse = start(path, SCALE_FACTOR, cancelled)) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(warehouse::awaitLoaded);
		}
		assertThat(tables(path)).isEmpty();
		assertThat(load(path)).isEqualTo(15_000);
	}

	@Test
	void loadWhenAnotherContextIsLoadingIsRefused() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch proceed = new CountDownLatch(1);
		LoadProgress held = new LoadProgress(15_000, System::nanoTime, (line) -> {
		}) {
			@Override
			void add(long rows) {
				loading.countDown();
				await(proceed);
				super.add(rows);
			}
		};
		try (EmbeddedWarehouse warehouse = start(path, SCALE_FACTOR, held)) {
			await(loading);
			assertRefused(path, SCALE_FACTOR, IN_USE);
			proceed.countDown();
			warehouse.awaitLoaded();
			assertThat(orders(warehouse)).isEqualTo(15_000);
		}
	}

	@Test
	void pathWhenItCannotBeAFileIsRefused() throws Exception {
		assertRefused(this.directory, SCALE_FACTOR, "name a file, not a directory");
		assertRefused(this.directory.resolve("missing/orders.duckdb"), SCALE_FACTOR,
				"name a file in a directory that exists");
		assertRefused(Path.of("/proc/orders.duckdb"), SCALE_FACTOR,
				"name a file in a directory that this process can write to");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "O_ORDERKEY,O_CUSTKEY", "SQLite format 3\0 and what follows its header" })
	void fileWhenOfAnotherKindIsRefusedWithoutLoadingAnExtension(String content) throws Exception {
		Path path = Files.writeString(this.directory.resolve("other"), content);
		InvalidSettingException refusal = assertRefused(path, SCALE_FACTOR, NOT_OURS);
		assertThat(refusal).hasRootCauseMessage(
				"IO Error: The file \"%s\" exists, but it is not a valid DuckDB database file!".formatted(path));
		assertThat(path).hasContent(content);
	}

	@Test
	void fileWhenSomeoneElsesDatabaseIsRefusedAndLeftAlone() throws Exception {
		Path path = this.directory.resolve("foreign.duckdb");
		kill(fork(HeldFile.class, "held", path));
		assertRefused(path, SCALE_FACTOR, NOT_OURS);
		assertThat(tables(path)).containsExactly("held");
	}

	@Test
	void fileWhenCutShortIsRefused() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		load(path);
		Path cut = this.directory.resolve("cut.duckdb");
		Files.write(cut, Arrays.copyOf(Files.readAllBytes(path), 5_000));
		assertRefused(cut, SCALE_FACTOR, NOT_OURS);
	}

	@Test
	void fileWhenRowsAreMissingIsRefused() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		load(path);
		try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + path);
				Statement statement = connection.createStatement()) {
			statement.execute("delete from tpch_sf10.orders where o_orderkey = 1");
		}
		assertRefused(path, SCALE_FACTOR,
				"name a file of the 15,000 orders of scale factor 0.01, and this one holds 14,999");
	}

	@Test
	void fileWhenOfAnotherScaleFactorIsRefused() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		load(path);
		assertRefused(path, 0.02, "name a file of the 30,000 orders of scale factor 0.02, and this one holds 15,000");
	}

	@Test
	void fileWhenAnotherProcessWritesItIsRefused() throws Exception {
		Path path = this.directory.resolve("orders.duckdb");
		load(path);
		Process process = fork(HeldFile.class, "held", path);
		try {
			assertRefused(path, SCALE_FACTOR, IN_USE);
		}
		finally {
			kill(process);
		}
	}

	private static InvalidSettingException assertRefused(Path path, double scaleFactor, String requirement) {
		return assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> {
			try (EmbeddedWarehouse warehouse = start(path, scaleFactor)) {
				warehouse.awaitLoaded();
			}
		}).withMessage("data-api.embedded.path is '%s': it must %s.", path, requirement).actual();
	}

	private static EmbeddedWarehouse start(Path path, double scaleFactor) {
		return start(path, scaleFactor, progress());
	}

	private static EmbeddedWarehouse start(Path path, double scaleFactor, LoadProgress progress) {
		return new EmbeddedWarehouse(new EmbeddedProperties(scaleFactor, path.toString(), null, true),
				new SessionTimeZone("UTC"), EnumSet.noneOf(TpcDsTable.class), Set.of(), progress);
	}

	private static LoadProgress progress() {
		return new LoadProgress(15_000, System::nanoTime, (line) -> {
		});
	}

	private static long load(Path path) throws Exception {
		try (EmbeddedWarehouse warehouse = start(path, SCALE_FACTOR)) {
			warehouse.awaitLoaded();
			return orders(warehouse);
		}
	}

	private static long orders(EmbeddedWarehouse warehouse) {
		return new JdbcTemplate(warehouse.connections())
			.queryForObject("select count(*) from snowflake_sample_data.tpch_sf10.orders", Long.class);
	}

	/** What the file holds, read without the code of this service. */
	private static List<String> tables(Path path) throws Exception {
		Properties readOnly = new Properties();
		readOnly.put("duckdb.read_only", true);
		try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + path, readOnly)) {
			return new JdbcTemplate(new SingleConnectionDataSource(connection, true))
				.queryForList("select table_name from information_schema.tables", String.class);
		}
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter(Files::isRegularFile)
				.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.endsWith(".so") && !name.endsWith(".so.lock"))
				.toList();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Starts a program of this class path and waits until it is ready. */
	private Process fork(Class<?> main, String signal, Path path) throws Exception {
		// A killed process leaves its unpacked library behind; here the test deletes it
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx128m", "--enable-native-access=ALL-UNNAMED",
				"-Djava.io.tmpdir=" + this.directory, "-cp", System.getProperty("java.class.path"), main.getName(),
				path.toString(), signal)
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
