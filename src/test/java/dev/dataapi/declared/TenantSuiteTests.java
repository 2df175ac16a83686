package dev.dataapi.declared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.dataapi.KeepAliveConnection;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import dev.dataapi.TestKeys;
import dev.dataapi.access.KeyLine;
import dev.dataapi.cache.shared.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random requests of five tenants, at once, to two instances with a shared cache: each
 * answer is compared with the tenant's rows in plain Java.
 */
@Timeout(600)
class TenantSuiteTests {

	private static final int REQUESTS = 5_000;

	private static final int CALLERS = 12;

	private static final int IDS = 60;

	private static final String DECLARED = """
			version: 1
			lookups:
			  one:
			    table: api.data.shared_things
			    key: [{name: id, column: ID, type: integer}]
			    filter: [{column: TENANT, type: text, from: caller.claims.tenant}]
			    columns: [{name: TENANT, type: text}, {name: ID, type: integer}, {name: KIND, type: integer}]
			    max_keys: 200
			    cache: {ttl: 1s, stale_if_error: 0s}
			  many:
			    table: api.data.shared_things
			    key:
			      - {name: tenant, column: TENANT, type: text, from: caller.claims.tenant}
			      - {name: kind, column: KIND, type: integer}
			    rows: many
			    order_by: [ID desc]
			    columns: [{name: ID, type: integer}, {name: TENANT, type: text}, {name: KIND, type: integer}]
			    cache: {ttl: 1s, stale_if_error: 0s}
			reports:
			  all:
			    parameters:
			      - {name: tenant, type: text, from: caller.claims.tenant}
			      - {name: kind, type: integer, max_items: 4, optional: true}
			    sql: |
			      SELECT TENANT, ID, KIND FROM api.data.shared_things
			      WHERE TENANT = {{tenant}} [[ AND KIND IN ({{kind}}) ]] ORDER BY ID
			    columns: [{name: TENANT, type: text}, {name: ID, type: integer}, {name: KIND, type: integer}]
			    cache: {ttl: 1s, stale_if_error: 0s}
			  paged:
			    parameters: [{name: tenant, type: text, from: caller.claims.tenant}]
			    sql: SELECT TENANT, ID, KIND FROM api.data.shared_things WHERE TENANT = {{tenant}}
			    columns: [{name: TENANT, type: text}, {name: ID, type: integer}, {name: KIND, type: integer}]
			    page: {by: [ID], size: 7}
			    cache: {ttl: 1s, stale_if_error: 0s}
			""";

	private static final String TABLE = "(TENANT VARCHAR, ID BIGINT, KIND BIGINT)";

	/** Some that are alike as texts of keys, if these were written carelessly. */
	private static final List<String> TENANTS = List.of("acme", "Acme", "ac~me,1", "1", "%41cme");

	private static final List<Row> ROWS = rows(new Random(23));

	@RegisterExtension
	final RedisServer server = new RedisServer();

	@TempDir
	private Path folder;

	/** What was asked, and how it was answered. */
	private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

	private final List<KeyLine> made = TENANTS.stream().map((each) -> KeyLine.make("app", "tenant=" + each)).toList();

	@Test
	void noTenantHasARowOfAnotherOnTheEmbeddedWarehouse(TestReporter reporter) throws Exception {
		this.server.start();
		Path data = Files.createDirectory(this.folder.resolve("data"));
		Files.writeString(data.resolve("t.sql"),
				"CREATE TABLE api.data.shared_things " + TABLE + ";\nINSERT INTO api.data.shared_things VALUES "
						+ String.join(", ", ROWS.stream().map(Row::sql).toList()) + ";\n");
		// The same data under one path, so that both instances share what they load
		String[] settings = settings("data-api.embedded.data=" + data);
		try (RunningService first = RunningService.start("test", List.of(settings));
				RunningService second = RunningService.start("test", List.of(settings))) {
			run(List.of(first, second));
		}
		publish(reporter);
	}

