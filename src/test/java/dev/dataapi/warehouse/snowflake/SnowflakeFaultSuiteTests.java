package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.dataapi.Eventually;
import dev.dataapi.RunningService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import dev.dataapi.testserver.SnowflakeServer;
import dev.dataapi.warehouse.snowflake.SteadyLoad.Sample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault for a while under a steady load: what callers see, that the service
 * recovers, and that nothing is left behind. Writes the results to {@code
 * target/faults.md}; {@code -Dfaults.seconds=10} makes each fault last longer.
 */
@Timeout(240)
class SnowflakeFaultSuiteTests {

	private static final Path TABLE = Path.of("target", "faults.md");

	private static final long SECONDS = Long.getLong("faults.seconds", 1);

	private static TestAccount account;

	private static SnowflakeServer server;

	private static RunningService service;

	private static long threads;

	private static Path token;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		account = new TestAccount();
		server = account.server();
		token = directory.resolve("token");
		rotateToken();
		List<String> settings = account.settings("data-api.snowflake.token-file-path=" + token,
				"data-api.cache.ttl=500ms", "data-api.report.deadline=" + ((SECONDS > 1) ? "15s" : "3s"));
		settings.replaceAll((setting) -> setting.replace("host=" + server.host(), "host=" + TestNames.HOST));
		service = RunningService.start("snowflake", settings);
		Files.writeString(TABLE, """
				| fault | look-ups, cached | look-ups | reports | normal again after |
				|---|---|---|---|---|
				""");
		try (SteadyLoad load = new SteadyLoad(service)) {
			await(load, System.nanoTime(), (sample) -> !sample.failed());
		}
		threads = ServiceOnSnowflake.threads();
	}

	@AfterAll
	static void stop() {
		service.close();
		account.close();
	}

	@ParameterizedTest
	@EnumSource
	void faultIsSeenAsDeclaredAndLeavesNothingBehind(InjectedFault fault) throws Exception {
		List<Sample> during;
		long cleared;
		try (SteadyLoad load = new SteadyLoad(service)) {
			await(load, System.nanoTime(), (sample) -> !sample.failed());
			long injected = System.nanoTime();
			BooleanSupplier struck = fault.inject(server, SnowflakeFaultSuiteTests::rotateToken);
			TimeUnit.SECONDS.sleep(SECONDS);
			Eventually.assertThat(() -> assertThat(struck.getAsBoolean()).as("struck").isTrue());
			cleared = System.nanoTime();
			server.recover();
			server.listen();
			TestNames.remember();
			await(load, cleared, (sample) -> !sample.failed() && sample.askedAt() > cleared);
			during = load.since(injected);
		}
		assertThat(during).extracting(Sample::status).isSubsetOf(fault.statuses());
		assertNothingIsLeftBehind();
		report(fault, during, cleared);
	}

	private static void rotateToken() {
		String text = UUID.randomUUID().toString();
		account.server().account().user(TestAccount.USER).oauthToken(text);
		try {
			Path next = Files.writeString(token.resolveSibling("next"), text);
			Files.move(next, token, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Waits until the last ten answers of each kind are good. */
	private static void await(SteadyLoad load, long since, Predicate<Sample> good) {
		Eventually.assertThat(() -> {
			Map<String, List<Sample>> byKind = load.since(since).stream().collect(Collectors.groupingBy(Sample::kind));
			assertThat(byKind).hasSize(3);
			byKind.forEach((kind, samples) -> {
				List<Sample> last = samples.reversed().stream().limit(10).toList();
				assertThat(last).as(kind).hasSize(10).allMatch(good);
			});
		});
	}

	private static void assertNothingIsLeftBehind() {
		Eventually.assertThat(() -> {
			SnowflakePool lookups = service.bean("lookupsDataSource", SnowflakePool.class);
			SnowflakePool reports = service.bean("reportsDataSource", SnowflakePool.class);
			assertThat(lookups.getHikariPoolMXBean().getIdleConnections()).isEqualTo(8);
			assertThat(lookups.getHikariPoolMXBean().getTotalConnections()).isEqualTo(8);
			assertThat(reports.getHikariPoolMXBean().getActiveConnections()).isZero();
			assertThat(reports.getHikariPoolMXBean().getTotalConnections()).isBetween(1, 4);
			MeterRegistry meters = service.bean("prometheusMeterRegistry", MeterRegistry.class);
			assertThat(meters.find("cache.waiting.keys").gauges()).hasSize(5)
				.allMatch(SnowflakeFaultSuiteTests::isZero);
			assertThat(meters.find("cache.busy.connections").gauges()).hasSize(5)
				.allMatch(SnowflakeFaultSuiteTests::isZero);
			assertThat(server.runningQueries()).isEmpty();
			// A pool or two may have grown; a thread for each failed request is a leak
			assertThat(ServiceOnSnowflake.threads()).isLessThan(threads + 10);
		});
	}

	private static boolean isZero(Gauge gauge) {
		return gauge.value() == 0;
	}

	private static void report(InjectedFault fault, List<Sample> samples, long cleared) throws IOException {
		StringJoiner row = new StringJoiner(" | ", "| ", " |\n").add(fault.toString());
		for (String kind : List.of("cached look-up", "look-up", "report")) {
			row.add(seen(samples.stream().filter((sample) -> sample.kind().equals(kind)).toList()));
		}
		long last = samples.stream().filter(Sample::failed).mapToLong(Sample::answeredAt).max().orElse(cleared);
		row.add("%.1f s".formatted(Math.max(0, last - cleared) / 1e9));
		Files.writeString(TABLE, row.toString(), StandardOpenOption.APPEND);
	}

	private static String seen(List<Sample> samples) {
		StringJoiner statuses = new StringJoiner(", ");
		samples.stream()
			.filter(Sample::failed)
			.collect(Collectors.groupingBy(Sample::status, TreeMap::new, Collectors.counting()))
			.forEach((status, count) -> statuses.add(count + " x " + status));
		long slowest = samples.stream().mapToLong(Sample::millis).max().orElse(0);
		String failed = (statuses.length() == 0) ? "none" : statuses.toString();
		return "%s of %d, slowest %.1f s".formatted(failed, samples.size(), slowest / 1e3).toLowerCase(Locale.ROOT);
	}

}
