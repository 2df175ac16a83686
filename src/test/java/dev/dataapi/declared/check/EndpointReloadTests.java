package dev.dataapi.declared.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.warehouse.Lane;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files of endpoints that change while the service runs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class EndpointReloadTests {

	private static final String LOOKUP = """
			version: 1
			lookups:
			  people:
			    table: api.data.hybrid_customer
			    key: [{name: id, column: C_CUSTOMER_SK, type: integer}]
			    columns: [{name: C_CUSTOMER_SK, type: integer}]
			""";

	private Path directory;

	private Path file;

	private RunningService service;

	private EndpointReload reload;

	@BeforeAll
	void start(@TempDir Path directory) throws IOException {
		this.directory = directory;
		this.file = Files.writeString(this.directory.resolve("endpoints.yaml"), reports(0, "a", "b"));
		this.service = RunningService.start("test", List.of("data-api.endpoints=" + this.directory));
		this.reload = this.service.bean("endpointReload", EndpointReload.class);
	}

	@AfterAll
	void stop() {
		this.service.close();
	}

	@BeforeEach
	void reset() throws IOException {
		change(reports(0, "a", "b"));
		assertThat(get("/reports/a")).isEqualTo("200 [{\"N\":0}]");
	}

	@Test
	void changedFileTakesThePlaceOfTheOldOneEverywhere() throws IOException {
		assertThat(get("/reports/b")).isEqualTo("200 [{\"N\":0}]");
		assertThat(this.service.get("/v3/api-docs").body()).contains("\"/reports/b\"").doesNotContain("/reports/c");
		change(reports(7, "a", "c"));
		assertThat(get("/reports/a")).isEqualTo("200 [{\"N\":7}]");
		assertThat(get("/reports/c")).isEqualTo("200 [{\"N\":7}]");
		assertThat(get("/reports/b")).isEqualTo(get("/reports/none").replace("none", "b")).startsWith("404 ");
		assertThat(this.service.get("/reports/c", "Accept: text/html, application/json;q=0.5").status()).isEqualTo(200);
		assertThat(RawRequest.ask(this.service.port(), "HEAD /reports/c").status()).isEqualTo(200);
		assertThat(RawRequest.ask(this.service.port(), "HEAD /reports/b").status()).isEqualTo(404);
		assertThat(this.service.get("/v3/api-docs").body()).contains("\"/reports/c\"").doesNotContain("/reports/b");
		assertThat(meters()).anyMatch((name) -> name.contains("reports.c"))
			.noneMatch((name) -> name.contains("/b"))
			.noneMatch((name) -> name.contains("reports.b"));
	}

	@Test
	void cacheOfAnUnchangedEndpointSurvivesAndThatOfAChangedOneDoesNot() throws IOException {
		for (String path : List.of("/reports/a", "/reports/b")) {
			this.service.get(path);
			assertThat(this.service.get(path).headers()).containsEntry("cache-status", status(path));
		}
		change(reports(0, "a") + reports(1, "b").substring(reports(1).length()));
		assertThat(this.service.get("/reports/a").headers().get("cache-status")).startsWith("data-api; hit");
		assertThat(this.service.get("/reports/b").headers().get("cache-status")).startsWith("data-api; fwd=miss");
		assertThat(reads("reports.b")).isGreaterThan(2);
		this.service.get("/reports/b");
		double known = reads("reports.b");
		this.service.get("/reports/b");
		assertThat(reads("reports.b")).isEqualTo(known + 1);
	}

	@Test
	void wrongFileIsLoggedOnceAndChangesNothing(CapturedOutput output) throws IOException {
		for (String wrong : List.of(reports(3, "a").replace("type: integer", "type: int"),
				reports(3, "a").replace("AS N", "AS M"), "version: 1\nreports: [", reports(3, "a") + reports(3, "a"))) {
			change(wrong);
			look();
			assertThat(get("/reports/a")).isEqualTo("200 [{\"N\":0}]");
			assertThat(get("/reports/b")).isEqualTo("200 [{\"N\":0}]");
		}
		assertThat(output).containsOnlyOnce(this.file + ":5:31: 'int' is not a type")
			.containsOnlyOnce(this.file + ":5:22: The statement returns no column N.");
		Path other = this.directory.resolve("other.yaml");
		Files.writeString(other, reports(3, "a"));
		look();
		look();
		assertThat(get("/reports/a")).isEqualTo("200 [{\"N\":0}]");
		Files.delete(other);
		Files.delete(this.file);
		look();
		look();
		assertThat(output).containsOnlyOnce("it must hold files whose names end in .yaml or .yml");
		assertThat(get("/reports/a")).isEqualTo("200 [{\"N\":0}]");
		change(reports(4, "a"));
		assertThat(get("/reports/a")).isEqualTo("200 [{\"N\":4}]");
	}

	@Test
	void halfWrittenFileIsNotTaken() throws IOException {
		Files.writeString(this.file, reports(5, "a"));
		this.reload.run();
		Files.writeString(this.file, reports(5, "a", "c"));
		this.reload.run();
		assertThat(get("/reports/a")).isEqualTo("200 [{\"N\":0}]");
		this.reload.run();
		assertThat(get("/reports/c")).isEqualTo("200 [{\"N\":5}]");
	}

	@Test
	void fileOfSqlAndFilesBehindASwappedLinkAreFollowed() throws IOException {
		for (int i = 0; i < 2; i++) {
			Path version = Files.createDirectories(this.directory.resolve("..data" + i));
			Files.writeString(version.resolve("x.yaml"),
					"version: 1\nreports:\n  x:\n    sql_file: x.sql\n" + "    columns: [{name: N, type: integer}]\n");
			Files.writeString(version.resolve("x.sql"), "SELECT " + (10 + i) + " AS N");
		}
		Path link = Files.createSymbolicLink(this.directory.resolve("..data"), Path.of("..data0"));
		for (String name : List.of("x.yaml", "x.sql")) {
			Files.createSymbolicLink(this.directory.resolve(name), Path.of("..data", name));
		}
		look();
		look();
		assertThat(get("/reports/x")).isEqualTo("200 [{\"N\":10}]");
		Path next = Files.createSymbolicLink(this.directory.resolve("..next"), Path.of("..data1"));
		Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
		look();
		look();
		assertThat(get("/reports/x")).isEqualTo("200 [{\"N\":11}]");
		for (String name : List.of("x.yaml", "x.sql")) {
			Files.delete(this.directory.resolve(name));
		}
	}

	@Test
	void rolesThatNobodyAsksForAreNotServed(CapturedOutput output) throws IOException {
		change(reports(7, "a") + "    access: {roles: [finance]}\n");
		assertThat(get("/reports/a")).isEqualTo("200 [{\"N\":0}]");
		assertThat(output).contains("reports.a names the roles of its callers", "The endpoints before are served");
	}

	@Test
	void deprecatedEndpointSaysSoInAllItsAnswersAndInTheDescription() throws IOException {
		change(reports(1, "a") + "    deprecated: 2023-06-30\n    sunset: 2027-06-30\n");
		for (String path : List.of("/reports/a", "/reports/a?x=1")) {
			assertThat(this.service.get(path).headers()).containsEntry("deprecation", "@1688083200")
				.containsEntry("sunset", "Wed, 30 Jun 2027 00:00:00 GMT");
		}
		assertThat(this.service.get("/customer/1").headers()).doesNotContainKeys("deprecation", "sunset");
		String description = this.service.get("/v3/api-docs").body();
		// Of GET and of POST
		assertThat(description.split("\"deprecated\":true", -1)).hasSize(3);
		assertThat(description).contains("From 2027-06-30 on it may be gone.");
	}

	@Test
	void settingHasFilesLookedAtAllTheTime(@TempDir Path other) throws IOException {
		Path file = Files.writeString(other.resolve("endpoints.yaml"), reports(1, "a"));
		try (RunningService reloading = RunningService.start("test",
				List.of("data-api.endpoints=" + file, "data-api.endpoints.reload=true"))) {
			assertThat(reloading.get("/reports/a").body()).isEqualTo("[{\"N\":1}]");
			Files.writeString(file, reports(2, "a"));
			Eventually.assertThat(() -> assertThat(reloading.get("/reports/a").body()).isEqualTo("[{\"N\":2}]"));
		}
	}

	@Test
	void pathMayPassFromAnEndpointToOneThatItOverlapped() throws IOException {
		change(LOOKUP.replace("    columns", "    path: /x/{keys}\n    columns"));
		assertThat(get("/x/1")).isEqualTo("200 [{\"C_CUSTOMER_SK\":1}]");
		change(reports(1, "x1").replace("    columns", "    path: /x/1\n    columns"));
		assertThat(get("/x/1")).isEqualTo("200 [{\"N\":1}]");
		assertThat(get("/x/2")).startsWith("404");
	}

	@Test
	void requestsSeeTheOldOrTheNewWhileFilesChange() throws Exception {
		change(reports(0, "a", "b") + LOOKUP.substring("version: 1\n".length()));
		AtomicBoolean done = new AtomicBoolean();
		Queue<String> wrong = new ConcurrentLinkedQueue<>();
		List<Thread> callers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			String headers = (i % 2 == 0) ? "Accept: application/json" : "Accept: application/*";
			callers.add(Thread.ofVirtual().start(() -> call(done, wrong, headers)));
		}
		try {
			for (int version = 1; version <= 15; version++) {
				String optional = (version % 2 == 0) ? "c" : "b";
				change(reports(version, "a", optional) + LOOKUP.substring("version: 1\n".length()));
			}
		}
		finally {
			done.set(true);
			for (Thread caller : callers) {
				caller.join(30_000);
			}
		}
		assertThat(wrong).isEmpty();
	}

	/** What one caller sees of one report never goes back, and all exist or never did. */
	private void call(AtomicBoolean done, Queue<String> wrong, String accept) {
		int seen = 0;
		while (!done.get()) {
			try {
				for (String path : List.of("/reports/a", "/reports/b", "/reports/c", "/people/1")) {
					RawRequest.Answer answer = this.service.get(path, accept);
					boolean optional = path.endsWith("b") || path.endsWith("c");
					if (answer.status() != 200 && !(optional && answer.status() == 404)) {
						wrong.add(path + " " + answer.status() + " " + answer.body());
					}
					else if (path.startsWith("/reports") && answer.status() == 200) {
						int version = Integer.parseInt(answer.body().replaceAll("\\D", ""));
						if (version < seen) {
							wrong.add(path + " went from " + seen + " to " + version);
						}
						seen = version;
					}
				}
			}
			catch (IOException ex) {
				wrong.add(ex.toString());
			}
		}
	}

	@Test
	void hundredChangesLeaveNothingBehind() throws IOException {
		changeAndAsk(0);
		Set<String> meters = meters();
		int mappings = mappings();
		Map<String, Long> threads = threads();
		double connections = connections();
		for (int i = 1; i <= 100; i++) {
			changeAndAsk(i);
		}
		change(reports(0, "a", "b"));
		changeAndAsk(0);
		assertThat(meters()).isEqualTo(meters);
		assertThat(mappings()).isEqualTo(mappings);
		assertThat(connections()).isEqualTo(connections);
		Eventually.assertThat(() -> threads()
			.forEach((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(threads.getOrDefault(name, 0L))));
	}

	@Test
	void checkWhenOneConnectionIsFreeTakesItForAllStatements(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("endpoints.yaml"), reports(0, "a", "b"));
		List<Connection> taken = new ArrayList<>();
		try (RunningService busy = RunningService.start("test",
				List.of("data-api.endpoints=" + file, "data-api.warehouse.connection-deadline=1s"))) {
			HikariDataSource pool = Objects
				.requireNonNull(busy.bean("reportLane", Lane.Reports.class).statements().getDataSource())
				.unwrap(HikariDataSource.class);
			for (int i = 1; i < pool.getMaximumPoolSize(); i++) {
				taken.add(pool.getConnection());
			}
			// Each takes longer than the other's check waits for its connection
			Files.writeString(file, reports(8, "a", "b").replace("SELECT 8",
					"SELECT (SELECT MAX(a.range * b.range) FROM range(40000) a, range(40000) b) - 1599920001 + 8"));
			EndpointReload reload = busy.bean("endpointReload", EndpointReload.class);
			reload.run();
			reload.run();
			for (Connection connection : taken) {
				connection.close();
			}
			assertThat(busy.get("/reports/b").body()).isEqualTo("[{\"N\":8}]");
		}
	}

	private void changeAndAsk(int version) throws IOException {
		change(reports(version, "a", "only" + version)
				+ LOOKUP.substring("version: 1\n".length()).replace("people:", "people" + version % 3 + ":"));
		assertThat(get("/reports/a")).isEqualTo("200 [{\"N\":" + version + "}]");
		assertThat(get("/reports/only" + version)).startsWith("200 ");
		assertThat(get("/people" + version % 3 + "/1,2")).startsWith("200 ");
	}

	/** By the names of those that may be left over, without numbers. */
	private static Map<String, Long> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map((thread) -> thread.getName().replaceAll("[0-9]+", ""))
			.filter((name) -> !name.matches("ForkJoinPool.*|http-nio.*|awaitility.*|.*connection-(adder|closer)"))
			.collect(Collectors.groupingBy((name) -> name, TreeMap::new, Collectors.counting()));
	}

	private double connections() {
		return registry().find("hikaricp.connections").gauges().stream().mapToDouble((gauge) -> gauge.value()).sum();
	}

	private int mappings() {
		return this.service.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.size();
	}

	private Set<String> meters() {
		return registry().getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getTag("endpoint") != null || String.valueOf(id.getTag("uri")).startsWith("/reports/"))
			.map(Object::toString)
			.collect(Collectors.toSet());
	}

	private double reads(String endpoint) {
		return registry().find("cache.reads")
			.tag("endpoint", endpoint)
			.functionCounters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	private MeterRegistry registry() {
		return this.service.bean(MeterRegistry.class);
	}

	private String status(String path) throws IOException {
		String status = this.service.get(path).headers().get("cache-status");
		assertThat(status).startsWith("data-api; hit");
		return status;
	}

	private String get(String path) throws IOException {
		RawRequest.Answer answer = this.service.get(path);
		return answer.status() + " " + answer.body().replaceAll("\"requestId\":\"[^\"]*\"", "");
	}

	/** Writes the file, which is looked at as often as it takes. */
	private void change(String text) throws IOException {
		Files.writeString(this.file, text);
		look();
		look();
	}

	private void look() {
		this.reload.run();
	}

	private static String reports(int number, String... names) {
		return "version: 1\nreports:\n" + IntStream.range(0, names.length)
			.mapToObj((i) -> "  %s:\n    sql: SELECT %d AS N\n    columns: [{name: N, type: integer}]\n"
				.formatted(names[i], number))
			.collect(Collectors.joining());
	}

}