	@Test
	void noTenantHasARowOfAnotherOnSnowflake(TestReporter reporter) throws Exception {
		this.server.start();
		try (SnowflakeAccount account = new SnowflakeAccount().table("api.data.shared_things", TABLE,
				ROWS.stream().map(Row::sql).toArray(String[]::new));
				RunningService first = account.start(settings());
				RunningService second = account.start(settings())) {
			run(List.of(first, second));
			long mixed = account.server()
				.requests()
				.statements()
				.stream()
				.filter((each) -> each.sql().contains("(ID = ? AND TENANT = ?) OR "))
				.filter((each) -> TENANTS.stream()
					.filter((one) -> each.binds().containsValue("TEXT:" + one))
					.count() > 1)
				.count();
			count("recent statements for keys of several tenants", (int) mixed);
			assertThat(mixed).isPositive();
		}
		publish(reporter);
	}

	private String[] settings(String... more) {
		Path callers = TestKeys.write(this.folder, "callers",
				String.join("", this.made.stream().map(KeyLine::line).toList()));
		return Stream
			.concat(Stream.of(EndpointFiles.setting(this.folder, DECLARED), "data-api.lookup.deadline=60s",
					"data-api.report.deadline=60s", "data-api.authentication=keys", "data-api.callers=" + callers,
					"data-api.cache.shared=redis", "spring.data.redis.host=127.0.0.1",
					"spring.data.redis.port=" + this.server.port(), "spring.data.redis.timeout=20s"), Stream.of(more))
			.toArray(String[]::new);
	}

	private void run(List<RunningService> services) throws Exception {
		AtomicInteger left = new AtomicInteger(REQUESTS);
		try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
			List<Future<Void>> callers = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				Random random = new Random(i);
				callers.add(threads.submit((Callable<Void>) () -> {
					try (KeepAliveConnection first = new KeepAliveConnection(services.getFirst().port());
							KeepAliveConnection second = new KeepAliveConnection(services.getLast().port())) {
						while (left.getAndDecrement() > 0) {
							ask(random.nextBoolean() ? first : second, random);
						}
					}
					return null;
				}));
			}
			for (Future<Void> caller : callers) {
				caller.get();
			}
		}
	}

	private void ask(KeepAliveConnection connection, Random random) throws IOException {
		int tenant = random.nextInt(TENANTS.size());
		List<Row> own = ROWS.stream().filter((row) -> row.tenant().equals(TENANTS.get(tenant))).toList();
		String key = this.made.get(tenant).key();
		List<Integer> wanted = IntStream.range(0, 1 + random.nextInt((random.nextInt(4) == 0) ? 40 : 4))
			.mapToObj((any) -> random.nextInt(IDS))
			.toList();
		String mode = List.of("", "", "", "Cache-Control: no-cache", "Cache-Control: only-if-cached")
			.get(random.nextInt(5));
		switch (random.nextInt(6)) {
			case 0, 1 -> {
				String line = "GET /one/" + joined(wanted);
				String tag = answer(connection, tenant, line, key, mode, "", byId(own, wanted)).getOrDefault("etag",
						"");
				if (!tag.isEmpty()) {
					String condition = "If-None-Match: " + tag;
					int other = (tenant + 1 + random.nextInt(TENANTS.size() - 1)) % TENANTS.size();
					assertThat(send(connection, line, key, condition, "").status()).isEqualTo(304);
					assertThat(send(connection, line, this.made.get(other).key(), condition, "").status())
						.isEqualTo(200);
					count("tags that no other tenant had confirmed");
				}
			}
			case 2 ->
				answer(connection, tenant, "POST /one", key, mode, "{\"keys\":" + wanted + "}", byId(own, wanted));
			case 3 -> {
				List<Integer> kinds = wanted.stream().map((id) -> id % 8).toList();
				answer(connection, tenant, "GET /many/" + joined(kinds), key, mode, "",
						new LinkedHashSet<>(kinds).stream()
							.flatMap((kind) -> own.stream()
								.filter((row) -> row.kind() == kind)
								.sorted(Comparator.comparing(Row::id).reversed()))
							.toList());
			}
			case 4 -> {
				List<Integer> kinds = wanted.stream().limit(4).map((id) -> id % 8).toList();
				answer(connection, tenant, "GET /reports/all?kind=" + joined(kinds), key, mode, "",
						own.stream().filter((row) -> kinds.contains(row.kind())).toList());
			}
			default -> {
				String link = answer(connection, tenant, "GET /reports/paged", key, "", "",
						own.stream().limit(7).toList())
					.getOrDefault("link", "");
				String target = "/reports/" + link.substring(1, link.indexOf('>'));
				answer(connection, tenant, "GET " + target, key, "", "", own.stream().skip(7).limit(7).toList());
				int other = (tenant + 1) % TENANTS.size();
				assertThat(send(connection, "GET " + target, this.made.get(other).key(), "", "").status())
					.isEqualTo(400);
				count("pages that no other tenant went on with");
			}
		}
	}

	/** Returns the headers. */
	private Map<String, String> answer(KeepAliveConnection connection, int tenant, String line, String key, String mode,
			String body, List<Row> expected) throws IOException {
		RawRequest.Answer answer = send(connection, line, key, mode, body);
		count("requests");
		if (answer.status() == 504 && mode.contains("only-if-cached")) {
			count("only-if-cached, nothing there");
			return Map.of();
		}
		assertThat(answer.status()).as("%s %s: %s", line, mode, answer.body()).isEqualTo(200);
		List<Row> found = new ArrayList<>();
		for (JsonNode row : JsonMapper.shared().readTree(answer.body())) {
			found.add(new Row(row.path("TENANT").asString(), row.path("ID").asInt(), row.path("KIND").asInt()));
		}
		count(found.stream().allMatch((row) -> row.tenant().equals(TENANTS.get(tenant))) ? "rows of the tenant"
				: "rows of another tenant", found.size());
		assertThat(found).as("%s of %s", line, TENANTS.get(tenant)).isEqualTo(expected);
		String status = answer.headers().get("cache-status");
		count(status.startsWith("data-api; hit") ? "answered from memory"
				: status.startsWith("shared; hit") ? "answered from the shared cache"
						: status.contains("partial") ? "answered in part from a cache" : "answered from the warehouse");
		return answer.headers();
	}

	private static RawRequest.Answer send(KeepAliveConnection connection, String line, String key, String header,
			String body) throws IOException {
		return connection.send("%s HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: %s\r\n%s%sContent-Length: %d\r\n\r\n%s"
			.formatted(line, key, header.isEmpty() ? "" : header + "\r\n",
					body.isEmpty() ? "" : "Content-Type: application/json\r\n",
					body.getBytes(StandardCharsets.UTF_8).length, body));
	}

	private void count(String what) {
		count(what, 1);
	}

	private void count(String what, int more) {
		this.counts.computeIfAbsent(what, (any) -> new AtomicInteger()).addAndGet(more);
	}

	/**
	 * Without each of these ways to be answered, the run would prove less than it says.
	 */
	private void publish(TestReporter reporter) {
		Map<String, String> published = new TreeMap<>();
		this.counts.forEach((what, count) -> published.put(what, count.toString()));
		published.putIfAbsent("rows of another tenant", "0");
		reporter.publishEntry(published);
		assertThat(this.counts).containsKeys("answered from memory", "answered from the shared cache",
				"answered in part from a cache", "answered from the warehouse",
				"tags that no other tenant had confirmed", "pages that no other tenant went on with",
				"only-if-cached, nothing there");
		assertThat(this.counts.get("requests").get()).isGreaterThanOrEqualTo(REQUESTS);
		assertThat(published).containsEntry("rows of another tenant", "0");
	}

	private static List<Row> byId(List<Row> own, List<Integer> wanted) {
		return new LinkedHashSet<>(wanted).stream()
			.flatMap((id) -> own.stream().filter((row) -> row.id() == id))
			.toList();
	}

	private static String joined(List<Integer> keys) {
		return String.join(",", keys.stream().map(String::valueOf).toList());
	}

	/** Most ids are those of several tenants. */
	private static List<Row> rows(Random random) {
		List<Row> rows = new ArrayList<>();
		for (String tenant : TENANTS) {
			for (int id = 0; id < IDS; id++) {
				if (random.nextInt(3) > 0) {
					rows.add(new Row(tenant, id, random.nextInt(7)));
				}
			}
		}
		return List.copyOf(rows);
	}

	private record Row(String tenant, int id, int kind) {

		String sql() {
			return "('%s', %d, %d)".formatted(this.tenant, this.id, this.kind);
		}

	}

}
